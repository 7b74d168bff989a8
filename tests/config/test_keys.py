"""Each key of the config has the effect that `keys.yaml` says, or an entry in the ledger that names it."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import generate
from generator.request import ALL_PARTS, Request
from tests.support.config_keys import config_keys, key_cases, leaves, merged
from tests.support.generated import contents

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
CASES = key_cases()
COMPLETE = HERE.parent / "unit" / "config" / "complete.yaml"


class Made:
    """What comes out of a config: the texts of all files, the findings, and the keys in the ledger."""

    def __init__(self, config: Path) -> None:
        request = Request(spec=str(HERE / "spec.yaml"), config=config, package="pets")
        outcome = generate(request, stdin=io.BytesIO(), progress=lambda _: None)
        files = contents(outcome.files)
        self.texts = {path: text for path, text in files.items() if isinstance(text, str)}
        self.findings = [f"{found.code.id}: {found.message}" for found in outcome.diagnostics.sorted()]
        self.ledger = {entry.subject: entry.reason for entry in outcome.ledger.entries if entry.kind == "config key"}
        self.transforms = outcome.ledger.generated["transform"]


BASIS = {"organization": {"name": "pets"}, "sdkgen": {"parts": [part for part in ALL_PARTS if part != "site"]}}


@cache
def _made(config: str, files: str, folder: Path) -> Made:
    own = folder / hashlib.sha256(f"{config}{files}".encode()).hexdigest()
    for path, text in {**json.loads(files), "sdk.json": config}.items():
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_text(text, encoding="utf-8")
    return Made(own / "sdk.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("configs")


def squeezed(made: Made, pattern: str) -> str:
    """The files that a pattern names, without the line breaks and final commas that their layout has."""
    texts = " ".join(text for path, text in made.texts.items() if fnmatch(path, pattern))
    return re.sub(r"(?<=\() | ?,? (?=\))", "", " ".join(texts.split()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["keys"][0])
def test_the_effect_of_a_key(case: Mapping[str, Any], folder: Path) -> None:
    """What the case says is in the output with the key, and is not without it."""
    if "elsewhere" in case:
        assert case["keys"][0].split(".")[1] in (REPOSITORY / case["elsewhere"]).read_text(encoding="utf-8")
        return
    basis, files = merged(BASIS, case.get("beside", {})), json.dumps(case.get("files", {}))
    before = _made(json.dumps(basis), files, folder)
    after = _made(json.dumps(merged(basis, case["config"])), files, folder)
    assert case.keys() & {"shows", "hides", "finds", "silences", "enters"}
    new = [finding for finding in after.findings if finding not in before.findings]
    assert not [finding for finding in new if "config" in finding.split(":")[0]] or "finds" in case
    for pattern, text in case.get("shows", {}).items():
        assert text in squeezed(after, pattern)
        assert text not in squeezed(before, pattern)
    for pattern, text in case.get("hides", {}).items():
        assert text in squeezed(before, pattern)
        assert text not in squeezed(after, pattern)
    for key in case.get("enters", ()):
        assert key in after.ledger
        assert key not in before.ledger
    for finding in case.get("finds", ()):
        assert finding in after.findings
        assert finding not in before.findings
    for finding in case.get("silences", ()):
        assert finding in before.findings
        assert finding not in after.findings
    assert after.transforms == case.get("applied", 0)


def test_every_key_with_an_effect_has_a_case() -> None:
    """No key can be honoured without a case that shows it, and no case outlives its key."""
    shown = {key for case in CASES for key in case["keys"]}
    assert {key for key, reason in leaves().items() if reason is None} - shown == set()
    assert shown - {key for key, reason in config_keys().items() if reason is None} == set()


def test_every_other_key_is_in_the_ledger() -> None:
    """The complete example has every key; each without an effect is in the ledger by its name, with the reason."""
    entered = Made(COMPLETE).ledger
    for key, reason in leaves().items():
        if reason is not None:
            wanted = key.split(".")
            assert any(_names(subject.split("."), wanted) for subject in entered if entered[subject] == reason), key


def _names(subject: list[str], wanted: list[str]) -> bool:
    """Whether an entry's subject is a key; it has names where that has `*`, and places in lists."""
    while subject and wanted and wanted[0] in ("*", subject[0]):
        subject, wanted = subject[1:], wanted[1:]
        while subject and subject[0].isdigit():
            subject = subject[1:]
        if wanted and subject and subject[0] == "subresources":
            subject = subject[2:]
    return not subject and not wanted
