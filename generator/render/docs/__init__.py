"""The docs: Markdown pages, `llms.txt`, and the code samples in them."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ir.declarations import Declaration
from generator.ir.history import NO_HISTORY, History
from generator.ir.package import Package
from generator.render.docs.guide_pages import Guides
from generator.render.docs.resource_pages import resource_pages
from generator.render.docs.samples import Sample, SampleKind, Samples, introduction, methods
from generator.render.docs.site import Site
from generator.render.docs.type_pages import TypePages
from generator.render.docs.waiting import as_told
from generator.render.extensions import HandWrittenFiles
from generator.render.recipes import FileRecipe, Once, prepared

ROOT = "docs"


def docs_files(
    package: Package,
    declarations: Iterable[Once[Declaration]],
    by_hand: HandWrittenFiles,
    told: History = NO_HISTORY,
) -> dict[str, FileRecipe]:
    """What every file of the docs is made from, by its path below the output folder."""
    package = as_told(package)
    site, code = Site(package), Samples(package)
    files: dict[str, FileRecipe] = dict(resource_pages(package, site, code, by_hand, told))
    files |= TypePages(package, declarations, site).pages()
    files |= {
        path: prepared(f"docs/{template}.jinja", view)
        for path, template, view in Guides(package, site.links, code, told).pages()
    }
    return {f"{ROOT}/{path}": recipe for path, recipe in files.items()}


def samples(package: Package) -> tuple[Sample, ...]:
    """Every code sample of the docs, to be run and type-checked without reading Markdown."""
    package = as_told(package)
    code = Samples(package)
    of_methods = (sample for method in methods(package) for sample in code.of(method))
    return (*of_methods, *Guides(package, Site(package).links, code).samples())


def first_samples(package: Package) -> tuple[Sample, ...]:
    """The samples to introduce the package with, one sync and one async; none where it has no operations."""
    first, code = introduction(methods(package)), Samples(package)
    return () if first is None else tuple(code.sample(first, kind) for kind in (SampleKind.SYNC, SampleKind.ASYNC))


__all__ = ["Sample", "SampleKind", "docs_files", "first_samples", "samples"]
