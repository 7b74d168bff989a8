"""`update`: an SDK from a newer document, with a version and a changelog that say what that changes."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import click

from generator.cli import options
from generator.cli.console import Console
from generator.cli.generate import Generation, Made
from generator.cli.guard import guarded, held
from generator.cli.options import Named
from generator.request import Request
from generator.write.manifest import CHANGELOG_NAME
from generator.write.renderings import Renderings


@click.command()
@options.reading
@options.out
@options.package
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="Date of the changelog's entry. Default: today.")
@options.templates
@options.force
@options.quiet
def update(
    *,
    named: Named,
    out: Path | None,
    package: str | None,
    on: datetime | None,
    templates: Path | None,
    force: bool,
    quiet: bool,
) -> int:
    """Generate from SPEC as `generate` does, and say what that changes for the users of what OUT held before.

    Raises the version of the package as the changes ask for, and adds them to OUT/CHANGELOG.md. Where nothing has
    changed, nothing is done. A document that the project's config names by its URL is asked for anew.
    """
    console = Console(quiet=quiet)
    day = (on or datetime.now(tz=UTC)).date()
    folder = named.out(out)
    run = Updating(console=console, out=folder, force=force, locks=True, on=day)
    request = partial(named.request, package=package, out=folder, templates=templates, keep_remote=True, renews=True)
    return guarded(console, lambda: run.execute(request()))


class Updating(Generation, kw_only=True):
    """One `update`: a generation under the version that the changes ask for, with an entry in the changelog."""

    on: date

    def _make(self, request: Request, earlier: Renderings) -> Made:
        from generator import pipeline  # noqa: PLC0415 - see the package
        from generator.diff.text import text  # noqa: PLC0415 - see the package
        from generator.write.update import plan_update  # noqa: PLC0415 - see the package

        outcome = held(pipeline.validate(request, stdin=sys.stdin.buffer, progress=self.console.stage))
        if outcome.package is None:
            return Made(outcome)
        self.console.stage("compare")
        update = plan_update(outcome.package, self.out, self.on, outcome.versioning)
        outcome = pipeline.rendered(
            outcome.under(update.package.version),
            request,
            progress=self.console.stage,
            earlier=earlier,
            changelog=None if update.changelog is None else update.changelog.decode(),
        )
        version = f"version    {update.package.version}"
        if update.difference is None:
            return Made(outcome, lines=(f"{version}: the output held no SDK to compare with",))
        beside = {} if update.changelog is None else {CHANGELOG_NAME: update.changelog}
        return Made(outcome, beside, (text(update.difference), "", version))
