"""`pyproject.toml`: what the package index, installers and tools are told about the package; and its licence."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

from generator.ir.package import Extra, Package
from generator.python.code import Code
from generator.python.literals import name
from generator.render.layout import module_file
from generator.render.recipes import FileRecipe, Fixed, prepared
from generator.render.toml import toml_key, toml_string
from generator.values import Value

PYTHONS: Final = ("3.10", "3.11", "3.12", "3.13", "3.14")
"""The versions of Python that packages are tested on."""
_DESCRIPTION_LENGTH: Final = 200
_AIOHTTP: Final = Extra(name="aiohttp", module="_aiohttp", requires=("aiohttp>=3.10,<4",))
_REALTIME: Final = Extra(name="realtime", module="lib._websocket_client", requires=("websockets>=13,<18",))
# The licence is none of them: beside an SPDX expression the index refuses such a classifier.
_CLASSIFIERS: Final = (
    "Intended Audience :: Developers",
    "Operating System :: OS Independent",
    "Programming Language :: Python :: 3 :: Only",
    *(f"Programming Language :: Python :: {python}" for python in PYTHONS),
    "Topic :: Software Development :: Libraries :: Python Modules",
    "Typing :: Typed",
)
_PRIVATE: Final = "Private :: Do Not Upload"
"""The classifier with which the index refuses a package that is not meant for it."""
_LICENSES: Final = {"Apache-2.0": "client/licenses/apache-2.0.jinja", "MIT": "client/licenses/mit.jinja"}
"""The licences whose texts come with the generator."""


class ExtraView(Value, kw_only=True):
    """An extra of the distribution: what it is called and the requirements that it adds, separated by commas."""

    name: Code
    requires: Code


class UrlView(Value, kw_only=True):
    """An address that the index shows beside the package."""

    label: Code
    target: Code


class ProjectView(Value, kw_only=True):
    """`pyproject.toml`. `author` is an inline table, and empty where nobody is named."""

    name: Code
    version: Code
    description: Code
    license: Code
    license_file: bool
    author: Code
    keywords: Code
    classifiers: tuple[Code, ...]
    urls: tuple[UrlView, ...]
    package: Code
    extras: tuple[ExtraView, ...]


class LicenseView(Value, kw_only=True):
    """The text of a usual licence."""

    holder: Code


def project(package: Package, by_hand: Container[str]) -> ProjectView:
    """The view of `pyproject.toml`; `by_hand` are the paths of hand-written modules."""
    private = (_PRIVATE,) if package.publication.index is False else ()
    return ProjectView(
        name=toml_string(package.project_name),
        version=toml_string(package.version),
        description=toml_string(_line(f"Client for {package.title or package.name}")[:_DESCRIPTION_LENGTH]),
        license=toml_string(package.license),
        license_file=license_file(package) is not None,
        author=_author(package),
        keywords=_texts(dict.fromkeys((package.client.class_name.lower(), "api", "client", "sdk"))),
        classifiers=tuple(map(toml_string, (*_CLASSIFIERS, *private))),
        urls=tuple(UrlView(label=toml_key(label), target=toml_string(url)) for label, url in _urls(package) if url),
        package=name(package.name),
        extras=tuple(_extras(package, by_hand)),
    )


def license_file(package: Package) -> FileRecipe | None:
    """`LICENSE`: the owner's text, or that of a usual licence which somebody said that the package has."""
    if package.license_text:
        return Fixed(package.license_text)
    if not package.publication.licensed or package.license not in _LICENSES:
        return None
    return prepared(_LICENSES[package.license], LicenseView(holder=Code(holder_of(package))))


def holder_of(package: Package) -> str:
    """Who publishes the package, in letters that mean nothing in any format."""
    return _line(package.publication.author) or package.client.class_name


def repository_url(package: Package) -> str:
    """Where the repository is; empty where it is not known."""
    repository = package.publication.repository
    return f"https://github.com/{repository}" if repository else ""


def _author(package: Package) -> Code:
    publication = package.publication
    if not (package.contact or publication.author):
        return Code("")
    members = {"name": holder_of(package), "email": package.contact or ""}
    said = ", ".join(f"{key} = {toml_string(value)}" for key, value in members.items() if value)
    return Code(f"{{ {said} }}")


def _urls(package: Package) -> Iterator[tuple[str, str]]:
    publication, repository = package.publication, repository_url(package)
    yield "Homepage", publication.homepage or repository
    yield "Documentation", publication.docs
    if repository:
        yield "Repository", repository
        yield "Issues", f"{repository}/issues"
        yield "Changelog", f"{repository}/blob/{publication.branch}/CHANGELOG.md"
    yield "Terms of Service", publication.terms


def _extras(package: Package, by_hand: Container[str]) -> Iterator[ExtraView]:
    """The extras of a package: what every one has, then those of the hand-written modules that it has."""
    own = (extra for extra in (_REALTIME, *package.extras) if module_file(extra.module) in by_hand)
    for extra in (_AIOHTTP, *own):
        yield ExtraView(name=toml_key(extra.name), requires=_texts(extra.requires))


def _texts(texts: Iterable[str]) -> Code:
    return Code(", ".join(map(toml_string, texts)))


def _line(text: str) -> str:
    """A text on one line, without what no line shows: metadata is a header of a mail, which takes nothing else."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
