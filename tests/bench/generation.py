"""What generation costs: CPU and memory of a cold run and of its files alone, of runs with nothing and with one schema
changed, of documents 2, 4 and 8 times the size, and of others; and what `diff` costs of the document and one in which
every schema is described otherwise.

    python tests/bench/generation.py [SPEC] [--config FILE] [--repeat N] [--only-others] [--other FILE ...]

CPU is user and system time of the process and the formatter it starts; most system time goes into creating files: what
that takes on this disk, now, is measured too, by writing the same files again and doing nothing else. Peak is the most
memory that one of these had. Other documents are made without a config; of what is made of each, the files are counted,
and the characters of the longest path below the output.
All measurements of a round are taken one after the other, so that the ratios hold on a machine with changing load.
Shown are medians over the rounds. There are no thresholds: nothing passes or fails.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".bench"
SIZES = (1, 2, 4, 8)
# Copies share these: requirements and every copy's servers name them.
SHARED_COMPONENTS = ("securitySchemes",)
# As users run it: what was compiled is kept.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
WRITE_THE_SAME = """
import os, sys
source, target = sys.argv[1:]
for folder, _, names in os.walk(source):
    inside = target + folder.removeprefix(source)
    os.mkdir(inside)
    for name in names:
        with open(f"{inside}/{name}", "wb", buffering=0) as file:
            file.write(bytes(os.path.getsize(f"{folder}/{name}")))
