"""Fetching the upstream document: nothing unverified is kept, and failures say what to do."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import shutil
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parents[3]
CONTENT = b"openapi: 3.1.0\n"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("upstream_script", REPOSITORY / ".ci/upstream.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose lock names what the stand-in for the network serves."""
    (tmp_path / "spec").mkdir()
    shutil.copy(REPOSITORY / "spec/upstream.lock", tmp_path / "spec")
    lock = tmp_path / "spec/upstream.lock"
    real = next(line for line in lock.read_text().splitlines() if line.startswith("sha256"))
    lock.write_text(lock.read_text().replace(real, f'sha256 = "{hashlib.sha256(CONTENT).hexdigest()}"'))
    monkeypatch.setattr(urllib.request, "urlopen", lambda url, timeout: io.BytesIO(CONTENT))
    return tmp_path


def test_the_lock_names_the_published_file(script: ModuleType) -> None:
    """The address follows from the lock alone."""
    lock = script.Lock.read(REPOSITORY / "spec/upstream.lock")
    assert lock.url == (
        "https://raw.githubusercontent.com/openai/openai-openapi/f85dbe223d40e1a31cba812ab2d755c7e98a92a3/openapi.yaml"
    )
    assert lock.sha256 == "db5d7478feae10b4d331834c60d9765a8aa042e38419f9b1694288c11aa8ebc8"


def test_the_document_is_fetched_once(script: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with the right hash is not downloaded again."""
    assert script.main([], root) == 0
    assert (root / ".upstream/openapi.yaml").read_bytes() == CONTENT
    monkeypatch.setattr(urllib.request, "urlopen", None)
    assert script.main([], root) == 0


def test_a_wrong_hash_keeps_nothing(
    script: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Content that the lock does not describe never reaches the folder."""
    monkeypatch.setattr(urllib.request, "urlopen", lambda url, timeout: io.BytesIO(b"other"))
    assert script.main([], root) == 1
    assert "but spec/upstream.lock says" in capsys.readouterr().err
    assert not (root / ".upstream").exists()


def test_no_network_is_said(
    script: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the address and the likely reason."""

    def fail(url: str, timeout: float) -> None:
        raise urllib.error.URLError("name resolution failed")

    monkeypatch.setattr(urllib.request, "urlopen", fail)
    assert script.main([], root) == 1
    error = capsys.readouterr().err
    assert "cannot download https://raw.githubusercontent.com/openai/openai-openapi/" in error
    assert "name resolution failed" in error


def test_the_lock_moves_to_another_commit(script: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new commit and its hash stand in the lock, and the rest of the file stays."""
    monkeypatch.setattr(urllib.request, "urlopen", lambda url, timeout: io.BytesIO(b"newer"))
    comment = (root / "spec/upstream.lock").read_text().splitlines()[0]
    assert script.main(["--commit", "a" * 40], root) == 0
    text = (root / "spec/upstream.lock").read_text()
    assert text.splitlines()[0] == comment
    lock = script.Lock.read(root / "spec/upstream.lock")
    assert (lock.commit, lock.sha256) == ("a" * 40, hashlib.sha256(b"newer").hexdigest())
    assert (root / ".upstream/openapi.yaml").read_bytes() == b"newer"
