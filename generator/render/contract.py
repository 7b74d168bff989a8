"""What templates are given: the views, as a contract with a version."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final

from generator.render.environment import TEMPLATES, included
from generator.render.own_templates import ASSETS, CONTRACT, ours

_VIEWS: Final = {
    "client/client.py.jinja": "client.ClientModuleView",
    "client/error_bodies.py.jinja": "error_bodies.ErrorBodiesView",
    "client/init.py.jinja": "exports.InitView",
    "client/key_tables.py.jinja": "key_tables.KeyTablesView",
    "client/method_names.py.jinja": "method_names.MethodNamesView",
    "client/pagination.py.jinja": "pagination.PaginationView",
    "client/licenses/apache-2.0.jinja": "metadata.LicenseView",
    "client/licenses/mit.jinja": "metadata.LicenseView",
    "client/pyproject.toml.jinja": "metadata.ProjectView",
    "client/readme.md.jinja": "project.ReadmeView",
    "client/resource_module.py.jinja": "resources.ResourceModuleView",
    "client/types_module.py.jinja": "declarations.TypesModuleView",
    "client/version.py.jinja": "project.VersionView",
    "docs/callbacks.md.jinja": "docs.guide_pages.CallbacksView",
    "docs/changelog.md.jinja": "docs.guide_pages.ChangelogView",
    "docs/clients.md.jinja": "docs.guide_pages.ClientsView",
    "docs/errors.md.jinja": "docs.guide_pages.ErrorsView",
    "docs/guide.md.jinja": "docs.guide_pages.GuideView",
    "docs/index.md.jinja": "docs.guide_pages.IndexView",
    "docs/llms.txt.jinja": "docs.guide_pages.IndexView",
    "docs/pagination.md.jinja": "docs.guide_pages.MethodsView",
    "docs/raw_answers.md.jinja": "docs.guide_pages.RawAnswersView",
    "docs/resource.md.jinja": "docs.resource_pages.ResourceView",
    "docs/retries.md.jinja": "docs.guide_pages.RetriesView",
    "docs/streaming.md.jinja": "docs.guide_pages.MethodsView",
    "docs/testing.md.jinja": "docs.guide_pages.TestingView",
    "docs/types.md.jinja": "docs.type_pages.TypesView",
    "docs/uploads.md.jinja": "docs.guide_pages.MethodsView",
    "docs/webhooks.md.jinja": "docs.guide_pages.WebhooksView",
    "project/Makefile.jinja": "starting.StartView",
    "project/gitattributes.jinja": "starting.StartView",
    "project/gitignore.jinja": "starting.StartView",
    "project/lib.md.jinja": "starting.StartView",
    "project/overlays.md.jinja": "starting.StartView",
    "project/sdk.yaml.jinja": "starting.StartView",
    "project/workflow.yml.jinja": "starting.StartView",
    "repository/ci.yml.jinja": "repository.TestsView",
    "repository/codeowners.jinja": "repository.OwnersView",
    "repository/dependabot.yml.jinja": "repository.PlainView",
    "repository/release.yml.jinja": "repository.ReleaseView",
    "repository/security.md.jinja": "repository.SecurityView",
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
        yield f"{path:<36} {given(path)}"


def given(path: str) -> str:
    """What a template is given, in words."""
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
