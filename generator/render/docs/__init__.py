"""The docs: Markdown pages, `llms.txt`, and the code samples in them."""

from __future__ import annotations

from generator.ir.package import Package
from generator.render.docs.guide_pages import Guides
from generator.render.docs.resource_pages import ResourcePages
from generator.render.docs.samples import Sample, SampleKind, Samples, introduction, methods
from generator.render.docs.site import Site
from generator.render.docs.type_pages import TypePages
from generator.render.environment import render

ROOT = "docs"


def render_docs(package: Package) -> dict[str, str]:
    """Every file of the docs with its text, by its path below the output folder."""
    site, code = Site(package), Samples(package)
    types = TypePages(package, site)
    files = {path: render("docs/resource.md.jinja", view) for path, view in ResourcePages(package, site, code).pages()}
    files |= {path: render("docs/types.md.jinja", view) for path, view in types.pages()}
    for path, template, view in Guides(package, site, code).pages():
        files[path] = render(f"docs/{template}.jinja", view)
    return {f"{ROOT}/{path}": text for path, text in files.items()}


def samples(package: Package) -> tuple[Sample, ...]:
    """Every code sample of the docs, to be run and type-checked without reading Markdown."""
    code = Samples(package)
    of_methods = (sample for method in methods(package) for sample in code.of(method))
    return (*of_methods, *Guides(package, Site(package), code).samples())


def first_samples(package: Package) -> tuple[Sample, ...]:
    """The samples to introduce the package with, one sync and one async; none where it has no operations."""
    first, code = introduction(methods(package)), Samples(package)
    return () if first is None else tuple(code.sample(first, kind) for kind in (SampleKind.SYNC, SampleKind.ASYNC))


__all__ = ["Sample", "SampleKind", "first_samples", "render_docs", "samples"]
