"""What stands around the generated package: its README, its version module."""

from __future__ import annotations

from generator.ir.package import Package
from generator.python.code import Code
from generator.python.literals import string
from generator.render.docs import first_samples
from generator.render.docs.guide_pages import ClientsView, ErrorsView, gist
from generator.render.docs.shown_calls import ShownCalls
from generator.render.markdown import Markdown, code_span, fenced, line, prose, words
from generator.values import Value


class VersionView(Value, kw_only=True):
    """`_version.py`."""

    header: Code
    title: Code
    version: Code


class ShownCallView(Value, kw_only=True):
    """A further call in the README."""

    title: Markdown
    code: Markdown


class ReadmeView(Value, kw_only=True):
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


def version(package: Package, header: Code) -> VersionView:
    """The view of the version module."""
    return VersionView(header=header, title=string(package.name), version=string(package.version))


def readme(package: Package) -> ReadmeView:
    """The view of the README."""
    shown, guides = ShownCalls(package), gist(package)
    introduction = shown.introduction() or tuple(sample.code for sample in first_samples(package))
    return ReadmeView(
        title=_title(package),
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


def _title(package: Package) -> Markdown:
    """The title of the README: the owner's words, else those of the document."""
    own = package.publication.readme_title
    return words(own) if own else line(package.title or package.name)
