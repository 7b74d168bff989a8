"""What type checkers say of hand-written code in its package, and of the classes that build on it: nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support import checkers
from tests.support.generated import case_package

HERE = Path(__file__).parent
COMPLETE = (
    "extensions/methods",
    "extensions/models",
    "extensions/names",
    "openai/beta_chat",
    "openai/chunked_uploads",
    "openai/waiting",
)
"""The cases whose document has every type that their hand-written modules mention."""


def home_of(case: str) -> Path:
    """The folder of a case's package."""
    return Path(str(case_package(HERE.parent / case).__file__)).parent


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of the cases in one folder, so that what they import is looked at once."""
    together = tmp_path_factory.mktemp("extensions")
    for case in COMPLETE:
        home = home_of(case)
        shutil.copytree(home, together / home.name)
    return together


def test_mypy(homes: Path) -> None:
    """Strict mypy reads the stubs, and the hand-written modules among them."""
    assert checkers.mypy(homes, *(home.name for home in homes.iterdir() if home.is_dir())) == []


def test_pyright(homes: Path) -> None:
    """Strict pyright accepts the hand-written modules."""
    assert checkers.pyright(homes, *(f"{home.name}/lib" for home in homes.iterdir() if home.is_dir())) == []


@pytest.mark.parametrize("case", ["extensions/methods", "extensions/names"])
def test_stubtest(case: str) -> None:
    """Stubs and modules agree."""
    home = home_of(case)
    assert checkers.stubtest(home.parent, home.name) == ""
