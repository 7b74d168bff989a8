"""The Jinja environment: the only module that knows the template engine."""

from __future__ import annotations

import functools
from pathlib import Path

import jinja2

from generator.python.code import Code

# In a checkout the templates stand beside the generator, in an installation inside of it.
_PLACES = [parent / "templates" for parent in Path(__file__).resolve().parents[1:3]]
TEMPLATES = next((place for place in _PLACES if place.is_dir()), _PLACES[-1])


class UnencodedTextError(TypeError):
    """A template was about to print something that no encoder made. A defect of ours, whatever the document says."""


def _only_code(value: object, kind: type[Code] = Code) -> object:
    if isinstance(value, kind | jinja2.Undefined):
        return value  # the engine raises for undefined names itself, with a better message
    raise UnencodedTextError(f"a template printed {type(value).__name__} {value!r:.80} that no encoder made")


def make_environment(loader: jinja2.BaseLoader) -> jinja2.Environment:
    """An environment that prints `Code` only, and raises on undefined names."""
    return jinja2.Environment(
        loader=loader,
        autoescape=False,
        undefined=jinja2.StrictUndefined,
        finalize=_only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )


@functools.cache
def _environment() -> jinja2.Environment:
    return make_environment(jinja2.FileSystemLoader(TEMPLATES))


@functools.cache
def _page_environment() -> jinja2.Environment:
    """Pages of the site print HTML only: what a view has is made that by a filter, which says how it is placed."""
    from generator.render import html  # noqa: PLC0415 - only the site needs it

    environment = make_environment(jinja2.FileSystemLoader(TEMPLATES))
    environment.finalize = functools.partial(_only_code, kind=html.Html)
    environment.filters |= {
        "text": html.text,
        "inline": html.inline,
        "blocks": html.blocks,
        "cell": html.cell,
        "item": html.item,
        "plain": html.words,
    }
    return environment


def render(template: str, view: object) -> str:
    """The text of a template (its path below `templates/`) for one view."""
    environment = _page_environment() if template.endswith(".html.jinja") else _environment()
    return environment.get_template(template).render(view=view)
