"""Run packages that build on the official SDK, with that and with ours in its place, and print where they differ.

    python -m tests.conformance.around SPEC [PACKAGE ...] [--folder DIR] [--made DIR] [--details]

pip makes an environment of each package, with the release that it picks beside the official one (around.toml says
what is installed). In it a program of `beside/` is run twice, against a server on loopback: once as it is, once with
the generated package before it on the path. What it prints must be the same, and what it sends. The server answers
as `assistant.py` says, and for all other routes what SPEC describes. Exit code 1: a
program differs; 2: one could not be run with the official package either.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import subprocess
import sys
import tomllib
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from tests.support.program import REPOSITORY
from tests.support.server import Received, Reply, Server

from .assistant import answer
from .mock import Mock, read_document

_LIST: Final = Path(__file__).with_name("around.toml")
_PROGRAMS: Final = Path(__file__).with_name("beside")
_TIME_LIMIT: Final = 300
_SHOWN: Final = 70
_UNKNOWN: Final = 404
# What says nothing about the SDK: the connection's own, what the machine is, and sizes: keys may come in any order.
_HEADERS_LEFT_OUT: Final = re.compile(
    r"host|connection|content-length|accept-encoding|x-stainless-(?!async|helper|retry|read).*"
)
_PASSING: Final = (
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "<uuid>"),
    (re.compile(r"(?<![.\d])\b[0-9a-f]{16,64}\b"), "<hex>"),  # no digits of a fraction
    (re.compile(r"\bat 0x[0-9a-f]+"), "at <address>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "<server>"),
    (re.compile(r"\b_ModuleClient(?=/Python )"), "OpenAI"),
    (re.compile(r"(?<=OpenAI/Python )\S+"), "<version>"),
    (re.compile(r"\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)?"), "<time>"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A package that builds on the SDK, and what pip is asked to install for its program."""

    name: str
    installed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a program printed and sent. `failure` is the end of its complaint, where it did not come to its end."""

    printed: tuple[str, ...]
    sent: tuple[str, ...]
    failure: str = ""


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.conformance.around", description=str(__doc__).partition("\n")[0]
    )
    parser.add_argument("spec", type=Path, help="the document that the package is generated from")
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help="the packages to run; all of them unless said")
    parser.add_argument("--folder", type=Path, default=Path(".conformance/around"), help="where everything is put")
    parser.add_argument("--made", type=Path, metavar="DIR", help="a generated package to take; one is made unless said")
    parser.add_argument("--details", action="store_true", help="print every line that differs")
    return parser.parse_args()


def main() -> int:
    """Run what is asked for."""
    options = arguments()
    said = tomllib.loads(_LIST.read_text(encoding="utf-8"))
    official = said.pop("official")
    packages = [Around(name=name, installed=tuple(each["install"])) for name, each in said.items()]
    chosen = [package for package in packages if not options.packages or package.name in options.packages]
    folder = options.folder.resolve()
    made = options.made.resolve() if options.made else _made(options.spec, official, folder / "made")
    respond = _responding(Mock(read_document(options.spec)))
    worst = 0
    for package in chosen:
        try:
            python = _python(package, official, folder / package.name)
        except subprocess.CalledProcessError:
            print(f"{package.name:24} could not be installed; see {folder / package.name / 'install.log'}")
            worst = 2
            continue
        theirs, ours = (_run(package, python, place, respond) for place in (None, made))
        differences = list(_differences(theirs, ours))
        print(_line(package, python, theirs, differences), flush=True)
        for line in differences if options.details else ():
            print(f"    {line}")
        worst = max(worst, 2 if theirs.failure else bool(differences))
    return worst


def _made(spec: Path, official: str, place: Path) -> Path:
    """The package generated from a document, of the official one's version: packages ask for it."""
    words = ("--package", "openai", "--package-version", official.rpartition("=")[2], "--only", "client", "--quiet")
    made = [sys.executable, "-m", "generator", "generate", str(spec.resolve()), *words, "--out", str(place)]
    subprocess.run(made, cwd=REPOSITORY, check=True)
    return place


def _python(package: Around, official: str, place: Path) -> Path:
    """A Python that has the package and the official SDK."""
    python = place / "venv" / "bin" / "python"
    done = place / "installed"
    wanted = "\n".join((official, *package.installed))
    if not done.exists() or done.read_text(encoding="utf-8") != wanted:
        venv.create(place / "venv", clear=True)
        words = ("--python", str(python), "install", "--quiet", "--disable-pip-version-check", "--no-compile")
        with (place / "install.log").open("wb") as log:
            for step in (package.installed, (official,)):
                subprocess.run([sys.executable, "-m", "pip", *words, *step], stdout=log, stderr=log, check=True)
        done.write_text(wanted, encoding="utf-8")
    return python


