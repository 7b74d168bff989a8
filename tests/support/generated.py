"""Packages generated for tests, each spec at most once in a session."""

from __future__ import annotations

import functools
import gc
import importlib
import io
import re
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from generator.diagnostics import render
from generator.pipeline import Outcome, generate
from generator.request import Request
from generator.write.formatting import format_laid, lay_out
from generator.write.renderings import File, content_of
from generator.write.staging import Staging

ROOT = Path(__file__).parents[2]


@functools.cache
def run(spec: Path, config: Path | None = None, package: str = "sdk") -> Outcome:
    """Generate a spec in memory; its comment `# project: spec` names the folder of hand-written code, from the root."""
    request = Request(spec=str(spec), config=config, package=package, project_folder=_project_of(spec))
    outcome = generate(request, stdin=io.BytesIO(), progress=lambda _: None)
    outcome = replace(outcome, files=contents(outcome.files))  # which would be rendered anew each time
    gc.freeze()  # it is kept to the end: to look through it for garbage again and again would be lost time
    return outcome


def contents(files: Mapping[str, File]) -> dict[str, str | bytes]:
    """What is in files, not formatted yet."""
    return {path: content_of(file) for path, file in files.items()}


_FINAL: dict[tuple[str, object], bytes] = {}
"""The final content of files, by their suffix and what was rendered: packages have most of their files in common."""


@functools.cache
def formatted(spec: Path, config: Path | None = None, package: str = "sdk") -> dict[str, bytes]:
    """The final files of a spec."""
    return final(run(spec, config, package).files)


def final(files: Mapping[str, File]) -> dict[str, bytes]:
    """Files in their final form."""
    rendered = contents(files)
    keys = {path: (Path(path).suffix, content) for path, content in rendered.items()}
    missing = [(path, content) for path, content in rendered.items() if keys[path] not in _FINAL]
    with tempfile.TemporaryDirectory() as folder:
        staging = Staging(Path(folder))
        digests = format_laid([lay_out(missing, staging)], staging)
        _FINAL.update({keys[path]: Path(staging.at(path)).read_bytes() for path in digests})
    return {path: _FINAL[key] for path, key in keys.items()}


def _project_of(spec: Path) -> Path | None:
    named = re.search(r"^# project: (.+)$", spec.read_text(), re.MULTILINE)
    return ROOT / named[1] if named else None


def _config_of(case: Path) -> Path | None:
    config = case / "config.yaml"
    return config if config.exists() else None


def generated_files(case: Path) -> tuple[dict[str, str], str]:
    """The files of a case by their paths inside the package (docs by `docs/...`), and what was reported."""
    spec, config = case / "spec.yaml", _config_of(case)
    outcome = run(spec, config)
    findings = "\n".join(render(d, outcome.sources) for d in outcome.diagnostics.sorted()).replace(f"{case}/", "")
    files = {path.removeprefix("sdk/"): content.decode() for path, content in formatted(spec, config).items()}
    return files, findings


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


@functools.cache
def imported(spec: Path, config: Path | None = None) -> ModuleType:
    """The generated package of a spec, imported under a name of its own."""
    name = "sdk_" + "_".join(spec.parts[-3:-1]) if spec.name == "spec.yaml" else f"sdk_{spec.stem}"
    folder = tempfile.TemporaryDirectory()
    _FOLDERS.append(folder)
    for path, content in formatted(spec, config, name).items():
        target = Path(folder.name) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    sys.path.append(folder.name)
    return importlib.import_module(name)


def case_outcome(case: Path) -> Outcome:
    """What a run makes of a case folder."""
    return run(case / "spec.yaml", _config_of(case))


def case_package(case: Path) -> ModuleType:
    """The generated package of a case folder."""
    return imported(case / "spec.yaml", _config_of(case))
