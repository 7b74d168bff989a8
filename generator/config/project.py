"""What a config says of its project: which document the SDK is made from, and where it is written."""

from __future__ import annotations

from pathlib import Path

from generator.diagnostics import Diagnostic, Diagnostics, UnusableInput
from generator.document.load import load
from generator.document.nodes import MapNode, Sources
from generator.ledger import Ledger
from generator.values import Value


class ProjectConfig(Value, kw_only=True):
    """The document, as a path beside the config or a URL, and the folder of the SDK beside the config."""

    document: str
    output: str | None = None


def read_project(path: Path) -> ProjectConfig | None:
    """What the config at `path` says; None where it says nothing of it.

    Raises `UnusableInput` for a file that cannot be read, or says something of it that cannot be: nothing else may be
    made in place of what is meant.
    """
    sources = Sources()
    root = load(str(path), sources=sources, diagnostics=Diagnostics(), ledger=Ledger()).root
    own = root.get("sdkgen")
    if not isinstance(own, MapNode) or own.get("project") is None:
        return None
    said = own["project"]
    document, output = (said.get("document"), said.get("output")) if isinstance(said, MapNode) else (None, None)
    if not isinstance(document, str) or not document or not isinstance(output, str | None) or output == "":
        from generator.config.check import INVALID  # noqa: PLC0415 - a run with nothing to do needs no checks

        location = sources.location(own.places["project"], "/sdkgen/project")
        raise UnusableInput(Diagnostic(INVALID, "`project` names no document, or no folder", location, _HINT))
    return ProjectConfig(document=document, output=output)


_HINT = "write `project: {document: FILE or URL, output: FOLDER}`"