"""


@dataclass(slots=True)
class Series:
    """One line of the table: what is generated, and the seconds of CPU (user, system) that each round took.

    Series with the same `out` use the same folder within a round: a later one finds what an earlier one made. Nothing
    is deleted between rounds: for minutes after many files were deleted, creating files costs ext4 several times as
    much.
    """

    name: str
    arguments: list[str]
    out: Path
    seconds: list[tuple[float, float]] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    def command(self, number: int) -> list[str]:
        """What is run in one round."""
        return ["-m", "generator", "generate", "-q", *self.arguments, "--out", str(self._out(number))]

    def _out(self, number: int) -> Path:
        return self.out.with_name(f"{self.out.name}-{number}")

    def measure(self, number: int) -> None:
        """Take the measurement of one round."""
        command = [sys.executable, *self.command(number)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")
        self.seconds.append((usage.ru_utime, usage.ru_stime))
        self.peaks.append(usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))

    @property
    def median(self) -> float:
        """Seconds of CPU, user and system."""
        return statistics.median(map(sum, self.seconds))

    @property
    def system(self) -> float:
        """Seconds of CPU in the system."""
        return statistics.median(system for _, system in self.seconds)

    @property
    def peak(self) -> float:
        """Megabytes of memory."""
        return statistics.median(self.peaks)

    def made(self) -> str:
        """How many files the last round left, and how long the longest of their paths is."""
        manifest = self.out.with_name(f"{self.out.name}-{len(self.seconds) - 1}") / ".sdkgen.json"
        paths = json.loads(manifest.read_bytes())["files"]
        return f"{len(paths):,} files, longest path {max(map(len, paths))}"


class Comparison(Series):
    """A line that compares two documents and writes nothing."""

    def command(self, number: int) -> list[str]:
        """The same in every round."""
        return ["-m", "generator", "diff", *self.arguments]


class FilesAlone(Series):
    """A line that writes as many bytes into files of the same names as a run has left in `out`."""

    def command(self, number: int) -> list[str]:
        """What is run in one round."""
        out = self._out(number)
        return ["-c", WRITE_THE_SAME, str(out), f"{out}-again"]


def enlarge(document: Mapping[str, Any], times: int) -> dict[str, Any]:
    """The document with its paths, webhooks and components `times` times, each copy under names of its own."""
    enlarged: dict[str, Any] = {**document, "paths": {}, "webhooks": {}, "components": {}}
    for number in range(times):
        suffix = f"Copy{number}" if number else ""
        copy = _renamed(document, suffix) if suffix else document
        for path, item in copy.get("paths", {}).items():
            enlarged["paths"][f"/{suffix.lower()}{path}" if suffix else path] = item
        for name, item in copy.get("webhooks", {}).items():
            enlarged["webhooks"][name + suffix.lower()] = item
        for kind, components in copy.get("components", {}).items():
            shared = kind in SHARED_COMPONENTS
            target = enlarged["components"].setdefault(kind, {})
            target.update({name if shared else name + suffix: item for name, item in components.items()})
    return enlarged


def _renamed(node: Any, suffix: str) -> Any:
    """A copy of `node` in which references and operationIds have a suffix."""
    if isinstance(node, list):
        return [_renamed(item, suffix) for item in node]
    if not isinstance(node, dict):
        return node
    renamed = {key: _renamed(value, suffix) for key, value in node.items()}
    if isinstance(reference := renamed.get("$ref"), str):
        renamed["$ref"] = _renamed_reference(reference, suffix)
    if isinstance(renamed.get("operationId"), str):
        renamed["operationId"] += suffix
    discriminator = renamed.get("discriminator")
    if isinstance(discriminator, dict) and isinstance(mapping := discriminator.get("mapping"), dict):
        discriminator["mapping"] = {
            value: _renamed_reference(target, suffix) if target.startswith("#/") else target + suffix
            for value, target in mapping.items()
        }
    return renamed


def _renamed_reference(reference: str, suffix: str) -> str:
    parts = reference.split("/")
    if parts[:2] == ["#", "components"] and parts[2] not in SHARED_COMPONENTS:
        parts[3] += suffix
    return "/".join(parts)


def _plan(spec: Path, config: Path | None, folder: Path) -> list[Series]:
    # JSON is YAML, and quick to write: all sizes go the same way through the reader.
    text = spec.read_bytes()
    document = yaml.load(text, Loader=yaml.CSafeLoader)
    longer = folder / spec.name
    longer.write_text(_with_a_field_more(text.decode("utf-8")), encoding="utf-8")
    options = ["--config", str(config)] if config else []
    series = [
        Series(name="cold", arguments=[*options, str(spec)], out=folder / "first"),
        FilesAlone(name="its files alone", arguments=[], out=folder / "first"),
        Series(name="nothing changed", arguments=[*options, str(spec)], out=folder / "first"),
        Series(name="one schema changed", arguments=[*options, str(longer)], out=folder / "first"),
    ]
    changed = folder / "changed.json"
    changed.write_text(json.dumps(_described(document), indent=1, default=str), encoding="utf-8")
    series.append(Comparison(name="diff", arguments=[*options, str(spec), str(changed)], out=folder))
    for size in SIZES:
        path = folder / f"times{size}.json"
        path.write_text(json.dumps(enlarge(document, size), indent=1, default=str), encoding="utf-8")
        series.append(Series(name=f"cold, {size}x as JSON", arguments=[*options, str(path)], out=path.with_suffix("")))
    return series


def _others(documents: list[Path], folder: Path) -> list[Series]:
    return [
        Series(name=path.stem, arguments=[str(path.resolve())], out=folder / f"other{number}")
        for number, path in enumerate(documents)
    ]


def _with_a_field_more(document: str) -> str:
    """The document, in YAML, with one more property in the first component that has any."""
    properties = re.compile(r"^ +properties:\n(?=( +)\w)", re.MULTILINE)
    found = properties.search(document, document.index("\ncomponents:"))
    if found is None:
        sys.exit("no component has properties in block style, so that none can be changed")
    margin = found[1]
    added = f"{margin}added_for_measuring:\n{margin}  type: string\n"
    return document[: found.end()] + added + document[found.end() :]


def _described(document: dict[str, Any]) -> dict[str, Any]:
    """The document with other words in every schema: nothing of it can be passed over unread."""
    schemas = {
        name: {**schema, "description": f"{schema.get('description', '')} Changed."} if "$ref" not in schema else schema
        for name, schema in document["components"]["schemas"].items()
    }
    return {**document, "components": {**document["components"], "schemas": schemas}}


def _print(series: list[Series]) -> None:
    cold = series[0].median
    print(f"{'':<20} {'CPU s':>8} {'of it sys':>10} {'peak MB':>8} {'/ cold':>8} {'/ half the size':>16}")
    previous: Series | None = None
    for line in series:
        sized = line.name.endswith("JSON")
        growth = f"{line.median / previous.median:.2f}" if sized and previous else ""
        measured = f"{line.median:>8.2f} {line.system:>10.2f} {line.peak:>8.0f} {line.median / cold:>8.2f}"
        print(f"{line.name:<20} {measured} {growth:>16}".rstrip())
        previous = line if sized else None


def _print_others(series: list[Series], made: list[str]) -> None:
    print(f"{'':<20} {'CPU s':>8} {'of it sys':>10} {'peak MB':>8}")
    for line, files in zip(series, made, strict=True):
        print(f"{line.name:<20} {line.median:>8.2f} {line.system:>10.2f} {line.peak:>8.0f}  {files}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("SPEC_UPSTREAM") or ROOT / "spec/openai.yaml"
    parser.add_argument("spec", nargs="?", type=Path, default=default)
    parser.add_argument("--config", type=Path, default=ROOT / "spec/openai.sdk.yaml")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--other", type=Path, nargs="+", default=[], metavar="FILE", help="further documents")
    parser.add_argument("--only-others", action="store_true", help="measure nothing but these")
    arguments = parser.parse_args()
    config = arguments.config.resolve() if arguments.config.exists() else None
    WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        series = [] if arguments.only_others else _plan(arguments.spec.resolve(), config, Path(folder))
        others = _others(arguments.other, Path(folder))
        for number in range(arguments.repeat):
            for line in (*series, *others):
                line.measure(number)
        made = [line.made() for line in others]
    print(f"{arguments.spec}, medians of {arguments.repeat}, Python {sys.version.split()[0]}")
    if series:
        _print(series)
    if others:
        _print_others(others, made)


if __name__ == "__main__":
    main()
