"""What a generated client costs, beside the official package and beside the HTTP library and json alone (the floor).

    python tests/bench/runtime.py [SPEC] [--config FILE] [--repeat N] [--only NAME ...]

The official package is installed into `.bench/official/` when it is not there; without it only the floor is compared.
All contenders run on the same Python with the same dependencies. In each round they take every measurement in turn, so
that the ratios hold on a machine with changing load. Shown are medians of CPU time over the rounds (seconds of waiting
do not count), and the goals of the design. There are no thresholds: nothing passes or fails.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import venv
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fresh import CHAT, FLOOR, RESPONSE
from fresh import MEASUREMENTS as FRESH

FIRST = ("first_output",)
"""What `contender.py` measures in a process that has done nothing else."""

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / ".bench"
OFFICIAL = "openai"
OFFICIAL_REQUIREMENT = "openai==3.3.1"
OURS = "bench_client"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a figure of a measurement, in units of `scale`, with its goal where there is one."""

    title: str
    measurement: str
    unit: str
    scale: float
    goal: float | None = None
    figure: str = "seconds"


MS, US = 1e3, 1e6
ROWS = (
    Row("import", "load", "ms", MS, 25),
    Row("  memory", "load", "MB", 1, figure="memory"),
    Row("  modules", "load", "", 1, 60, figure="modules"),
    Row("import and make a client", "make_client", "ms", MS),
    Row("import to first chat answer", "first_chat", "ms", MS, 220),
    Row("  memory", "first_chat", "MB", 1, 30, figure="memory"),
    Row("  modules", "first_chat", "", 1, figure="modules"),
    Row("import to first response", "first_response", "ms", MS, 190),
    Row("  memory", "first_response", "MB", 1, 22, figure="memory"),
    Row("request overhead", "overhead", "us", US, 130),
    Row("request overhead, async", "overhead_async", "us", US),
    Row("request of 2,000 messages", "large_request", "ms", MS),
    Row("streamed event, chat", "chat_event", "us", US, 5.5),
    Row("streamed event, responses", "response_event", "us", US, 6),
    Row("2,048 x 1,536 embedding floats", "embeddings", "ms", MS, 400),
    Row("response of 500 items, the first", "first_output", "ms", MS, 60),
    Row("response of 500 items", "output", "ms", MS, 3.5),
    Row("  with unknown values", "departing_output", "ms", MS),
    Row("auto-paginated item", "paged_item", "us", US, 3.5),
    Row("one of 1,000 concurrent calls", "concurrent", "us", US),
)


