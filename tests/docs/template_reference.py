"""The reference of templates: what each is given, made from the classes of the views."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, get_args, get_type_hints

from generator.python.code import Code
from generator.render.contract import given, views
from generator.render.environment import encoders
from generator.render.html import Html
from generator.render.markdown import Markdown
from generator.render.own_templates import CONTRACT, ours

PAGE: Final = "template-reference.md"
_HEAD: Final = """\
<!-- Made by `make docs-pages` from the views of the templates. Do not edit. -->
# Template reference

What each template is given, and the filters that make text printable in it. The guide about them is
[Templates of one's own](templates.md).
"""
_TEXTS: Final = {Code: "code", Markdown: "Markdown", Html: "HTML", str: "text"}


def template_reference() -> str:
    """The page."""
    return "\n".join([_HEAD, *_page()])


def _page() -> Iterator[str]:
    yield f"## Version {CONTRACT} of the views"
    yield ""
    yield "| template | is given |"
    yield "|---|---|"
    for path in ours():
        view = views().get(path)
        told = given(path) if view is None else _link(view)
        yield f"| `{path}` | {told} |"
    yield ""
    yield "## Encoders"
    yield ""
    yield "Filters of templates that are not the generator's:"
    yield ""
    for name, encoder in encoders().items():
        yield f"- `{name}`: {_sentence(encoder)}"
    yield ""
    yield "## Views"
    for kind in _reached():
        yield ""
        yield f"### {_label(kind)}"
        yield ""
        yield " ".join((inspect.getdoc(kind) or "").split())
        yield ""
        yield "| attribute | holds |"
        yield "|---|---|"
        for name, hint in _hints(kind).items():
            yield f"| `{name}` | {_told(hint)} |"
    yield ""


def _sentence(encoder: Any) -> str:
    return " ".join((inspect.getdoc(encoder) or "").split("\n\n")[0].split())


def _label(kind: type[Any]) -> str:
    """What a class is called on the page: with its module, where there are several of its name."""
    several = sum(other.__name__ == kind.__name__ for other in _reached()) > 1
    return f"{kind.__name__} ({kind.__module__.removeprefix('generator.render.')})" if several else kind.__name__


def _link(kind: type[Any]) -> str:
    anchor = re.sub(r"[^\w -]", "", _label(kind)).replace(" ", "-").lower()
    return f"[{kind.__name__}](#{anchor})"


@cache
def _reached() -> list[type[Any]]:
    """Every dataclass that a template can come to, by name."""
    found: dict[str, type[Any]] = {}
    pending = list(views().values())
    while pending:
        kind = pending.pop()
        if _key(kind) not in found:
            found[_key(kind)] = kind
            pending += [inner for hint in _hints(kind).values() for inner in _dataclasses(hint)]
    return [found[key] for key in sorted(found)]


def _key(kind: type[Any]) -> str:
    return f"{kind.__name__} {kind.__module__}"


def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _dataclasses(hint: Any) -> Iterator[type[Any]]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for argument in get_args(hint):
        yield from _dataclasses(argument)


def _told(hint: Any) -> str:
    """A type in words."""
    arguments = get_args(hint)
    if hint in _TEXTS:
        return _TEXTS[hint]
    if not arguments:
        name = "nothing" if hint is type(None) else getattr(hint, "__name__", str(hint))
        return _link(hint) if is_dataclass(hint) and isinstance(hint, type) else name
    if getattr(hint, "__origin__", None) is tuple:
        return f"each {_told(arguments[0])}" if arguments[-1] is ... else ", ".join(map(_told, arguments))
    return " or ".join(map(_told, arguments))
