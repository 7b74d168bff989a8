"""The Jinja environment: the only module that knows the template engine."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Protocol

import jinja2
from jinja2 import meta, nodes

from generator.python.code import Code
from generator.values import Value, members

# In a checkout the templates stand beside the generator, in an installation inside of it.
_PLACES = [parent / "templates" for parent in Path(__file__).resolve().parents[1:3]]
TEMPLATES = next((place for place in _PLACES if place.is_dir()), _PLACES[-1])


class UnencodedTextError(TypeError):
    """A template was about to print something that no encoder made. A defect of ours, whatever the document says."""


class TemplateError(Exception):
    """A template that is not ours does not fit: the file, the line, and what is wrong there."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.line = line


class OwnTemplates(Protocol):
    """Templates that take the place of ours: their texts by path below `templates/`, and the file of each."""

    @property
    def texts(self) -> Mapping[str, str]:
        """The templates, by path below `templates/`."""
        ...

    def file_of(self, path: str) -> str:
        """Where a template stands."""
        ...

    def digest(self, template: str) -> str | None:
        """A hash over what is not ours in a template and all that it includes; None where all of it is."""
        ...


def _only_code(value: object, kind: type[Code] = Code) -> object:
    if isinstance(value, kind | jinja2.Undefined):
        return value  # the engine raises for undefined names itself, with a better message
    raise UnencodedTextError(f"a template printed {type(value).__name__} {value!r:.80} that no encoder made")


