"""Run published SDKs' own tests on what is generated in their place, and print what they came to.

    python -m tests.conformance [NAME ...] [--document FILE] [--folder DIR] [--failing FILE] [--published]

`--document` is OpenAI's, for the official package; `STAINLESS_PAIRS` names the folder of pairs. The tests are those of
the SDKs' source distributions, which pip fetches; they talk to a mock of the document. Nothing of them is kept but in
DIR. Exit code 1: a test failed that `differences.toml` gives no reason for; 2: there is nothing to run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.pairs.folder import VARIABLE, pairs
from tests.support.program import CONFIG, REPOSITORY

from .causes import Outcome, outcomes, table
from .exceptions import judged, read_exceptions
from .mocks import mock
from .releases import Release, fetched, read_releases, unpack, unpack_package

OFFICIAL: Final = "openai"
_NEEDED: Final = (
    *("pytest", "pytest-asyncio", "respx", "dirty-equals", "time-machine", "rich", "standardwebhooks", "nest-asyncio"),
    *("httpx", "httpx2", "httpx-aiohttp", "aiohttp", "pydantic>=2", "typing-extensions", "anyio", "distro", "sniffio"),
    *("jiter", "inline-snapshot"),
)
_SETTINGS: Final = """[pytest]
asyncio_mode = auto
asyncio_default_fixture_loop_scope = session
"""
# Some tests are skipped because of faults of the mock that their authors use, which is none of ours.
_PLUGIN: Final = """
def pytest_collection_modifyitems(items):
    for item in items:
        item.own_markers = [
            mark
            for mark in item.own_markers
            if not (mark.name == "skip" and "tests are disabled" in str(mark.kwargs.get("reason", "")))
        ]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is generated in place of a release."""

    name: str
    document: Path
    config: Path
    release: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """Where everything is put, and the Python that tests run with."""

    folder: Path
    python: Path


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=str(__doc__).partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"pairs, or {OFFICIAL}; all there are unless said")
    parser.add_argument("--document", type=Path, help="OpenAI's document, to run the official package's tests")
    parser.add_argument("--folder", type=Path, default=Path(".conformance"), help="where everything is put")
    parser.add_argument("--python", type=Path, help="a Python that has what the tests need; one is made unless said")
    parser.add_argument("--failing", type=Path, metavar="FILE", help="write the tests that fail, with why, to FILE")
    parser.add_argument("--published", action="store_true", help="run them on the published SDKs themselves, too")
    parser.add_argument("--tests", nargs="+", default=["tests/api_resources"], help="the tests to run")
    return parser.parse_args()


def main() -> int:
    """Run what is asked for."""
    options = arguments()
    chosen = [s for s in _subjects(options.document) if not options.names or s.name in options.names]
    if not chosen:
        print(f"nothing to run: no --document, and {VARIABLE} names no folder with such pairs", file=sys.stderr)
        return 2
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    workplace = Workplace(folder=folder, python=options.python or _python(folder / "venv"))
    results: dict[str, list[Outcome]] = {}
    for subject in chosen:
        results[subject.name] = _run(subject, workplace, options.tests)
        if options.published:
            results[f"{subject.name} itself"] = _run(subject, workplace, options.tests, published=True)
    generated = {subject.name: results[subject.name] for subject in chosen}
    judgement = judged(generated, read_exceptions())
    for line in (*table(results), *judgement.lines()):
        print(line)
    if options.failing:
        lines = (json.dumps({"test": o.test, "kind": o.kind, "message": o.message}) for o in judgement.failing)
        options.failing.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return bool(judgement.unexplained)


def _subjects(document: Path | None) -> Iterator[Subject]:
    releases: Mapping[str, Release] = read_releases()
    if document is not None:
        yield Subject(name=OFFICIAL, document=document.resolve(), config=CONFIG, release=releases[OFFICIAL])
    for pair in pairs():
        if pair.name in releases:
            yield Subject(
                name=pair.name,
                document=pair.document.resolve(),
                config=pair.config.resolve(),
                release=releases[pair.name],
            )


def _python(place: Path) -> Path:
    """A Python with what the tests need, made anew where they need something else than when it was made."""
    python, made_with = place / "bin" / "python", place / "needed.txt"
    needed = "\n".join(_NEEDED)
    if not made_with.exists() or made_with.read_text(encoding="utf-8") != needed:
        venv.create(place, with_pip=True)
        _called(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_NEEDED)
        made_with.write_text(needed, encoding="utf-8")
    return python


def _run(subject: Subject, workplace: Workplace, tests: list[str], *, published: bool = False) -> list[Outcome]:
    """Run a release's tests on what is generated in its place, or on the release itself."""
    place = workplace.folder / (f"{subject.name}-published" if published else subject.name)
    shutil.rmtree(place, ignore_errors=True)
    archive = fetched(subject.release, workplace.folder / "sdists", workplace.python)
    unpack(archive, place)
    if published:
        unpack_package(archive, subject.release, place / "package")
    else:
        _generate(subject, place / "package")
    (place / "pytest.ini").write_text(_SETTINGS, encoding="utf-8")
    (place / "all_of_them.py").write_text(_PLUGIN, encoding="utf-8")
    with mock(subject.document, place, workplace.folder / "tools") as url:
        _pytest(workplace.python, place, url, tests)
    report = place / "report.xml"
    if not report.exists():
        return [Outcome(test=subject.name, kind="unread", message=f"pytest made no report; see {place / 'log.txt'}")]
    return list(outcomes(report))


def _generate(subject: Subject, out: Path) -> None:
    made = ("--config", str(subject.config), "--package", subject.release.package, "--out", str(out))
    parts = ("--only", "client", "--only", "stubs", "--quiet")
    _called(Path(sys.executable), "-m", "generator", "generate", str(subject.document), *made, *parts)


def _pytest(python: Path, place: Path, url: str, tests: list[str]) -> None:
    options = ("-q", "-p", "no:cacheprovider", "-p", "all_of_them", "--continue-on-collection-errors", "--tb=short")
    subprocess.run(
        [str(python), "-m", "pytest", *options, "--junit-xml=report.xml", *tests],
        cwd=place,
        env={**os.environ, "TEST_API_BASE_URL": url, "PYTHONPATH": f"{place / 'package'}{os.pathsep}{place}"},
        stdout=(place / "log.txt").open("wb"),
        stderr=subprocess.STDOUT,
        check=False,
    )


def _called(program: Path, *words: str) -> None:
    subprocess.run([str(program), *words], cwd=REPOSITORY, check=True)


if __name__ == "__main__":
    sys.exit(main())