def _responding(described: Mock) -> Callable[[Received], Reply]:
    """What answers requests: the assistant those that it knows of, the document all others."""

    def respond(received: Received) -> Reply:
        reply = answer(received)
        if reply.status != _UNKNOWN:
            return reply
        return described(replace(received, target=received.target.removeprefix("/v1")))

    return respond


def _run(package: Around, python: Path, made: Path | None, respond: Callable[[Received], Reply]) -> Run:
    """Run the package's program with the official SDK, or with the one that was made."""
    server = Server()
    server.script(respond)
    place = python.parents[2]
    try:
        ran = subprocess.run(
            [str(python), "-W", "ignore", str(_PROGRAMS / f"with_{package.name.replace('-', '_')}.py")],
            cwd=place,
            env={**_environment(server.url, place), "PYTHONPATH": "" if made is None else str(made)},
            capture_output=True,
            text=True,
            timeout=_TIME_LIMIT,
            check=False,
        )
        printed, failure = ran.stdout, ran.stderr[-3000:] if ran.returncode else ""
    except subprocess.TimeoutExpired as error:
        printed, failure = (error.stdout or b"").decode(), f"it had not ended after {_TIME_LIMIT} s"
    server.close()
    return Run(
        printed=tuple(map(_lasting, printed.splitlines())),
        sent=tuple(_lasting("\n".join(_told(one))) for one in server.received),
        failure=failure,
    )


def _environment(url: str, home: Path) -> dict[str, str]:
    """What programs find in the environment: nothing of this process but the way to its tools."""
    return {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR")},
        "HOME": str(home),
        "OPENAI_API_KEY": "sk-loopback",
        "OPENAI_BASE_URL": f"{url}/v1",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONHASHSEED": "0",
        "NO_PROXY": "127.0.0.1",
    }


def _told(received: Received) -> Iterator[str]:
    """The lines of a request that are compared."""
    yield f"{received.method} {received.target}"
    for name, value in sorted(received.headers.items()):
        # The official package says of what type the body is where there is none, too, which some servers refuse.
        if not _HEADERS_LEFT_OUT.fullmatch(name) and (received.body or name != "content-type"):
            yield f"  {name}: {value}"
    if received.body:
        yield f"  {_body(received)}"


def _body(received: Received) -> str:
    try:
        value: Any = received.json()
    except ValueError:
        return repr(received.body)
    return json.dumps(value, sort_keys=True)


def _lasting(line: str) -> str:
    """A line without what changes from run to run."""
    for pattern, replacement in _PASSING:
        line = pattern.sub(replacement, line)
    return line


def _differences(theirs: Run, ours: Run) -> Iterator[str]:
    if theirs.failure:
        yield f"with the official package: {theirs.failure}"
    if ours.failure:
        yield f"with ours: {ours.failure}"
    for what, old, new in (("prints", theirs.printed, ours.printed), ("sends", theirs.sent, ours.sent)):
        for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                for one, other in zip_longest(old[a:b], new[c:d], fillvalue=""):
                    yield f"{what} {_apart(one, other)}"


def _apart(one: str, other: str) -> str:
    """Where two texts differ, with something before it."""
    same = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, same - _SHOWN)
    begin = f"{one[:_SHOWN]!r} ... " if start > _SHOWN else ""
    return f"{begin}{one[start : same + _SHOWN]!r} / {other[start : same + _SHOWN]!r}"


def _line(package: Around, python: Path, theirs: Run, differences: list[str]) -> str:
    """A line of the table."""
    if theirs.failure:
        verdict = "fails with the official package too"
    else:
        verdict = f"{len(differences)} differ" if differences else "the same"
    amount = f"{len(theirs.printed):3} steps, {len(theirs.sent):3} requests"
    return f"{package.name:24} {_version(package, python):36} {amount}  {verdict}"


def _version(package: Around, python: Path) -> str:
    """Which release of the package was installed."""
    name = re.split(r"[\[<>=! ]", package.installed[0])[0]
    words = f"from importlib.metadata import version; print(version({name!r}))"
    ran = subprocess.run([str(python), "-c", words], capture_output=True, text=True, check=False)
    return f"{name} {ran.stdout.strip()}"


if __name__ == "__main__":
    sys.exit(main())
