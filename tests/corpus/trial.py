"""What becomes of one document: its package is made as users make it, imported module by module, and type-checked."""

from __future__ import annotations

import importlib
import io
import json
import pkgutil
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.diagnostics import Severity
from generator.pipeline import generate
from generator.request import Request
from generator.write.writer import write
from tests.support.checkers import mypy


class Verdict(StrEnum):
    """How far a document came. `FAILED`: the generator itself broke. `UNUSABLE`: what it made cannot be imported."""

    MADE = "made"
    REFUSED = "refused"
    FAILED = "failed"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a document. `reasons` say why not more: what stands before the first colon is their kind.

    `type_errors` are what strict mypy objects to in its package (None: it was not asked).
    """

    document: str
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    type_errors: tuple[str, ...] | None = None
    seconds: float = 0.0

    def as_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, line: str) -> Result:
        """The result of which that is the line."""
        read: dict[str, Any] = json.loads(line)
        errors = read["type_errors"]
        return cls(
            document=read["document"],
            verdict=Verdict(read["verdict"]),
            reasons=tuple(read["reasons"]),
            type_errors=None if errors is None else tuple(errors),
            seconds=read["seconds"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A document that is about to be tried: its name in results, and where its package may be put."""

    document: Path
    name: str
    out: Path
    typed: bool = False
    docs: bool = True
    cache: Path = field(default=Path(".mypy_cache"))

    def run(self) -> Result:
        """Try it. The process has to be one of its own: it imports what was made."""
        start = time.perf_counter()
        verdict, reasons, errors = Verdict.MADE, list[str](), None
        try:
            package, reasons = self._made()
            if reasons:
                verdict = Verdict.REFUSED
            else:
                reasons = list(unimportable(self.out, package))
                verdict = Verdict.UNUSABLE if reasons else Verdict.MADE
                errors = self._type_errors(package) if self.typed else None
        except Exception as error:
            verdict, reasons = Verdict.FAILED, [broken(error)]
        return Result(
            document=self.name,
            verdict=verdict,
            reasons=tuple(reasons),
            type_errors=errors,
            seconds=round(time.perf_counter() - start, 2),
        )

    def _made(self) -> tuple[str, list[str]]:
        """The name of the package that was written; or, instead, why the document was refused."""
        parts = {"client", "stubs", *(["docs"] if self.docs else [])}
        request = Request(spec=str(self.document), only=frozenset(parts), out=self.out)
        outcome = generate(request, stdin=io.BytesIO(), progress=lambda _: None)
        found = outcome.diagnostics.sorted()
        errors = [f"{one.code.id}: {one.message}" for one in found if one.code.severity is Severity.ERROR]
        if errors or outcome.package is None:
            return "", errors
        write(self.out, outcome.files, only=request.only, force=False)
        return outcome.package.name, []

    def _type_errors(self, package: str) -> tuple[str, ...]:
        return tuple(f"{one.file}:{one.line}: {one.text}" for one in mypy(self.out, package, cache=self.cache))


def broken(error: Exception) -> str:
    """An exception with the place that it comes from, its kind first."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    at = f"{Path(last.filename).parent.name}/{Path(last.filename).name}, {last.name}"
    return f"{type(error).__name__} in {at}: {str(error)[:500]}"


def unimportable(folder: Path, package: str) -> Iterator[str]:
    """Import every module of a package; those that cannot be, and why."""
    if package in sys.modules or package in sys.stdlib_module_names:
        yield f"the package has the name of another one: {package}"
        return
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    root = _imported(package)
    if isinstance(root, str):
        yield root
        return
    for module in pkgutil.walk_packages(root.__path__, f"{package}.", onerror=lambda _: None):
        found = _imported(module.name)
        if isinstance(found, str):
            yield found


def _imported(name: str) -> ModuleType | str:
    """A module; or why it cannot be imported."""
    try:
        return importlib.import_module(name)
    except Exception as error:
        return f"{type(error).__name__}: {name}: {str(error)[:500]}"