class _Undefined(jinja2.StrictUndefined):
    """What is not there: said with what is."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, owner = str(self._undefined_name), self._undefined_obj
        if self._undefined_hint or not isinstance(owner, Value):
            return super()._undefined_message
        names = members(type(owner))
        near = get_close_matches(name, names, 1)
        meant = f" (did you mean {near[0]!r}?)" if near else ""
        return f"{type(owner).__name__} has no attribute {name!r}{meant}: it has {', '.join(names)}"


def make_environment(
    loader: jinja2.BaseLoader, kind: type[jinja2.Environment] = jinja2.Environment
) -> jinja2.Environment:
    """An environment that prints `Code` only, and raises on undefined names."""
    return kind(
        loader=loader,
        autoescape=False,
        undefined=_Undefined,
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


def _of_pages(environment: jinja2.Environment) -> jinja2.Environment:
    """Pages of the site print HTML only: what a view has is made that by a filter, which says how it is placed."""
    from generator.render import html  # noqa: PLC0415 - only the site needs it

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


@functools.cache
def _page_environment() -> jinja2.Environment:
    return _of_pages(make_environment(jinja2.FileSystemLoader(TEMPLATES)))


def _is_page(template: str) -> bool:
    return template.endswith(".html.jinja")


def render(template: str, view: object) -> str:
    """The text of a template (its path below `templates/`) for one view.

    Raises `TemplateError` where one that is in the place of ours does not fit.
    """
    own = _OWN.get()
    if own is not None:
        return own.render(template, view)
    environment = _page_environment() if _is_page(template) else _environment()
    return environment.get_template(template).render(view=view)


def own_digest(template: str) -> str | None:
    """A hash over what is not ours in a template and in what it includes; None where all of it is."""
    own = _OWN.get()
    return None if own is None else own.templates.digest(template)


def asset(path: str) -> bytes:
    """A file beside the templates that is copied as it is."""
    own = _OWN.get()
    text = None if own is None else own.templates.texts.get(path)
    return (TEMPLATES / path).read_bytes() if text is None else text.encode()


class _Own:
    """The environments of a run in which some templates are not ours."""

    def __init__(self, templates: OwnTemplates) -> None:
        self.templates = templates
        self._by_file = {templates.file_of(path): path for path in templates.texts}
        self._plain, self._pages = own_environments(templates)

    def render(self, template: str, view: object) -> str:
        try:
            return (self._pages if _is_page(template) else self._plain).get_template(template).render(view=view)
        except Exception as error:
            place = self._place(error)
            if place is None:
                raise
            raise TemplateError(*place, _told(error)) from error

    def _place(self, error: BaseException) -> tuple[str, int] | None:
        """The last line of a template that is not ours on the way to an error."""
        found, trace = None, error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file in self._by_file:
                found = file, trace.tb_lineno
            trace = trace.tb_next
        return found


def own_environments(templates: OwnTemplates) -> tuple[jinja2.Environment, jinja2.Environment]:
    """The environments of plain texts and of pages that have some templates in the place of ours.

    What these can include is what was read: nothing is looked for in the file system but ours. And what makes text
    printable is an encoder: they do not come by the class of what is.
    """

    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 - only these templates need it

    def load(name: str) -> tuple[str, str, None] | None:
        text = templates.texts.get(name)
        return None if text is None else (text, templates.file_of(name), None)

    loader = jinja2.ChoiceLoader([jinja2.FunctionLoader(load), jinja2.FileSystemLoader(TEMPLATES)])
    plain = make_environment(loader, SandboxedEnvironment)
    pages = _of_pages(make_environment(loader, SandboxedEnvironment))
    for environment in (plain, pages):
        environment.filters |= encoders()
    return plain, pages


def encoders() -> dict[str, Any]:
    """What templates that are not ours can make text printable with, by name."""
    from generator.python import docstrings, literals  # noqa: PLC0415 - only these templates need them
    from generator.render import markdown, toml  # noqa: PLC0415

    return {
        "py_string": literals.string,
        "py_literal": literals.literal,
        "py_name": literals.name,
        "py_dotted": literals.dotted,
        "py_comment": literals.comment,
        "py_docstring": docstrings.docstring,
        "md_prose": markdown.prose,
        "md_line": markdown.line,
        "md_cell": markdown.cell,
        "md_words": markdown.words,
        "md_code": markdown.code_span,
        "toml_string": toml.toml_string,
        "toml_key": toml.toml_key,
    }


def _told(error: Exception) -> str:
    if isinstance(error, UnencodedTextError):
        return f"{error} (encoders are filters: {', '.join(encoders())})"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"there is no template {error.name!r} to include"
    return f"{type(error).__name__}: {error}" if not isinstance(error, jinja2.TemplateError) else str(error.message)


def template_faults(templates: OwnTemplates) -> Iterator[TemplateError]:
    """What is wrong with templates as such, whatever their views hold."""
    plain, pages = own_environments(templates)
    for path, text in templates.texts.items():
        if path.endswith(".jinja"):
            yield from _fault(pages if _is_page(path) else plain, templates.file_of(path), text)


def _fault(environment: jinja2.Environment, file: str, text: str) -> Iterator[TemplateError]:
    try:
        environment.compile(text, filename=file)
    except jinja2.TemplateSyntaxError as error:
        yield TemplateError(file, error.lineno, error.message or "it cannot be read")
    except UnencodedTextError as error:
        yield TemplateError(file, _line_of_constant(environment, text), _told(error))
    except Exception as error:
        yield TemplateError(file, 1, _told(error))


def _line_of_constant(environment: jinja2.Environment, text: str) -> int:
    printed = (node for output in environment.parse(text).find_all(nodes.Output) for node in output.nodes)
    return next((node.lineno for node in printed if not isinstance(node, nodes.TemplateData | nodes.Name)), 1)


def included(text: str, template: str) -> frozenset[str] | None:
    """The templates that one names to be placed in it. None: it may be any. Raises `TemplateError`."""
    environment = _page_environment() if _is_page(template) else _environment()
    try:
        found = set(meta.find_referenced_templates(environment.parse(text)))
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(template, error.lineno, error.message or "it cannot be read") from error
    return None if None in found else frozenset(filter(None, found))


_OWN: ContextVar[_Own | None] = ContextVar("_OWN", default=None)


@contextmanager
def in_place_of_ours(templates: OwnTemplates | None) -> Iterator[None]:
    """Let all that is rendered meanwhile be made from these templates, where there are any."""
    token = _OWN.set(_Own(templates) if templates is not None and templates.texts else None)
    try:
        yield
    finally:
        _OWN.reset(token)
