"""The way into this package: from the path of a file to its `Document`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final

from generator.diagnostics import Diagnostic, Diagnostics, Severity, UnusableInput, register
from generator.document.accounts import Accounts
from generator.document.bundle import bundle, is_whole
from generator.document.check import Subject, check
from generator.document.files import REMOTE, Files, Reach, Refusal
from generator.document.load import Limits, LoadedFile, load, load_fetched
from generator.document.model import Document
from generator.document.nodes import MapNode, Sources, copied, place_within
from generator.document.other_formats import refuse_mapping
from generator.document.overlay import apply_overlay, is_written_for
from generator.document.parse import outlined, parse
from generator.document.part import Choose, part_of
from generator.document.reading import Context
from generator.document.references import References
from generator.document.remote import UNREACHABLE, Load, Remote, shown
from generator.document.resources import canonical
from generator.document.structure import check_structure
from generator.document.swagger.convert import convert, is_swagger
from generator.document.transforms import Transform, apply_transforms
from generator.ledger import Ledger
from generator.values import replace

UNKNOWN_VERSION = register(
    "unknown-version", Severity.WARNING, "The version of OpenAPI is missing or not known; the document is read as 3.1."
)
MISSING_PATHS = register(
    "missing-paths", Severity.ERROR, "The document has no paths, and nothing else to make code from."
)

_KNOWN_VERSION: Final = re.compile(r"3\.[012]\.\d+(-.+)?")
_CONTENTS: Final = ("paths", "webhooks", "x-webhooks", "components")


def _no_transforms(_title: str) -> tuple[Transform, ...]:
    return ()


def _all_of_it(_title: str) -> Choose | None:
    return None


def read_document(
    path: str,
    *,
    transforms: Callable[[str], tuple[Transform, ...]] = _no_transforms,
    overlays: Iterable[str] = (),
    overlays_assumed: bool = False,
    strict_overlays: bool = False,
    choice: Callable[[str], Choose | None] = _all_of_it,
    reach: Reach | None = None,
    sources: Sources,
    diagnostics: Diagnostics,
    ledger: Ledger,
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
    checked: bool = True,
) -> Document:
    """Read an OpenAPI document from a file, a URL, or from `stdin` for the path `-`.

    `transforms` gives the patches for a document of a title, which come before all else. `overlays` are files of
    overlay actions, applied in their order; those that are only assumed, where they are written for the document. With
    `strict_overlays` an action or a patch without effect is an error. `choice` gives what chooses the part that is
    read, for a document of a title. `reach` says how far it may reach for its other files. `sources`, `diagnostics` and
    `ledger` are filled. One that is not `checked` is read like another, and not held against the rules that only warn.
    Raises `UnusableInput` where nothing can be made of a file; everything else that is wrong is reported, and left out
    or repaired.
    """
    reach, limits = reach or Reach(), limits or Limits()

    def load_file(name: str) -> LoadedFile:
        return load(name, sources=sources, diagnostics=diagnostics, ledger=ledger, limits=limits, stdin=stdin)

    def load_url(url: str, content: bytes, kept: Path) -> LoadedFile:
        return load_fetched(
            url, content, kept, name=shown(url), sources=sources, diagnostics=diagnostics, ledger=ledger, limits=limits
        )

    remote = _remote(path, reach, load_url, limits)
    file = _from_network(path, remote) if reach.entry_at_url else load_file(path)
    is_converted = is_swagger(file.root)
    if not is_converted:
        refuse_mapping(file.root, sources)
        _check_version(file.root, sources, diagnostics)
    written_in = list(sources)
    patches = transforms(_title(file))
    file = apply_transforms(
        patches, file, sources=sources, diagnostics=diagnostics, ledger=ledger, limits=limits, strict=strict_overlays
    )
    asked_for = [name for name in sources if name not in written_in]
    for overlay in map(load_file, overlays):
        if not overlays_assumed or is_written_for(overlay, file):
            file = apply_overlay(overlay, file, sources, diagnostics, strict=strict_overlays)
    lost: set[tuple[str, int, int]] = set()
    texts = [text for name, text in sources.items() if name not in asked_for]
    if not is_whole(file, (*texts, *(json.dumps(patch.args) for patch in patches))):
        files = Files(file, load_file, root=reach.root, remote=None if remote is None else remote.get)
        lost = bundle(file, files, sources, diagnostics, kind="swagger" if is_converted else "document")
    whole, outline = file, None
    choose = choice(_title(file))
    if choose is not None:
        outline = _outline(file, lost, sources)
        chosen = choose(outline)
        file = replace(file, root=part_of(file.root, outline, chosen, sources, ledger))
    context = Context(
        sources=sources,
        diagnostics=diagnostics,
        ledger=ledger,
        accounts=Accounts(sources, diagnostics, ledger),
        references=References(file if is_converted else whole, lost, diagnostics),
    )
    written = file.root
    if is_converted:
        written = copied(file.root)
        convert(file, context, References(file, lost, Diagnostics()).find)
    document = parse(file, context)
    _check_contents(file.root, document, diagnostics)
    if checked:
        check(Subject(document, tuple(context.every_schema), context.nodes, sources), diagnostics)
        check_structure(written, sources, diagnostics)
    return replace(document, outline=outline)


def _outline(file: LoadedFile, lost: set[tuple[str, int, int]], sources: Sources) -> Document:
    """The document in outline; what is wrong with it is for the part that is read to tell."""
    findings, ledger = Diagnostics(), Ledger()
    context = Context(
        sources=sources,
        diagnostics=findings,
        ledger=ledger,
        accounts=Accounts(sources, findings, ledger),
        references=References(file, lost, findings),
    )
    return outlined(context, file)


def _title(file: LoadedFile) -> str:
    described = file.root.get("info")
    title = described.get("title") if isinstance(described, MapNode) else None
    return title if isinstance(title, str) else ""


def _remote(path: str, reach: Reach, load: Load, limits: Limits) -> Remote | None:
    if reach.lock is None:
        return None
    return Remote(
        lock=reach.lock,
        load=load,
        size=limits.size,
        allowed=reach.remote,
        update=reach.update_remote,
        named=canonical(path) if reach.entry_at_url and reach.entry_allowed else None,
        update_named=reach.update_entry,
        keeps=reach.keep_remote,
    )


def _from_network(url: str, remote: Remote | None) -> LoadedFile:
    """The document at a URL."""
    found = Refusal(code=REMOTE, why="leads to the network") if remote is None else remote.get(canonical(url))
    if isinstance(found, Refusal):
        raise UnusableInput(Diagnostic(UNREACHABLE, f"{shown(url)} {found.why}", None, "allow it with --allow-remote"))
    return found


def _check_contents(root: MapNode, document: Document, diagnostics: Diagnostics) -> None:
    if not any(key in root for key in _CONTENTS):
        hint = "an OpenAPI document lists its operations under `paths`"
        diagnostics.report(MISSING_PATHS, "the document has no `paths`", document.location, hint=hint)


def _check_version(root: MapNode, sources: Sources, diagnostics: Diagnostics) -> None:
    version = root.get("openapi")
    if isinstance(version, str) and _KNOWN_VERSION.fullmatch(version):
        return
    location = sources.location(place_within(root, "openapi"), "/openapi" if "openapi" in root else "")
    message = (
        f"OpenAPI {version} is not known" if "openapi" in root else "the key `openapi` with the version is missing"
    )
    diagnostics.report(
        UNKNOWN_VERSION, f"{message}; the document is read as 3.1", location, hint="write openapi: 3.1.0"
    )
