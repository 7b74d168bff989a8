"""What the config says of publishing the package: where its repository is, and what releases of it are."""

from __future__ import annotations

from generator.config.model import ReleaseConfig
from generator.config.section import Section


def read_release(python: Section, codeflow: Section) -> ReleaseConfig:
    """What the target says of its repository and the index, and `codeflow` of releases."""
    repository, _, branch = (python.text("production_repo") or "").partition("#")
    owners = codeflow.section("code_owners")
    return ReleaseConfig(
        repository=repository or None,
        branch=branch or None,
        index=_index(python, codeflow),
        environment=codeflow.text("release_environment"),
        owners=tuple((pattern, owners.texts(pattern)) for pattern in owners),
    )


def published_name(python: Section) -> str | None:
    """What the package is called on the index, where that is said apart from what is installed."""
    said = python.section("publish")["pypi"]
    return python.section("publish").section("pypi").text("package_name") if isinstance(said, dict) else None


def _index(python: Section, codeflow: Section) -> bool | None:
    """Whether releases go to the index: `publish_packages` says of all what `publish.pypi` says of Python's."""
    said = python.section("publish")["pypi"]
    if codeflow["publish_packages"] is False:
        return False
    return True if isinstance(said, dict) else said
