"""A team's own code beside generated code, from the command line: asked for, built on, and left alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import REPOSITORY, sdkgen

CASE = REPOSITORY / "tests/cases/extensions/methods"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A team's folder with its document and its config."""
    for name in ("spec.yaml", "config.yaml"):
        shutil.copy(CASE / name, tmp_path)
    return tmp_path


def generate(team: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return sdkgen("generate", "spec.yaml", "--config", "config.yaml", "--out", "out", *arguments, cwd=team)


def write_lib(team: Path) -> dict[Path, bytes]:
    """Put the hand-written modules in their place, and return what is in them."""
    lib = team / "out/shop/lib"
    shutil.copytree(CASE / "lib", lib, ignore=shutil.ignore_patterns("__pycache__"))
    return {path: path.read_bytes() for path in lib.iterdir()}


@pytest.mark.parametrize("arguments", [(), ("--check",), ("--only", "stubs")])
def test_modules_that_nobody_has_written_stop_the_run(team: Path, arguments: tuple[str, ...]) -> None:
    """Each is named with its place in the config and with the file to write; nothing is written."""
    run = generate(team, *arguments)
    assert run.returncode == 2
    for line, module in ((4, "shop"), (6, "pets"), (6, "counting"), (7, "toys")):
        assert f"config.yaml:{line}:" in run.stderr
        assert f"or shop/lib/{module}.py" in run.stderr
    assert not (team / "out/shop").exists()


def test_hand_written_modules_are_built_on_and_never_touched(team: Path) -> None:
    """They work together with what is generated, later runs leave them as they are, and so does `--force`."""
    own = write_lib(team)
    for arguments in ((), (), ("--force",)):
        run = generate(team, *arguments)
        assert run.returncode == 0, run.stderr
        assert "4 files that no run touches" in run.stdout
        assert {path: path.read_bytes() for path in own} == own
    code = "import shop; print(shop.Shop(base_url='http://zoo.example').host())"
    done = subprocess.run([sys.executable, "-c", code], cwd=team / "out", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "zoo.example"


def test_a_module_that_has_gone_is_noticed(team: Path) -> None:
    """Also by a run that would have nothing to do otherwise."""
    write_lib(team)
    assert generate(team).returncode == 0
    (team / "out/shop/lib/toys.py").unlink()
    run = generate(team)
    assert run.returncode == 2
    assert "or shop/lib/toys.py" in run.stderr


def test_code_that_is_named_no_longer_stays(team: Path) -> None:
    """Without its entry, the module is nobody's base, and still the team's."""
    own = write_lib(team)
    assert generate(team).returncode == 0
    (team / "config.yaml").write_text("organization: {name: shop}\n")
    run = generate(team)
    assert run.returncode == 0, run.stderr
    assert {path: path.read_bytes() for path in own} == own
    assert "Extension" not in (team / "out/shop/_client.py").read_text()
    assert not (team / "out/shop/lib/__init__.py").exists()
