"""What a config says of its project: which document the SDK is made from, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostics, UnusableInput
from generator.document.load import load
from generator.document.nodes import MapNode, Sources
from generator.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectConfig:
    """The document, as a path beside the config or a URL, and the folder of the SDK beside the config."""

    document: str
    output: str | None = None


def read_project(path: Path) -> ProjectConfig | None:
    """What the config at `path` says; None where there is none, or where it says nothing of it.

    What is wrong with the file is for the run that reads all of it to tell.
    """
    if not path.is_file():
        return None
    try:
        root = load(str(path), sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger()).root
    except UnusableInput:
        return None
    own = root.get("sdkgen")
    said = own.get("project") if isinstance(own, MapNode) else None
    if not isinstance(said, MapNode):
        return None
    document, output = said.get("document"), said.get("output")
    if not isinstance(document, str) or not document:
        return None
    return ProjectConfig(document=document, output=output if isinstance(output, str) and output else None)
