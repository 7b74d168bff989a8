"""A pipeline whose outcome the test decides: these tests are about what the command line makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

from generator.diagnostics import Diagnostics
from generator.document.nodes import Sources
from generator.ledger import Ledger
from generator.published.lock import NOTHING_PUBLISHED
from generator.request import Request
from generator.write.renderings import NOTHING_RENDERED, Renderings


@dataclass
class Pipeline:
    """Stands in for `generator.pipeline`; reads the document, and remembers what it was asked."""

    files: dict[str, str | bytes] = field(default_factory=lambda: {"pkg/__init__.py": "A = 1\n", "docs/a.md": "# A\n"})
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    ledger: Ledger = field(default_factory=Ledger)
    references: Mapping[str, str] = field(default_factory=dict)
    failure: BaseException | None = None
    usable: bool = True
    requests: list[Request] = field(default_factory=list)
    sources: Path = Path()  # where the generator's own sources are taken to be

    def run(
        self,
        request: Request,
        *,
        stdin: BinaryIO,
        progress: Callable[[str], None],
        earlier: Renderings = NOTHING_RENDERED,
    ) -> Any:
        self.requests.append(request)
        progress("load")
        if self.failure:
            raise self.failure
        text = (stdin.read() if request.spec == "-" else Path(request.spec).read_bytes()).decode()
        sources = Sources(request.name_of)
        for path, content in {request.spec: text, **self.references}.items():
            sources.add(path, content)
        return SimpleNamespace(
            files=self.files,
            keys={},
            diagnostics=self.diagnostics,
            ledger=self.ledger,
            sources=sources,
            package=None,
            lock=NOTHING_PUBLISHED,
            names_lock=None,
            owned=request.parts().owned,
            not_ours={},
            templates_folder=None,
            looked_for=(),
            usable=self.usable,
        )
