"""The files that a new project begins with, beside the SDK that is generated there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.ir.package import Package
from generator.python.code import Code
from generator.render.recipes import FileRecipe, prepared
from generator.render.yaml import workflow_string, yaml_string
from generator.values import Value


class StartView(Value, kw_only=True):
    """What the files of a new project say. `taken` is the text of a config that was there before, empty where none was.

    `document` is where that stands, `out` the folder of the SDK, `generator` what pip installs the generator from,
    `templates` the folder of the project's own ones, empty where it has none.
    """

    document: Code
    out: Code
    class_name: Code
    package: Code
    generator: Code
    taken: Code
    templates: Code


CONFIG: Final = "sdk.yaml"
_FILES: Final[Mapping[str, str]] = {
    CONFIG: "sdk.yaml",
    "Makefile": "Makefile",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    "overlays/README.md": "overlays.md",
    "lib/README.md": "lib.md",
    ".github/workflows/sdk.yml": "workflow.yml",
}


def start_files(
    package: Package, *, document: str, out: str, generator: str, taken: str = "", templates: str = ""
) -> Mapping[str, FileRecipe]:
    """The files by path. `out` is a plain word, `taken` the text of a config that there was before."""
    view = StartView(
        document=yaml_string(document),
        out=Code(out),
        class_name=yaml_string(package.client.class_name),
        package=Code(package.name),
        generator=workflow_string(generator),
        taken=Code(taken.rstrip()),
        templates=yaml_string(templates) if templates else Code(""),
    )
    return {path: prepared(f"project/{name}.jinja", view) for path, name in _FILES.items()}
