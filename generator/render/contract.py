"""What templates are given: the views as a contract with a version, and the page that says it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final, get_args, get_type_hints

from generator.python.code import Code
from generator.render.environment import TEMPLATES, encoders, included
from generator.render.html import Html
from generator.render.markdown import Markdown
from generator.render.own_templates import ASSETS, CONTRACT, ours

_VIEWS: Final = {
    "client/client.py.jinja": "client.ClientModuleView",
    "client/error_bodies.py.jinja": "error_bodies.ErrorBodiesView",
    "client/init.py.jinja": "exports.InitView",
    "client/key_tables.py.jinja": "key_tables.KeyTablesView",
    "client/method_names.py.jinja": "method_names.MethodNamesView",
    "client/pagination.py.jinja": "pagination.PaginationView",
    "client/pyproject.toml.jinja": "project.ProjectView",
    "client/readme.md.jinja": "project.ReadmeView",
    "client/resource_module.py.jinja": "resources.ResourceModuleView",
    "client/types_module.py.jinja": "declarations.TypesModuleView",
    "client/version.py.jinja": "project.VersionView",
    "docs/callbacks.md.jinja": "docs.guide_pages.CallbacksView",
    "docs/clients.md.jinja": "docs.guide_pages.ClientsView",
    "docs/errors.md.jinja": "docs.guide_pages.ErrorsView",
    "docs/guide.md.jinja": "docs.guide_pages.GuideView",
    "docs/index.md.jinja": "docs.guide_pages.IndexView",
    "docs/llms.txt.jinja": "docs.guide_pages.IndexView",
    "docs/pagination.md.jinja": "docs.guide_pages.MethodsView",
    "docs/resource.md.jinja": "docs.resource_pages.ResourceView",
    "docs/streaming.md.jinja": "docs.guide_pages.MethodsView",
    "docs/types.md.jinja": "docs.type_pages.TypesView",
    "docs/uploads.md.jinja": "docs.guide_pages.MethodsView",
    "docs/webhooks.md.jinja": "docs.guide_pages.WebhooksView",
    "site/guide.html.jinja": "site.guides.GuidePage",
    "site/resource.html.jinja": "site.resources.ResourcePage",
    "site/types.html.jinja": "site.types.TypePage",
    "stubs/client.pyi.jinja": "client.ClientStubView",
    "stubs/init.pyi.jinja": "exports.InitView",
    "stubs/module_client.pyi.jinja": "module_client.ModuleClientStubView",
    "stubs/pagination.pyi.jinja": "pagination.PaginationView",
    "stubs/resource_module.pyi.jinja": "resources.ResourceStubView",
    "stubs/stubtest_allowlist.txt.jinja": "files.AllowlistView",
    "stubs/types_module.pyi.jinja": "declarations.TypesModuleView",
    "tests/client/conftest.py.jinja": "tests.client.ClientTestsView",
    "tests/client/init.py.jinja": "tests.client.ClientTestsView",
    "tests/client/test_answers.py.jinja": "tests.client.ClientTestsView",
    "tests/client/test_calls.py.jinja": "tests.client.ClientTestsView",
    "tests/client/test_pages.py.jinja": "tests.client.ClientTestsView",
    "tests/client/test_requests.py.jinja": "tests.client.ClientTestsView",
    "tests/client/test_streams.py.jinja": "tests.client.ClientTestsView",
    "tests/client/test_webhooks.py.jinja": "tests.client.ClientTestsView",
    "tests/client/wire.py.jinja": "tests.client.ClientTestsView",
    "tests/conftest.py.jinja": "tests.fixtures.FixturesView",
    "tests/init.py.jinja": "tests.fixtures.InitView",
    "tests/resource.py.jinja": "tests.resources.ResourceTestsView",
}
"""The view of each template, below `generator.render`. The others are included, and given names by those."""

_TEXTS: Final = {Code: "code", Markdown: "Markdown", Html: "HTML", str: "text"}


@cache
def views() -> dict[str, type[Any]]:
    """The class of the view of each template that has one of its own."""
    found = {}
    for template, place in _VIEWS.items():
        module, _, name = place.rpartition(".")
        found[template] = getattr(import_module(f"generator.render.{module}"), name)
    return found


def listed() -> Iterator[str]:
    """Each template that can be replaced, and what it is given."""
    yield f"version {CONTRACT} of the views"
    for path in ours():
        yield f"{path:<36} {_given(path)}"


def _given(path: str) -> str:
    if path in ASSETS:
        return "(copied as it is)"
    view = views().get(path)
    return view.__name__ if view is not None else f"(a part of {', '.join(_users(path))})"


def _users(path: str) -> list[str]:
    return sorted(template for template, inside in _inclusions().items() if path in inside)


@cache
def _inclusions() -> dict[str, frozenset[str]]:
    templates = (path for path in ours() if path not in ASSETS)
    return {path: included((TEMPLATES / path).read_text(encoding="utf-8"), path) or frozenset() for path in templates}


def page() -> str:
    """The part of the guide on templates that follows from the views."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield f"## Version {CONTRACT} of the views"
    yield ""
    yield "| template | is given |"
    yield "|---|---|"
    for path in ours():
        view = views().get(path)
        given = _given(path) if view is None else _link(view)
        yield f"| `{path}` | {given} |"
    yield ""
    yield "Encoders, as filters of templates that are not the generator's:"
    yield ""
    for name, encoder in encoders().items():
        yield f"- `{name}`: {_sentence(encoder)}"
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
