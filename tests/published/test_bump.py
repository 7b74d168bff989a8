"""What raises the version of a package, before 1.0.0 and from it on: by the rules, and as the config says."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from generator.versioning import Bump, Raises, Versioning
from tests.published.project import TEXT, Project, document, operation, project, record, reference
from tests.unit.config.config_reading import read

_BASIS: Final = record(id=TEXT, name=TEXT)
_CHANGES: Final = {
    "breaking": record(id=TEXT),
    "feature": record(id=TEXT, name=TEXT, age=TEXT),
    "words": {**_BASIS, "description": "An animal."},
}


@pytest.fixture
def pets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """A project in an empty folder."""
    return project(tmp_path, monkeypatch, capsys)


def _pets(schema: Any) -> dict[str, Any]:
    return document({"/pets": {"get": operation(reference("Pet"), "getPet")}}, {"Pet": schema})


@pytest.mark.parametrize(
    ("bump", "version", "change", "wanted"),
    [
        (None, "0.4.1", "breaking", "0.5.0"),
        (None, "0.4.1", "feature", "0.4.2"),
        (None, "0.4.1", "words", "0.4.2"),
        (None, "1.4.1", "breaking", "2.0.0"),
        (None, "1.4.1", "feature", "1.5.0"),
        (None, "1.4.1", "words", "1.4.2"),
        ({"pre_major": "minor"}, "0.4.1", "breaking", "0.5.0"),
        ({"pre_major": "patch"}, "0.4.1", "breaking", "0.4.2"),
        ({"pre_major": "patch"}, "0.4.1", "feature", "0.4.2"),
        ({"pre_major": "patch"}, "1.4.1", "breaking", "2.0.0"),
        ({"pre_major": "major"}, "0.4.1", "breaking", "1.0.0"),
        ({"pre_major": {"feature": "minor"}}, "0.4.1", "feature", "0.5.0"),
        ({"pre_major": {"feature": "minor"}}, "0.4.1", "breaking", "0.5.0"),
        ({"pre_major": {"breaking": "major", "feature": "minor"}}, "0.4.1", "words", "0.4.2"),
        ({"breaking": "minor"}, "1.4.1", "breaking", "1.5.0"),
        ({"breaking": "minor", "feature": "patch"}, "1.4.1", "feature", "1.4.2"),
        ({"breaking": "minor", "feature": "patch"}, "0.4.1", "breaking", "0.5.0"),
    ],
)
def test_what_update_raises(pets: Project, bump: Any, version: str, change: str, wanted: str) -> None:
    """The version and the changelog of an update follow the config; `diff` asks for the same."""
    pets.configures({"organization": {"name": "pets"}, "sdkgen": {"bump": bump}})
    pets.documents(_pets(_BASIS))
    pets.run("generate", "api.yaml", "--package", "pets", "--package-version", version)
    pets.documents(_pets(_CHANGES[change]))
    assert f"version    {wanted}" in pets.update()
    assert f"## {wanted} (2026-01-02)" in (pets.folder / "output/CHANGELOG.md").read_text()
    assert f'version = "{wanted}"' in (pets.folder / "output/pyproject.toml").read_text()


def test_diff_asks_for_what_the_config_says(pets: Project) -> None:
    """A document on its way to a first version is compared under the rules of its project."""
    (pets.folder / "old.yaml").write_text(yaml.safe_dump(_pets(_BASIS)))
    (pets.folder / "new.yaml").write_text(yaml.safe_dump(_pets(_CHANGES["breaking"])))
    assert "minor version (" in pets.run("diff", "old.yaml", "new.yaml")
    pets.configures({"sdkgen": {"bump": {"pre_major": "major"}}})
    assert "major version (" in pets.run("diff", "old.yaml", "new.yaml")


@pytest.mark.parametrize(
    ("bump", "wanted"),
    [
        ("{}", Versioning()),
        ("{pre_major: null}", Versioning()),
        ("{pre_major: patch}", Versioning(pre_major=Raises(breaking=Bump.PATCH, feature=Bump.PATCH))),
        ("{pre_major: {feature: minor}}", Versioning(pre_major=Raises(breaking=Bump.MINOR, feature=Bump.MINOR))),
        ("{feature: patch}", Versioning(stable=Raises(feature=Bump.PATCH))),
    ],
)
def test_what_is_unsaid_stays_as_it_is(tmp_path: Path, bump: str, wanted: Versioning) -> None:
    """A config says what differs."""
    (tmp_path / "sdk.yaml").write_text(f"sdkgen: {{bump: {bump}}}")
    assert read(tmp_path / "sdk.yaml").config.versioning == wanted


def test_what_breaks_raises_no_less_than_what_does_not(tmp_path: Path) -> None:
    """A version that tells additions and hides what breaks is refused."""
    (tmp_path / "sdk.yaml").write_text("sdkgen: {bump: {breaking: patch}}")
    (found,) = read(tmp_path / "sdk.yaml").printed
    assert "a feature raises the minor version, and what breaks callers only the patch" in found
