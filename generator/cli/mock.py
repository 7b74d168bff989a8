"""`mock`: a server that answers as a document says."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Final

import click

from generator.cli import options
from generator.cli.console import Console, counted
from generator.cli.guard import DONE, UNUSABLE, guarded
from generator.cli.options import Named
from generator.diagnostics import Severity
from generator.extras import require
from generator.request import Request

if TYPE_CHECKING:
    from generator.mock.app import App
    from generator.mock.engine import Answer, Engine, Exchange, Settings

_LONGEST: Final = 200


@click.command()
@options.reading
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=4010, show_default=True, help="0 takes a free one.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Decides what is made up.")
@click.option("--pages", type=click.IntRange(1), default=2, show_default=True, help="How many pages lists have.")
@click.option("--dynamic", is_flag=True, help="Make up all answers, rather than give the document's examples.")
@click.option(
    "--answer",
    "answers",
    metavar="METHOD=STATUS",
    multiple=True,
    help="Answer a method, operation id or 'GET /path' with a status; models.list=429x2: twice. Repeatable.",
)
@click.option("--allow-unknown", is_flag=True, help="Let parameters through that the document does not name.")
@options.quiet
def mock(
    *,
    named: Named,
    host: str,
    port: int,
    seed: int,
    pages: int,
    dynamic: bool,
    answers: tuple[str, ...],
    allow_unknown: bool,
    quiet: bool,
) -> int:
    """Serve a mock of SPEC's API: each request is held against SPEC, and answered with what that describes.

    What does not fit is refused with 4xx and a list of what is wrong, as application/problem+json. The header
    `Prefer: code=404` asks for the answer of a status, `Prefer: example=NAME` for an example, `Prefer: dynamic=true`
    for one that is made up. It takes the extra `sdkgen[mock]`.
    """
    console = Console(quiet=quiet)

    run = _Mock(console, host, port, answers)
    settings: Settings = {"seed": seed, "dynamic": dynamic, "pages": pages, "unknown": allow_unknown}
    return guarded(console, lambda: run.execute(named.request(), settings))


class _Mock:
    """One run of the command."""

    def __init__(self, console: Console, host: str, port: int, answers: tuple[str, ...]) -> None:
        self._console = console
        self._host = host
        self._port = port
        self._answers = answers

    def execute(self, request: Request, settings: Settings) -> int:
        """Read the document, and serve it until interrupted."""
        from generator.mock.app import SERVER  # noqa: PLC0415 - see the package
        from generator.mock.engine import engine_for  # noqa: PLC0415 - see the package
        from generator.mock.rules import RuleError  # noqa: PLC0415 - see the package
        from generator.pipeline import validate  # noqa: PLC0415 - see the package

        require("mock", "the mock", SERVER)
        outcome = validate(request, stdin=sys.stdin.buffer, progress=self._console.stage)
        errors = [found for found in outcome.diagnostics.sorted() if found.code.severity is Severity.ERROR]
        self._console.findings(errors, outcome.sources)
        if outcome.contract is None:
            self._console.error(f"nothing to serve: {counted(len(errors), 'error')}")
            return UNUSABLE
        engine = engine_for(outcome.contract(), **settings)
        try:
            return self._serve(engine)
        except RuleError as error:
            raise click.UsageError(f"--answer: {error}") from None

    def _serve(self, engine: Engine) -> int:
        from generator.mock.app import App, listening, serve  # noqa: PLC0415 - see the package
        from generator.mock.rules import rules  # noqa: PLC0415 - see the package

        app: App = App(engine, rule=rules(self._answers, engine), told=self._tell)
        try:
            opened = listening(self._host, self._port)
        except OSError as error:
            self._console.error(f"error: {self._host}:{self._port}: {error.strerror or error}")
            return UNUSABLE
        with opened:
            shown = f"[{self._host}]" if ":" in self._host else self._host
            count = counted(len(engine.contract.table["operations"]), "operation")
            address = f"http://{shown}:{opened.getsockname()[1]}"
            self._console.result(f"serving    {address} ({count}; Ctrl+C ends it)")
            gc.enable()  # unlike what a run makes, what requests leave behind has to go
            try:
                serve(app, opened)
            except KeyboardInterrupt:
                return DONE
        return DONE

    def _tell(self, exchange: Exchange, answer: Answer) -> None:
        """Say what was asked, and what is wrong with it. Values stay out: only places and rules are said."""
        path = exchange.operation["path"] or "a path that the document does not have"
        self._console.result(f"{exchange.received.method:<7} {_printable(path)} {answer.status}")
        for fault in exchange.faults:
            self._console.result(f"        {_printable(fault.place)}: {fault.rule}")


def _printable(text: str) -> str:
    """Names that come from elsewhere, without what would move the cursor or break the line; long ones shortened."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[:_LONGEST])
    return shown if len(text) <= _LONGEST else f"{shown}..."
