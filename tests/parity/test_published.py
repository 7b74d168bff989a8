"""The SDK of the published document beside the official package: the numbers may only rise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.parity.conftest import Published
from tests.support.program import REPOSITORY


def test_numbers_do_not_fall(published: Published) -> None:
    """Nothing matches less than it did, no difference lost its reason, and every reason explains something."""
    assert published.report["defects"] == []
    assert published.code == 0, published.text


def test_the_record_is_up_to_date(published: Published) -> None:
    """Numbers that rose are no failure, but stand out until `make parity ARGS=--raise-ratchet` records them."""
    if published.report["stale"]:
        pytest.xfail("raise the ratchet: " + "; ".join(published.report["stale"]))


def test_without_facts(tmp_path: Path) -> None:
    """Without the facts there is no report, and no success either."""
    environment = {name: value for name, value in os.environ.items() if name not in ("SPEC_FACTS", "SPEC_UPSTREAM")}
    command = [sys.executable, "-m", "tests.parity", "--package-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "no facts to compare with: neither SPEC_FACTS nor SPEC_UPSTREAM is set\n"
