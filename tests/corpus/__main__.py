"""Make a package of every OpenAPI 3 document of the corpus, import all of them, type-check a sample, print a table.

    python -m tests.corpus [--folder DIR] [--every N] [--named TEXT] [--sample N] [--jobs N] [--again]

What a document came to is kept beside the corpus, so that a run that was stopped goes on where it was, as long as
generator and templates are the same. Exit code 1: some document shows a defect.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.write.freshness import generator_fingerprint
from generator.write.manifest import sha256

from .documents import every, fetched, openapi_3, sample, spread
from .running import results
from .table import defects, lines
from .trial import Result, Trial

_LIMIT = 3600.0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=Path(".corpus"), help="where the corpus is, or is put")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try every Nth document only")
    parser.add_argument("--named", default="", metavar="TEXT", help="try documents with that in their paths only")
    parser.add_argument("--sample", type=int, default=150, metavar="N", help="type-check so many packages")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many documents at once")
    parser.add_argument("--no-docs", action="store_true", help="leave the pages out")
    parser.add_argument("--again", action="store_true", help="forget earlier results")
    return parser.parse_args()


def main() -> int:
    """Try the corpus and print what became of it."""
    options = arguments()
    folder = fetched(options.folder)
    documents = tuple(path for path in every(openapi_3(folder), options.every) if options.named in str(path))
    typed = sample(documents, options.sample)
    kept = options.folder / f"results-{sha256(str(generator_fingerprint()).encode())[:16]}.jsonl"
    if options.again:
        kept.unlink(missing_ok=True)
    known = {one.document: one for one in _read(kept)}

    def trials(out: Path) -> Iterator[Trial]:
        for number, path in enumerate(spread(documents)):
            name = str(path.relative_to(folder))
            if name in known and (path not in typed or known[name].type_errors is not None):
                continue
            cache = options.folder.resolve() / "mypy"
            is_typed, docs = path in typed, not options.no_docs
            yield Trial(document=path, name=name, out=out / str(number), typed=is_typed, docs=docs, cache=cache)

    with tempfile.TemporaryDirectory() as out, kept.open("a", encoding="utf-8") as file:
        for result in results(trials(Path(out)), jobs=options.jobs, seconds=_LIMIT):
            known[result.document] = result
            print(result.as_json(), file=file, flush=True)
            print(f"{result.verdict.value:<9} {result.seconds:6.1f} s  {result.document}", file=sys.stderr)
    wanted = [known[str(path.relative_to(folder))] for path in documents]
    for line in lines(wanted):
        print(line)
    return bool(defects(wanted))


def _read(kept: Path) -> Iterator[Result]:
    if kept.exists():
        yield from map(Result.of_json, kept.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    sys.exit(main())
