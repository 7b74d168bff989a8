"""The way into this package: from the path of a file to its `Document`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO, Final

from generator.diagnostics import Diagnostic, Diagnostics, Severity, UnusableInput, register
from generator.document.accounts import Accounts
from generator.document.check import Subject, check
from generator.document.load import Limits, LoadedFile, load
from generator.document.model import Document
from generator.document.nodes import MapNode, Sources, place_within
from generator.document.overlay import apply_overlay, is_written_for
from generator.document.parse import parse
from generator.document.reading import Context
from generator.document.references import References
from generator.document.structure import check_structure
from generator.ledger import Ledger

SWAGGER_2 = register("swagger-2", Severity.ERROR, "The document is Swagger 2.0, the format before OpenAPI 3.")
UNKNOWN_VERSION = register(
    "unknown-version", Severity.WARNING, "The version of OpenAPI is missing or not known; the document is read as 3.1."
)
MISSING_PATHS = register(
    "missing-paths", Severity.ERROR, "The document has no paths, and nothing else to make code from."
)

_KNOWN_VERSION: Final = re.compile(r"3\.[012]\.\d+(-.+)?")
_CONTENTS: Final = ("paths", "webhooks", "x-webhooks", "components")


def read_document(
    path: str,
    *,
    overlays: Iterable[str] = (),
    overlays_assumed: bool = False,
    strict_overlays: bool = False,
    sources: Sources,
    diagnostics: Diagnostics,
    ledger: Ledger,
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
) -> Document:
    """Read an OpenAPI document from a file, or from `stdin` for the path `-`.

    `overlays` are files of overlay actions, applied in their order; those that are only assumed, where they are written
    for the document. With `strict_overlays` an action without effect is an error. `sources`, `diagnostics` and `ledger`
    are filled. Raises `UnusableInput` where nothing can be made of a file; everything else that is wrong is reported,
    and left out or repaired.
    """

    def load_file(name: str) -> LoadedFile:
        return load(name, sources=sources, diagnostics=diagnostics, ledger=ledger, limits=limits, stdin=stdin)

    file = load_file(path)
    _check_version(file.root, sources, diagnostics)
    for overlay in map(load_file, overlays):
        if not overlays_assumed or is_written_for(overlay, file):
            file = apply_overlay(overlay, file, sources, diagnostics, strict=strict_overlays)
    context = Context(
        sources=sources,
        diagnostics=diagnostics,
        ledger=ledger,
        accounts=Accounts(sources, diagnostics, ledger),
        references=References(file, load_file, diagnostics),
    )
    document = parse(file, context)
    if not any(key in file.root for key in _CONTENTS):
        hint = "an OpenAPI document lists its operations under `paths`"
        diagnostics.report(MISSING_PATHS, "the document has no `paths`", document.location, hint=hint)
    check(Subject(document, tuple(context.every_schema), context.nodes, sources), diagnostics)
    check_structure(file.root, sources, diagnostics)
    return document


def _check_version(root: MapNode, sources: Sources, diagnostics: Diagnostics) -> None:
    if "swagger" in root and "openapi" not in root:
        location = sources.location(place_within(root, "swagger"), "/swagger")
        message = f"this is a Swagger {root['swagger']} document"
        hint = "convert it to OpenAPI 3 first, for example with swagger2openapi or converter.swagger.io"
        raise UnusableInput(Diagnostic(SWAGGER_2, message, location, hint))
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
