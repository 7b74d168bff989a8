"""What stands around the generated package: its `pyproject.toml`, its README, its version module."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from generator.ir.package import Package
from generator.python.code import Code
from generator.python.literals import name, string
from generator.render.docs import first_samples
from generator.render.docs.shown_calls import ShownCalls
from generator.render.markdown import Markdown, code_span, fenced, line, prose
from generator.render.toml import toml_string

_DESCRIPTION_LENGTH = 200
_WEBSOCKETS = "lib/_websocket_client.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """`pyproject.toml`; `websockets` says whether the package opens some. `contact` is empty where nobody is named."""

    name: Code
    version: Code
    description: Code
    license: Code
    author: Code
    contact: Code
    package: Code
    websockets: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """`_version.py`."""

    header: Code
    title: Code
    version: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCallView:
    """A further call in the README."""

    title: Markdown
    code: Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """`README.md`."""

    title: Markdown
    doc: Markdown
    install: Markdown
    samples: tuple[Markdown, ...]
    further: tuple[ShownCallView, ...]
    options: tuple[Markdown, ...]


def project(package: Package, by_hand: Container[str]) -> ProjectView:
    """The view of `pyproject.toml`; `by_hand` are the paths of hand-written modules."""
    description = f"Client for {package.title or package.name}"
    return ProjectView(
        name=toml_string(package.project_name),
        version=toml_string(package.version),
        description=toml_string(" ".join(description.split())[:_DESCRIPTION_LENGTH]),
        license=toml_string(package.license),
        author=toml_string(package.client.class_name),
        contact=Code("") if package.contact is None else toml_string(package.contact),
        package=name(package.name),
        websockets=_WEBSOCKETS in by_hand,
    )


def version(package: Package, header: Code) -> VersionView:
    """The view of the version module."""
    return VersionView(header=header, title=string(package.name), version=string(package.version))


def readme(package: Package) -> ReadmeView:
    """The view of the README."""
    shown = ShownCalls(package)
    introduction = shown.introduction() or tuple(sample.code for sample in first_samples(package))
    return ReadmeView(
        title=line(package.title or package.name),
        doc=prose(package.doc, package.docs_url or ""),
        install=fenced(f"pip install {package.project_name}", "sh"),
        samples=tuple(fenced(code, "python") for code in introduction),
        further=tuple(
            ShownCallView(title=line(call.topic), code=fenced(call.code, "python")) for call in shown.further()
        ),
        options=tuple(
            Markdown(f"{code_span(option.name)}{f', from {code_span(option.env)}' if option.env else ''}")
            for option in package.client.options
        ),
    )
