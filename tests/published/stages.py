"""One SDK after the other, made of documents one after the other, with the lock of each for the next."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.diagnostics import render
from generator.diff.codes import Verdict
from generator.diff.compare import compare
from generator.ir.package import Package
from generator.outcome import Outcome
from generator.pipeline import generate, validate
from generator.published.file import locked
from generator.request import Request
from generator.write.stored import restore, store
from tests.support.generated import contents

CONFIG = "organization: {name: shop}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What was made of a document and the lock before it: the package, and the lock after it."""

    package: Package
    lock: str
    outcome: Outcome

    @property
    def names(self) -> frozenset[str]:
        """All names that its lock has, those that are gone aside."""
        return frozenset(words[0] for words in self.lines if words[1] != "gone")

    @property
    def lines(self) -> list[list[str]]:
        """The lines of its lock, as words."""
        return [line.split(" ") for line in self.lock.splitlines() if not line.startswith("#")]

    def line(self, name: str) -> list[str]:
        """What the lock says of a name."""
        (found,) = [words for words in self.lines if words[0] == name]
        return found[1:]


def stage(
    document: Any, before: Stage | str = "", *, config: str = CONFIG, version: str = "0.1.0", files: bool = False
) -> Stage:
    """The SDK of a document, made with the lock of the one before it. `files`: they are rendered, too."""
    text = before if isinstance(before, str) else before.lock
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "shop.sdk.yaml").write_text(config)
        if text:
            (folder / "names.lock").write_text(text, encoding="utf-8", newline="\n")
        spec = document if isinstance(document, str) else json.dumps(document)
        request = Request(spec="-", config=folder / "shop.sdk.yaml", package="shop", version=version)
        run = generate if files else validate
        outcome = run(request, stdin=io.BytesIO(spec.encode()), progress=lambda _: None)
    assert outcome.package is not None, said(outcome)
    assert not outcome.diagnostics.errors, said(outcome)
    return Stage(package=outcome.package, lock=locked(outcome.package, outcome.lock).text, outcome=outcome)


def said(outcome: Outcome) -> str:
    """All that was reported."""
    return "\n".join(render(one, outcome.sources) for one in outcome.diagnostics.sorted())


def changes(old: Stage, new: Stage, *, without: Iterable[str] = ()) -> list[str]:
    """What `diff` tells of two stages, as `code subject`, a `!` before what breaks callers; `without` some codes."""
    before = restore(store(old.package), Path("model.json"))  # as `update` reads it
    left = frozenset(without)
    return sorted(
        f"{'!' if change.verdict is Verdict.BREAKING else ''}{change.code.value} {change.subject}"
        for change in compare(before, new.package).changes
        if change.code.value not in left
    )


def breaking(old: Stage, new: Stage) -> list[str]:
    """What breaks callers."""
    return [change for change in changes(old, new) if change.startswith("!")]


def written(outcome: Outcome, folder: Path) -> None:
    """Write the files of a package as they were rendered."""
    for path, content in contents(outcome.files).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
