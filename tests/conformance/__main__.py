"""Run published SDKs' own tests on what is generated in their place, and print what they came to.

    STAINLESS_PAIRS=FOLDER python -m tests.conformance [PAIR ...] [--folder DIR] [--python FILE] [--failing FILE]

The tests are those of the SDKs' source distributions, which pip fetches; they talk to a mock of the pair's document.
Nothing of them is kept but in DIR. Exit code 1: a test failed; 2: there is nothing to run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.pairs.folder import VARIABLE, Pair, pairs
from tests.support.program import REPOSITORY

from .causes import Outcome, outcomes, table
from .mock import serve

_RELEASES: Final = Path(__file__).with_name("pairs.toml")
_NEEDED: Final = (
    *("pytest", "pytest-asyncio", "respx", "dirty-equals", "time-machine", "rich", "standardwebhooks", "nest-asyncio"),
    *("httpx", "httpx2", "httpx-aiohttp", "aiohttp", "pydantic>=2", "typing-extensions", "anyio", "distro", "sniffio"),
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
class Release:
    """A published SDK, and what it is imported as."""

    distribution: str
    version: str
    package: str


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=str(__doc__).partition("\n")[0])
    parser.add_argument("pairs", nargs="*", metavar="PAIR", help="the pairs to run; all of them unless said")
    parser.add_argument("--folder", type=Path, default=Path(".conformance"), help="where everything is put")
    parser.add_argument("--python", type=Path, help="a Python that has what the tests need; one is made unless said")
    parser.add_argument("--failing", type=Path, metavar="FILE", help="write the tests that fail, with why, to FILE")
    return parser.parse_args()


def main() -> int:
    """Run what is asked for."""
    options = arguments()
    releases = {name: Release(**said) for name, said in tomllib.loads(_RELEASES.read_text(encoding="utf-8")).items()}
    chosen = [p for p in pairs() if p.name in releases and (not options.pairs or p.name in options.pairs)]
    if not chosen:
        print(f"nothing to run: {VARIABLE} names no folder with such pairs", file=sys.stderr)
        return 2
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    python = options.python or _python(folder / "venv")
    results = {pair.name: _run(pair, releases[pair.name], folder, python) for pair in chosen}
    for line in table(results):
        print(line)
    failing = [one for tests in results.values() for one in tests if one.message]
    if options.failing:
        lines = (json.dumps({"test": one.test, "kind": one.kind, "message": one.message}) for one in failing)
        options.failing.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return bool(failing)


def _python(place: Path) -> Path:
    """A Python with what the tests need."""
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        _called(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_NEEDED)
    return python


def _run(pair: Pair, release: Release, folder: Path, python: Path) -> list[Outcome]:
    """Generate the pair's package and run the release's tests on it."""
    place = folder / pair.name
    shutil.rmtree(place, ignore_errors=True)
    made = (
        str(pair.document),
        "--config",
        str(pair.config),
        "--package",
        release.package,
        "--out",
        str(place / "made"),
    )
    parts = ("--only", "client", "--only", "stubs", "--quiet")
    _called(Path(sys.executable), "-m", "generator", "generate", *made, *parts)
    _unpack_tests(_fetched(release, folder / "sdists", python), place)
    (place / "pytest.ini").write_text(_SETTINGS, encoding="utf-8")
    (place / "all_of_them.py").write_text(_PLUGIN, encoding="utf-8")
    server = serve(pair.document)
    options = ("-q", "-p", "no:cacheprovider", "-p", "all_of_them", "--continue-on-collection-errors", "--tb=short")
    subprocess.run(
        [str(python), "-m", "pytest", *options, "--junit-xml=report.xml", "tests/api_resources"],
        cwd=place,
        env={**os.environ, "TEST_API_BASE_URL": server.url, "PYTHONPATH": f"{place / 'made'}{os.pathsep}{place}"},
        stdout=(place / "log.txt").open("wb"),
        stderr=subprocess.STDOUT,
        check=False,
    )
    server.close()
    report = place / "report.xml"
    if not report.exists():
        return [Outcome(test=pair.name, kind="unread", message=f"pytest made no report; see {place / 'log.txt'}")]
    return list(outcomes(report))


def _fetched(release: Release, folder: Path, python: Path) -> Path:
    """The source distribution of a release; its metadata is prepared by pip, nothing of it is installed."""
    stem = f"{release.distribution.replace('-', '_')}-{release.version}"
    archive = folder / f"{stem}.tar.gz"
    if not archive.exists():
        wanted = f"{release.distribution}=={release.version}"
        how = ("--no-deps", "--no-binary", ":all:", "--ignore-requires-python", "--quiet", "--dest", str(folder))
        _called(python, "-m", "pip", "download", "--disable-pip-version-check", *how, wanted)
    return archive


def _unpack_tests(archive: Path, place: Path) -> None:
    """Put the folder `tests` of a source distribution into a place."""
    with tarfile.open(archive) as tar:
        for member in tar:
            path = member.name.partition("/")[2]
            if path.startswith("tests/") and member.isfile():
                member.name = path
                tar.extract(member, place, filter="data")


def _called(program: Path, *words: str) -> None:
    subprocess.run([str(program), *words], cwd=REPOSITORY, check=True)


if __name__ == "__main__":
    sys.exit(main())
