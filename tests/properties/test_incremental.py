"""What earlier runs left in a folder saves work, and never decides anything: the output is that of a first run."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, note

from generator.cli import main
from tests.properties.bounds import bounded
from tests.properties.mutations import edited
from tests.support.program import tree

SERIES = 6
PARTS = ("client", "stubs", "docs", "tests")


@bounded(SERIES, Phase.generate, Phase.shrink)
@given(edited())
def test_edits(editions: list[dict[str, Any]]) -> None:
    """After each edit of a document, the folder of all runs has the files, and the run the findings, of one into a new
    folder; and the run after it, which finds nothing changed, leaves them."""
    with tempfile.TemporaryDirectory() as folder:
        spec, out = Path(folder, "spec.json"), Path(folder, "out")
        for number, document in enumerate(editions):
            note(json.dumps(document))
            spec.write_text(json.dumps(document, indent=1))
            first = generated(spec, Path(folder, f"first{number}"))
            code = run(spec, out)
            assert code == first.code
            if code == 0:
                assert files(out) == files(first.out)
            assert generated(spec, out).told == first.told
            if code == 0:
                assert run(spec, out) == 0
                assert files(out) == files(first.out)


class Generated:
    """What a run ended in: its code, the folder, and everything it had to say."""

    def __init__(self, code: int, out: Path, told: Any) -> None:
        self.code, self.out, self.told = code, out, told


def generated(spec: Path, out: Path) -> Generated:
    """Generate into a folder, with a report."""
    report = out.with_suffix(".json")
    code = run(spec, out, "--report", str(report))
    return Generated(code, out, json.loads(report.read_bytes()))


def run(spec: Path, out: Path, *options: str) -> int:
    """The code of a run."""
    parts = (option for part in PARTS for option in ("--only", part))
    return main(["generate", str(spec), "--package", "shop", "-q", "--out", str(out), *parts, *options])


def files(out: Path) -> dict[str, bytes]:
    """All that a folder has, but for what is about this machine's last run."""
    return {path: content for path, content in tree(out).items() if not path.startswith(".sdkgen/")}
