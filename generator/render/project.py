"""What stands around the generated package: its `pyproject.toml`, its README, its version module."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from generator.ir.package import Extra, Package
from generator.python.code import Code
from generator.python.literals import name, string
from generator.render.docs import first_samples
from generator.render.docs.guide_pages import ClientsView, ErrorsView, gist
from generator.render.docs.shown_calls import ShownCalls
from generator.render.layout import module_file
from generator.render.markdown import Markdown, code_span, fenced, line, prose
from generator.render.toml import toml_key, toml_string

_DESCRIPTION_LENGTH = 200
_AIOHTTP = Extra(name="aiohttp", module="_aiohttp", requires=("aiohttp>=3.10,<4",))
_REALTIME = Extra(name="realtime", module="lib._websocket_client", requires=("websockets>=13,<18",))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraView:
    """An extra of the distribution: what it is called and the requirements that it adds, separated by commas."""

    name: Code
    requires: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectView:
    """`pyproject.toml`. `contact` is empty where nobody is named."""

    name: Code
    version: Code
    description: Code
    license: Code
    author: Code
    contact: Code
    package: Code
    extras: tuple[ExtraView, ...]


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
    errors: ErrorsView
    streams: tuple[Markdown, ...]
    pages: tuple[Markdown, ...]
    takes_files: bool
    uploads: tuple[Markdown, ...]
    clients: ClientsView


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
        extras=tuple(_extras(package, by_hand)),
    )


def _extras(package: Package, by_hand: Container[str]) -> Iterator[ExtraView]:
    """The extras of a package: what every one has, then those of the hand-written modules that it has."""
    own = (extra for extra in (_REALTIME, *package.extras) if module_file(extra.module) in by_hand)
    for extra in (_AIOHTTP, *own):
        yield ExtraView(name=toml_key(extra.name), requires=Code(", ".join(map(toml_string, extra.requires))))


def version(package: Package, header: Code) -> VersionView:
    """The view of the version module."""
    return VersionView(header=header, title=string(package.name), version=string(package.version))


def readme(package: Package) -> ReadmeView:
    """The view of the README."""
    shown, guides = ShownCalls(package), gist(package)
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
        errors=guides.errors,
        streams=guides.streams,
        pages=guides.pages,
        takes_files=guides.takes_files,
        uploads=guides.uploads,
        clients=guides.clients,
    )
