"""An update of an output: what its users feel, the version that asks for, and the entry in its changelog."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.diff.changelog import entry, with_entry
from generator.diff.compare import compare
from generator.diff.model import Difference
from generator.ir.package import Package
from generator.values import Value, replace
from generator.versioning import Versioning
from generator.write.manifest import CHANGELOG_NAME, MODEL_NAME
from generator.write.stored import restore, store


class Update(Value, kw_only=True):
    """A package under its next version, and the changelog that goes with it (None where that has nothing to say).

    `difference` is None where nothing is known about the SDK that the output held before.
    """

    package: Package
    difference: Difference | None = None
    changelog: bytes | None = None


def plan_update(package: Package, out: Path, on: date, versioning: Versioning) -> Update:
    """What becomes of the output in `out`. Raises `ManifestError` where what it held cannot be read."""
    model, changelog = out / MODEL_NAME, out / CHANGELOG_NAME
    if not model.exists():
        return Update(package=package)
    # The new model goes the way of the old one, so that both have lost the same: texts, and places in files.
    difference = compare(restore(model.read_bytes(), model), restore(store(package), model), versioning)
    package = replace(package, version=difference.next_version)
    if not difference.changes:
        return Update(package=package, difference=difference)
    written = changelog.read_text(encoding="utf-8") if changelog.exists() else ""
    content = with_entry(written, entry(difference, on)).encode()
    return Update(package=package, difference=difference, changelog=content)
