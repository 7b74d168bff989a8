"""`compare`: a published SDK against the one that would be generated."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from generator.cli import options
from generator.cli.console import Console, counted
from generator.cli.guard import DIFFERENT, DONE, UNUSABLE, guarded, held
from generator.cli.options import Named
from generator.diagnostics import Severity
from generator.request import Request
from generator.values import Value, replace

if TYPE_CHECKING:
    from generator.compare.comparison import Comparison
    from generator.compare.model import Origins, Surface
    from generator.compare.trial import Suggestions
    from generator.outcome import Outcome

_PATH: Final = click.Path(path_type=Path, dir_okay=False)
_FACTS: Final = ".jsonl"


class Wanted(Value, kw_only=True):
    """What the command line asks for."""

    package: str
    request: Request
    form: str
    fail_on: str | None
    suggest: Path | None
    surface: Path | None


@click.command()
@click.argument("package")
@options.reading
@options.form
@click.option("--fail-on", type=click.Choice(["breaking", "any"]), help="Exit 1 when there is such a difference.")
@click.option("--suggest", type=_PATH, metavar="FILE", help="Find out which entries of the config remove differences.")
@click.option("--surface", type=_PATH, metavar="FILE", help="Write the surface of PACKAGE as facts, and do no more.")
def compare(
    *, package: str, named: Named, form: str, fail_on: str | None, suggest: Path | None, surface: Path | None
) -> int:
    """Say what users of PACKAGE feel when they get the SDK of SPEC instead.

    PACKAGE is any Python SDK: a folder, a wheel or source archive, the name of a package that is installed here, or a
    file of facts (.jsonl). It is read as text and never imported.
    """
    console = Console()
    wanted = Wanted(
        package=package, request=named.request(), form=form, fail_on=fail_on, suggest=suggest, surface=surface
    )
    return guarded(console, lambda: _compare(console, wanted))


def _compare(console: Console, wanted: Wanted) -> int:
    from generator.compare.comparison import compare as compared  # noqa: PLC0415 - see the package
    from generator.compare.forms import FORMS, Result  # noqa: PLC0415 - see the package
    from generator.compare.jsonl import facts_of  # noqa: PLC0415 - see the package
    from generator.compare.locate import UnreadablePackageError  # noqa: PLC0415 - see the package
    from generator.compare.trial import Suggestions  # noqa: PLC0415 - see the package
    from generator.diff.codes import Verdict  # noqa: PLC0415 - see the package

    console.stage("read the package")
    try:
        old = _surface(wanted.package)
    except UnreadablePackageError as error:
        console.error(f"error: {error}")
        return UNUSABLE
    for path in old.unread:
        console.remark(f"left out: {path}")
    if wanted.surface is not None:
        wanted.surface.write_text(facts_of(old), encoding="utf-8", newline="\n")
        return DONE
    found = _generated(console, wanted.request)
    if found is None:
        return UNUSABLE
    console.stage("compare")
    comparison = compared(old, found[0])
    suggestions = Suggestions(entries={})
    if wanted.suggest is not None:
        suggestions = suggested(old, wanted.request, *found, starts=lambda: console.stage("try entries"))
        _write_suggestions(console, wanted.suggest, suggestions)
    console.result(FORMS[wanted.form](Result(comparison=comparison, suggestions=suggestions, unread=old.unread)))
    failing = comparison.changes if wanted.fail_on == "any" else dict(comparison.groups()).get(Verdict.BREAKING)
    return DIFFERENT if wanted.fail_on and failing else DONE


def _surface(package: str) -> Surface:
    from generator.compare.jsonl import read_facts  # noqa: PLC0415 - see the package
    from generator.compare.locate import locate  # noqa: PLC0415 - see the package
    from generator.compare.read import read_package  # noqa: PLC0415 - see the package

    path = Path(package)
    return read_facts(path) if path.suffix == _FACTS and path.is_file() else read_package(locate(package))


def _generated(console: Console, request: Request) -> tuple[Surface, Origins] | None:
    """The surface that would be generated; None, with the errors said, where nothing would."""
    outcome = _validated(request, console.stage)
    errors = [found for found in outcome.diagnostics.sorted() if found.code.severity is Severity.ERROR]
    console.findings(errors, outcome.sources)
    return _surface_of(outcome)


def generated(request: Request) -> tuple[Surface, Origins] | None:
    """The surface of what would be generated, and what stands behind it; None where nothing would."""
    return _surface_of(_validated(request, progress=lambda _: None))


def suggested(
    old: Surface, request: Request, new: Surface, origins: Origins, *, starts: Callable[[], None] = lambda: None
) -> Suggestions:
    """What the config could say so that the SDK of a request, which is `new`, comes nearer to `old`.

    `starts` is called before each attempt.
    """
    from generator.compare.comparison import compare as compared  # noqa: PLC0415 - see the package
    from generator.compare.proposals import Sides  # noqa: PLC0415 - see the package
    from generator.compare.trial import suggestions  # noqa: PLC0415 - see the package

    def attempt(additions: Mapping[str, Any]) -> Comparison | None:
        starts()
        found = generated(replace(request, additions=additions))
        return None if found is None else compared(old, found[0])

    return suggestions(compared(old, new), Sides(old=old, new=new, origins=origins), attempt)


def _validated(request: Request, progress: Callable[[str], None]) -> Outcome:
    from generator import pipeline  # noqa: PLC0415 - see the package

    return held(pipeline.validate(request, stdin=sys.stdin.buffer, progress=progress))


def _surface_of(outcome: Outcome) -> tuple[Surface, Origins] | None:
    from generator.compare.generated import generated_surface  # noqa: PLC0415 - see the package

    if outcome.package is None or outcome.diagnostics.errors:
        return None
    return generated_surface(outcome.package, outcome.by_hand, lists_no_method=outcome.lists_no_method)


def _write_suggestions(console: Console, file: Path, tried: Suggestions) -> None:
    from generator.compare.entries import yaml  # noqa: PLC0415 - see the package

    file.write_text(yaml(tried.config()) if tried.entries else "", encoding="utf-8", newline="\n")
    remark = f"{file}: entries that remove {counted(len(tried.entries), 'difference')}"
    rest = f"; {counted(tried.untried, 'further one')} not tried to the end" if tried.untried else ""
    console.remark(f"{remark}{rest}")
