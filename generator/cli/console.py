"""Where a run talks to people. The only module that prints."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterable, Mapping

import click

from generator.diagnostics import Diagnostic, Severity, render
from generator.values import Mutable, field
from generator.write.report import Summary
from generator.write.writer import BlockedError


class Console(Mutable):
    """Results go to standard output; progress, findings and errors to standard error."""

    quiet: bool = False
    verbose: bool = False
    started: float = field(default_factory=time.perf_counter)
    _open_line: bool = False

    def stage(self, name: str) -> None:
        """Say what the run is doing now: on a terminal in one line that changes, elsewhere in a line each."""
        if self.quiet:
            return
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{name} ...", err=True, nl=False)
            self._open_line = True
        else:
            click.echo(f"{name} ...", err=True)

    def result(self, text: str) -> None:
        """A line of the answer."""
        if not self.quiet:
            self._finish_line()
            click.echo(text)

    def remark(self, text: str) -> None:
        """Something worth knowing that is no error."""
        if not self.quiet:
            self.error(text)

    def error(self, text: str) -> None:
        """Something that went wrong; said even when quiet."""
        self._finish_line()
        click.echo(text, err=True)

    def findings(self, found: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
        """Each finding in full; `sources` are the texts of the files that they are about."""
        for diagnostic in found:
            say = self.error if diagnostic.code.severity is Severity.ERROR else self.remark
            say(render(diagnostic, sources))

    def groups(self, summary: Summary) -> None:
        """The findings of each code on one line."""
        for group in summary.findings:
            self.remark(group.line())

    def blockers(self, error: BlockedError) -> None:
        """The files that kept a run from writing, and the way out."""
        self.error("error: nothing was written, because of these files:")
        for path, obstacle in sorted(error.blockers.items()):
            self.error(f"  {path} {obstacle.value}")
        if error.forceable:
            self.error("  hint: move your changes elsewhere, or let --force overwrite them")

    def seconds(self) -> str:
        """How long the run has taken."""
        return f"{time.perf_counter() - self.started:.2f} s"

    def _finish_line(self) -> None:
        if self._open_line:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._open_line = False


def escape_unprintable() -> None:
    """Let what the terminal's encoding lacks come out as an escape, and not as a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def show_usage(error: click.ClickException) -> None:
    """Which argument is wrong, and how the command is called."""
    error.show()


def counted(number: int, noun: str) -> str:
    """How many there are of something, in words."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
