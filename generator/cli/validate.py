"""`validate`: what is wrong with a document."""

from __future__ import annotations

import sys
from collections import Counter

import click

from generator.cli import options
from generator.cli.console import Console, counted
from generator.cli.guard import DIFFERENT, DONE, UNUSABLE, guarded, held
from generator.cli.options import Named
from generator.diagnostics import Severity
from generator.request import Request


@click.command()
@options.reading
def validate(*, named: Named) -> int:
    """Read and check SPEC without generating anything; exit 1 when it has errors."""
    console = Console()
    return guarded(console, lambda: _validate(console, named.request()))


def _validate(console: Console, request: Request) -> int:
    from generator import pipeline  # noqa: PLC0415 - see the package

    outcome = held(pipeline.validate(request, stdin=sys.stdin.buffer, progress=console.stage))
    findings = outcome.diagnostics.sorted()
    console.findings(findings, outcome.sources)
    if not outcome.usable:
        return UNUSABLE
    severities = Counter(diagnostic.code.severity for diagnostic in findings)
    console.result(", ".join(counted(severities[severity], severity.value) for severity in Severity))
    return DIFFERENT if severities[Severity.ERROR] else DONE
