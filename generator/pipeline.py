"""The stages of a run on one screen: load and parse, check, lower, render. Writing is the caller's.

document + overlays  --read-->  Document  --check-->  findings
Document + config    --lower--> Package (the IR)
Package              --render-> files of each part: client, stubs, docs, and what a project asks for beside them

What only rendering needs is loaded where something is rendered: commands that stop at the IR are quicker without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import BinaryIO

from generator.chosen import Chosen
from generator.config.matching import report_unmatched
from generator.config.model import Config
from generator.diagnostics import Diagnostics, UnusableInput
from generator.document.files import Reach
from generator.document.model import Document
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.extras import require
from generator.ir.package import Package
from generator.ledger import Ledger
from generator.lower.contract import contract_of
from generator.lower.lower import lower
from generator.lower.shown_calls import report_unfitting
from generator.outcome import Outcome
from generator.own_parts import Rendering, is_broken
from generator.plugins.load import Plugins
from generator.published.dates import dated
from generator.published.history import history
from generator.published.lock import Lock
from generator.request import Request, is_url
from generator.values import replace
from generator.write.manifest import read_changelog
from generator.write.renderings import NOTHING_RENDERED, Renderings

Progress = Callable[[str], None]


def generate(
    request: Request, *, stdin: BinaryIO, progress: Progress, earlier: Renderings = NOTHING_RENDERED
) -> Outcome:
    """Run every stage; what `earlier` runs rendered from the same is not rendered again."""
    return rendered(validate(request, stdin=stdin, progress=progress), request, progress=progress, earlier=earlier)


def validate(request: Request, *, stdin: BinaryIO, progress: Progress, published: Lock | None = None) -> Outcome:
    """Run the stages that find mistakes, up to the IR; nothing is rendered. What was `published` counts in the place of
    the lock that the request has."""
    return _made(request, stdin=stdin, progress=progress, published=published)


def model(request: Request, *, stdin: BinaryIO, progress: Progress) -> Outcome:
    """The same for who asks for the IR: what could only be a warning is not looked for."""
    return _made(request, stdin=stdin, progress=progress, warns=False)


def _made(
    request: Request, *, stdin: BinaryIO, progress: Progress, published: Lock | None = None, warns: bool = True
) -> Outcome:
    parts = request.parts()
    outcome = Outcome(
        diagnostics=Diagnostics(),
        ledger=Ledger(),
        sources=Sources(request.name_of),
        parts=parts.made,
        owned=parts.owned,
    )
    chosen = Chosen(request, outcome.sources, outcome.diagnostics, outcome.ledger, published)
    try:
        progress("read")
        document = _read(request, chosen, outcome, stdin, warns=warns)
        config = chosen.config_for(document.title)
        outcome = _configured(outcome, request, config)
        if warns:
            report_unmatched(config, document, outcome.diagnostics)
        if not outcome.diagnostics.errors:
            progress("lower")
            outcome = _lowered(outcome, request, chosen, document, warns=warns)
    except UnusableInput as error:
        outcome.diagnostics.add(error.diagnostic)
        return replace(outcome, usable=False)
    return outcome


def _read(request: Request, chosen: Chosen, outcome: Outcome, stdin: BinaryIO, *, warns: bool) -> Document:
    return read_document(
        request.spec,
        transforms=lambda title: chosen.config_for(title).transforms,
        overlays=[str(path) for path in request.overlays],
        overlays_assumed=request.overlays_assumed,
        strict_overlays=request.strict_overlays,
        choice=chosen.choice,
        reach=_reach(request),
        sources=outcome.sources,
        diagnostics=outcome.diagnostics,
        ledger=outcome.ledger,
        stdin=stdin,
        checked=warns,
    )


def _reach(request: Request) -> Reach:
    return Reach(
        entry_at_url=is_url(request.spec),
        root=request.root,
        lock=request.remote_lock,
        remote=request.allow_remote,
        update_remote=request.update_remote,
        entry_allowed=request.allow_spec,
        update_entry=request.update_spec,
        keep_remote=request.keep_remote,
    )


def _configured(outcome: Outcome, request: Request, config: Config) -> Outcome:
    """Add what the config says of the run itself."""
    parts = request.parts(config.parts)
    return replace(
        outcome,
        lists_no_method=config.lists_no_method,
        versioning=config.versioning,
        parts=parts.made,
        owned=parts.owned,
        configured=config.parts,
    )


def _lowered(outcome: Outcome, request: Request, chosen: Chosen, document: Document, *, warns: bool) -> Outcome:
    """Add the IR, as the project's plugins leave it, and what renders it."""
    config = chosen.config_to_lower(document)
    diagnostics, lock = outcome.diagnostics, chosen.lock()
    lowered = lower(document, config, diagnostics, outcome.ledger, package=request.package, lock=lock)
    lowered = dated(replace(lowered, version=request.version or lowered.version), lock)
    templates, plugins = chosen.templates(config), chosen.plugins(config)
    package = plugins.lower(lowered, diagnostics)
    if warns and package.shown_calls:
        _report_unfitting(package, diagnostics)
    return replace(
        outcome,
        package=package,
        lowered=lowered,
        contract=cache(partial(contract_of, document, package)),
        lock=lock,
        names_lock=chosen.names_lock,
        by_hand=chosen.hand_written(package, config),
        templates=templates,
        plugins=plugins,
    )


def _report_unfitting(package: Package, diagnostics: Diagnostics) -> None:
    from generator.render.docs.shown_calls import unfitting  # noqa: PLC0415 - see above

    report_unfitting(unfitting(package), diagnostics)


def rendered(
    outcome: Outcome, request: Request, *, progress: Progress, earlier: Renderings, changelog: str | None = None
) -> Outcome:
    """Add the files to what `validate` made. `changelog` is that of the output, where it is about to change."""
    from generator.parts import parts_of  # noqa: PLC0415 - see above

    if outcome.package is None or is_broken(outcome.diagnostics):
        return outcome
    if "site" in outcome.parts:
        require("site", "the site", "markdown_it", "pygments")
    package = dated(outcome.package, outcome.lock)  # which may have another version than when it was made
    told = history(read_changelog(request.out) if changelog is None else changelog, outcome.lock, package)
    rendering = Rendering(outcome.templates, outcome.plugins, outcome.diagnostics, earlier)
    for part, recipes in parts_of(package, outcome, told).items():
        if part in outcome.parts:
            progress(f"render {part}")
            rendering.add(recipes)
    rendering.add_of_plugins(package, outcome.owned)
    # The document has done its part: a mock of the API is the last that asks for it.
    return replace(outcome, files=rendering.files, contract=None)


def first_files(outcome: Outcome, **said: str) -> Mapping[str, str]:
    """What a new project has beside its SDK, from what `validate` made: see `render/starting.py`, where `said` goes."""
    from generator.render.starting import start_files  # noqa: PLC0415 - see above

    rendering = Rendering(outcome.templates, Plugins(), outcome.diagnostics, NOTHING_RENDERED)
    if outcome.package is not None:
        rendering.add(partial(start_files, outcome.package, **said))
    texts = ((path, file.text()) for path, file in rendering.files.items())
    return {path: text for path, text in texts if isinstance(text, str)}


def surface_of(package: Package) -> str:
    """Every public name and signature of a package as text."""
    from generator.render.surface import surface  # noqa: PLC0415 - see above

    return surface(package)