class Contender:
    """A process of `contender.py`, started when it is first asked."""

    def __init__(self, python: Path, name: str, url: str, path: Path) -> None:
        self.name = name
        self._python = str(python)
        self._arguments = [name, url]
        self._environment = {**os.environ, "PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process: subprocess.Popen[str] | None = None

    def measure(self, measurement: str) -> dict[str, float]:
        """Take one measurement; those that need a fresh process get one."""
        if measurement in FRESH:
            command = [self._python, str(HERE / "fresh.py"), measurement, *self._arguments]
            return self._result(
                subprocess.run(command, env=self._environment, stdout=subprocess.PIPE, text=True, check=False).stdout
            )
        if measurement in FIRST:
            with self._started() as process:
                return self._ask(process, measurement)
        if self._process is None:
            self._process = self._started()
        return self._ask(self._process, measurement)

    def _started(self) -> subprocess.Popen[str]:
        command = [self._python, str(HERE / "contender.py"), *self._arguments]
        return subprocess.Popen(
            command, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def _ask(self, process: subprocess.Popen[str], measurement: str) -> dict[str, float]:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the contender has no pipes")
        process.stdin.write(measurement + "\n")
        process.stdin.flush()
        return self._result(process.stdout.readline())

    def _result(self, answer: str) -> dict[str, float]:
        if not answer:
            sys.exit(f"{self.name} failed")
        result: dict[str, float] = json.loads(answer)
        return result

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()


def official_python() -> Path | None:
    """Return the Python that has the official package, None when it cannot be installed."""
    folder = WORK / "official"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    installed = folder / "installed"
    if installed.is_file() and installed.read_text(encoding="utf-8") == OFFICIAL_REQUIREMENT:
        return python
    venv.create(folder, with_pip=True, clear=True)
    command = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", OFFICIAL_REQUIREMENT]
    if subprocess.run(command, check=False).returncode:
        return None
    installed.write_text(OFFICIAL_REQUIREMENT, encoding="utf-8")
    return python


def generate(spec: Path, config: Path | None, folder: Path) -> None:
    """Generate our package into `folder`, compiled as an installation leaves it."""
    options = ["--config", str(config)] if config else []
    command = ["-m", "generator", "generate", "-q", *options, str(spec), "--out", str(folder), "--package", OURS]
    command += ["--only", "client"]
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True)


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"


async def answer_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer each request of a connection, always the same, by its path."""
    try:
        while True:
            request = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = request.partition(b"content-length:")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length))
            answer = RESPONSE if request.startswith(b"post /v1/responses ") else CHAT
            writer.write(HEAD % len(answer) + answer)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


@contextmanager
def answer_server() -> Iterator[str]:
    """Serve answers on loopback; yield the base URL."""
    with asyncio.Runner() as runner:
        server = runner.run(_listen())
        loop = runner.get_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            server.close()


async def _listen() -> asyncio.Server:
    return await asyncio.start_server(answer_all, "127.0.0.1", 0, backlog=1_024)


Results = dict[tuple[str, str, str], list[float]]  # by contender, measurement and figure


def take(contenders: list[Contender], measurements: list[str], rounds: int) -> Results:
    """Take all measurements, interleaved."""
    results: Results = defaultdict(list)
    for number in range(rounds):
        for measurement in measurements:
            for contender in contenders[number % len(contenders) :] + contenders[: number % len(contenders)]:
                for figure, value in contender.measure(measurement).items():
                    results[contender.name, measurement, figure].append(value)
    return results


def show(rows: list[Row], results: Results) -> None:
    """Print the table."""
    columns = ("goal", "official", "ours", "floor", "official/ours", "ours/floor")
    print(f"{'':<32} {'':<3}" + "".join(f"{column:>14}" for column in columns))
    for row in rows:
        medians = [
            statistics.median(values) * row.scale
            if (values := results.get((name, row.measurement, row.figure)))
            else None
            for name in (OFFICIAL, OURS, FLOOR)
        ]
        official, ours, floor = medians
        cells = [row.goal, *medians, _ratio(official, ours), _ratio(ours, floor)]
        print(f"{row.title:<32} {row.unit:<3}" + "".join(f"{_text(cell):>14}" for cell in cells))


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _text(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("SPEC_UPSTREAM") or ROOT / "spec/openai.yaml"
    parser.add_argument("spec", nargs="?", type=Path, default=default)
    parser.add_argument("--config", type=Path, default=ROOT / "spec/openai.sdk.yaml")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--only", nargs="+", choices=[row.measurement for row in ROWS], metavar="NAME")
    arguments = parser.parse_args()
    rows = [row for row in ROWS if not arguments.only or row.measurement in arguments.only]
    WORK.mkdir(exist_ok=True)
    python = official_python()
    if python is None:
        print(f"{OFFICIAL_REQUIREMENT} could not be installed: going on without it")
    with tempfile.TemporaryDirectory(dir=WORK) as folder, ExitStack() as stack:
        path = Path(folder)
        config = arguments.config.resolve() if arguments.config.exists() else None
        generate(arguments.spec.resolve(), config, path)
        subprocess.run([python or sys.executable, "-m", "compileall", "-q", path], check=True)
        url = stack.enter_context(answer_server())
        names = [OURS, FLOOR] if python is None else [OFFICIAL, OURS, FLOOR]
        contenders = [Contender(python or Path(sys.executable), name, url, path) for name in names]
        for contender in contenders:
            stack.callback(contender.close)
        results = take(contenders, list(dict.fromkeys(row.measurement for row in rows)), arguments.repeat)
    print(f"{arguments.spec}, medians of {arguments.repeat}, Python {sys.version.split()[0]}")
    show(rows, results)


if __name__ == "__main__":
    main()
