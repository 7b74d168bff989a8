"""`lock`: the names that are published, noted without generating; taken over from a package; or forgotten."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from generator.cli import options
from generator.cli.console import Console
from generator.cli.guard import DONE, UNUSABLE, guarded, held
from generator.cli.options import Named
from generator.diagnostics import Severity, UnusableInput, render
from generator.request import Request

if TYPE_CHECKING:
    from generator.ir.package import Package
    from generator.outcome import Outcome
    from generator.published.lock import Lock

_FORGET: Final = "--forget"


class _TakesSeveral(click.Command):
    """A command whose `--forget` takes all words up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        return super().parse_args(ctx, list(_spread(args)))


def _spread(arguments: Sequence[str]) -> Iterator[str]:
    """`--forget a b` as `--forget a --forget b`."""
    forgetting, given = False, 0
    for word in arguments:
        if word.startswith("-"):
            forgetting, given = word == _FORGET, 0
        elif forgetting:
            given += 1
            if given > 1:
                yield _FORGET
        yield word


@click.command(cls=_TakesSeveral)
@options.reading
@options.out
@click.option(
    "--from-package",
    "package",
    metavar="PACKAGE",
    help="Begin with the names that a published SDK has: a folder, an archive, or the name of an installed package.",
)
@click.option(
    _FORGET, "forgotten", metavar="NAME...", multiple=True, help="Take names out of the lock, and do no more."
)
@click.option(
    "--unmatched",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="With --from-package: write what could not be matched there, and not here.",
)
@options.quiet
def lock(
    *,
    named: Named,
    out: Path,
    package: str | None,
    forgotten: tuple[str, ...],
    unmatched: Path | None,
    quiet: bool,
) -> int:
    """Note the public names of the SDK of SPEC in names.lock beside its config, and generate nothing.

    What is noted there keeps its name, whatever becomes of the document. `update` and `generate --lock` note new names,
    too; this is for a first lock, and for one after a merge.
    """
    if package is not None and forgotten:
        raise click.UsageError("--from-package begins a lock, and --forget takes names out of one")
    console = Console(quiet=quiet)
    request = named.request(out=out)
    if forgotten:
        return guarded(console, lambda: _forget(console, request, forgotten))
    if package is not None:
        return guarded(console, lambda: _take_over(console, request, package, unmatched))
    return guarded(console, lambda: _note(console, request))


def _note(console: Console, request: Request) -> int:
    from generator import pipeline  # noqa: PLC0415 - see the package

    outcome = held(pipeline.validate(request, stdin=sys.stdin.buffer, progress=console.stage))
    return _written(console, request, outcome)


def _written(console: Console, request: Request, outcome: Outcome) -> int:
    """Write the lock of what a run made, and say what is new in it."""
    from generator.write.names import plan_names  # noqa: PLC0415 - see the package

    if _failed(console, outcome):
        return UNUSABLE
    path = _place(console, request, outcome.names_lock)
    if path is None:
        return UNUSABLE
    plan = plan_names(path, outcome.lowered, outcome.lock, wanted=True)
    plan.write()
    for line in plan.lines():
        console.result(line)
    if plan.is_same:
        console.result(f"names      {path} has all of them")
    return DONE


def _failed(console: Console, outcome: Outcome) -> bool:
    errors = [found for found in outcome.diagnostics.sorted() if found.code.severity is Severity.ERROR]
    console.findings(errors, outcome.sources)
    return bool(errors) or outcome.package is None


def _place(console: Console, request: Request, path: Path | None) -> Path | None:
    """Where the lock is to be; None, and said, where there is no place for one."""
    if path is None or request.is_carried(path):
        console.error("error: the lock of the project that comes with the generator is a part of it")
        console.error("  hint: name a config of your own (--config); the lock stands beside it")
        return None
    return path


def _forget(console: Console, request: Request, names: Sequence[str]) -> int:
    from generator.published.file import read_lock  # noqa: PLC0415 - see the package
    from generator.published.forgetting import UnforgettableError, forget  # noqa: PLC0415 - see the package
    from generator.write.names import write_lock  # noqa: PLC0415 - see the package

    places = (request.names_lock(config_counts=counts) for counts in (not request.config_assumed, True))
    path = next((place for place in places if place is not None and place.exists()), None)
    if path is None:
        console.error("error: there is no lock to forget names of")
        return UNUSABLE
    if _place(console, request, path) is None:
        return UNUSABLE
    try:
        after = forget(read_lock(path), names)
    except UnusableInput as error:
        console.error(render(error.diagnostic, {}))
        return UNUSABLE
    except UnforgettableError as error:
        console.error(f"error: {error}")
        return UNUSABLE
    write_lock(path, after.text)
    for name in after.free:
        console.result(f"forgotten  {name}")
    for name in after.anew:
        console.result(f"forgotten  {name}: it has no other name, and the next run gives it one by rule")
    return DONE


def _take_over(console: Console, request: Request, package: str, unmatched: Path | None) -> int:
    from generator import pipeline  # noqa: PLC0415 - see the package
    from generator.compare.definitions import read_definitions  # noqa: PLC0415 - see the package
    from generator.compare.locate import UnreadablePackageError, locate  # noqa: PLC0415 - see the package
    from generator.compare.takeover import take_over  # noqa: PLC0415 - see the package
    from generator.write.names import write_lock  # noqa: PLC0415 - see the package

    outcomes: list[Outcome] = []

    def making(published: Lock) -> Package | None:
        outcomes.append(
            pipeline.validate(request, stdin=sys.stdin.buffer, progress=lambda _: None, published=published)
        )
        return None if _failed(console, outcomes[-1]) else outcomes[-1].package

    try:
        console.stage("read the package")
        definitions = read_definitions(locate(package))
    except UnreadablePackageError as error:
        console.error(f"error: {error}")
        return UNUSABLE
    for path in definitions.unread:
        console.remark(f"left out: {path}")
    console.stage("match")
    taken = take_over(definitions, making)
    if taken is None:
        return UNUSABLE
    place = _place(console, request, outcomes[-1].names_lock)
    if place is None:
        return UNUSABLE
    if place.exists():
        console.error(f"error: {place} notes names already; remove it to begin with those of a package")
        return UNUSABLE
    write_lock(place, taken.text)
    lines = [f"{lost.name}{lost.why and f': {lost.why}'}" for lost in taken.lost]
    if unmatched is not None:
        unmatched.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    for line in lines if unmatched is None else ():
        console.result(f"unmatched  {line}")
    for kind, (found, of) in taken.kinds.items():
        console.result(f"{kind:<17}{found:>6,} of {of:,}")
    rest = f"; {len(lines):,} unmatched{f', in {unmatched}' if unmatched else ''}" if lines else ""
    console.result(f"names      locked in {place}: commit it{rest}")
    return DONE
