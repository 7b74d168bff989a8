"""`diff`: what a new document does to the users of the SDK of an old one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from generator.cli import options
from generator.cli.console import Console
from generator.cli.guard import DIFFERENT, DONE, UNUSABLE, guarded, held
from generator.cli.options import Named, Part, Reach
from generator.cli.project import config_beside
from generator.diagnostics import Severity
from generator.request import Request


@click.command()
@click.argument("old")
@click.argument("new")
@options.config(" of both", "each")
@options.overlays
@options.form
@click.option("--fail-on", type=click.Choice(["breaking", "any"]), help="Exit 1 when there is such a change.")
@options.reaching
@options.of_part
def diff(
    *,
    old: str,
    new: str,
    config: Path | None,
    overlays: tuple[Path, ...],
    form: str,
    fail_on: str | None,
    reach: Reach,
    part: Part,
) -> int:
    """Say what users of the SDK of OLD feel when they get that of NEW, and which version that asks for.

    OLD and NEW are OpenAPI documents; - reads one of them from standard input. Where a config stands beside only one of
    them, it is that of both.
    """
    console = Console()
    return guarded(
        console, lambda: _diff(console, requests_for((old, new), config, overlays, reach, part), form, fail_on)
    )


def requests_for(
    specs: tuple[str, str],
    config: Path | None,
    overlays: tuple[Path, ...],
    reach: Reach | None = None,
    part: Part | None = None,
) -> list[Request]:
    """The requests for both documents. A config that stands beside only one of them is that of both."""
    own = [config or config_beside(spec) for spec in specs]
    return [
        Named(
            spec=spec, config=first or second, overlays=overlays, reach=reach or Reach(), part=part or Part()
        ).request()
        for spec, first, second in zip(specs, own, reversed(own), strict=True)
    ]


def _diff(console: Console, requests: Sequence[Request], form: str, fail_on: str | None) -> int:
    from generator import pipeline  # noqa: PLC0415 - see the package
    from generator.diff.codes import Verdict  # noqa: PLC0415 - see the package
    from generator.diff.compare import compare  # noqa: PLC0415 - see the package
    from generator.diff.forms import FORMS  # noqa: PLC0415 - see the package

    packages, versioning = [], None
    for request in requests:
        outcome = held(pipeline.model(request, stdin=sys.stdin.buffer, progress=console.stage))
        errors = [found for found in outcome.diagnostics.sorted() if found.code.severity is Severity.ERROR]
        console.findings(errors, outcome.sources)
        if errors or outcome.package is None:
            return UNUSABLE
        packages.append(outcome.package)
        versioning = outcome.versioning
    console.stage("compare")
    difference = compare(packages[0], packages[1], versioning)
    console.result(FORMS[form](difference))
    failing = bool(difference.changes) if fail_on == "any" else bool(difference.of(Verdict.BREAKING))
    return DIFFERENT if fail_on and failing else DONE
