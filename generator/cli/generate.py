"""`generate`: an SDK from a document."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import options
from generator.cli.console import Console, counted
from generator.cli.guard import DIFFERENT, DONE, UNUSABLE, guarded, held
from generator.cli.options import Named
from generator.cli.watch import watch, watched
from generator.diagnostics import Diagnostic, Severity
from generator.request import ALL_PARTS, Request
from generator.values import Value, field, replace
from generator.write.custom import custom_files
from generator.write.freshness import Inputs, LastRun, generator_fingerprint, last_read, remember, unchanged
from generator.write.manifest import MANIFEST_NAME, is_version
from generator.write.renderings import Renderings, read_renderings, write_renderings
from generator.write.report import Summary, ledger_json, summarise
from generator.write.writer import Plan, Status, check, part_of, write

if TYPE_CHECKING:
    from generator.outcome import Outcome
    from generator.write.names import NamesPlan


def _version(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    """A version that an option gives, as an output keeps it."""
    if text is not None and not is_version(text):
        raise click.BadParameter(f"{text!r} is not three numbers with dots between them")
    return text


@click.command()
@options.reading
@options.out
@options.package
@click.option(
    "--package-version",
    metavar="X.Y.Z",
    callback=_version,
    help="Version of the generated package. Default: that of the output, else 0.1.0.",
)
@click.option(
    "--only",
    type=click.Choice(ALL_PARTS),
    multiple=True,
    help="Generate one part and keep the files of the others; repeatable. "
    "Default: as configured, or client, stubs and docs.",
)
@click.option("--lock", "locks", is_flag=True, help="Note all published names in names.lock beside the config.")
@click.option(
    "--watch", "watching", is_flag=True, help="Go on, and generate again whenever a file of the input changes."
)
@click.option("--check", "check_only", is_flag=True, help="Write nothing; exit 1 when anything would change.")
@options.templates
@options.force
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the ledger as JSON.")
@click.option("--surface", type=click.Path(path_type=Path, dir_okay=False), help="Write all public names as text.")
@options.quiet
@click.option("-v", "--verbose", is_flag=True, help="Print every finding and every file that changes.")
def generate(
    *,
    named: Named,
    out: Path | None,
    package: str | None,
    package_version: str | None,
    only: tuple[str, ...],
    locks: bool,
    check_only: bool,
    watching: bool,
    templates: Path | None,
    force: bool,
    report: Path | None,
    surface: Path | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Generate an SDK from SPEC, an OpenAPI document in YAML or JSON; - reads standard input.

    Without SPEC it is the document that the config names (sdk.yaml here, as `init` writes it), else that of the default
    project: that in spec/ of the working directory, else OpenAI's, which comes with the generator. Config and overlays
    of the default project count for the documents whose titles they name.
    """
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other")
    if watching and (check_only or named.spec == "-"):
        raise click.UsageError("--watch goes with neither --check nor standard input")
    parts, read = frozenset(only), set[Path]()

    def request() -> Request:
        now = replace(named)  # whose config may say something else than before
        return now.request(
            package=package,
            only=parts,
            out=now.out(out),
            version=package_version,
            templates=templates,
            keep_remote=not check_only,
        )

    def run() -> int:
        console = Console(quiet=quiet, verbose=verbose)
        asked = request()
        assert asked.out is not None
        generation = Generation(
            console=console,
            out=asked.out,
            report=report,
            surface=surface,
            locks=locks,
            check_only=check_only,
            force=force,
            read=read,
        )
        return guarded(console, lambda: generation.execute(asked))

    if not watching:
        return run()
    return watch(Console(quiet=quiet), run, lambda: watched(request(), read), named.config)


def _left(request: Request, outcome: Outcome, plan: Plan) -> Iterator[str]:
    """What there is to say of files of parts that the run left alone without being told to."""
    left = Counter(part_of(path) for path in plan.manifest.files)
    for part in () if request.only else sorted(left.keys() - outcome.owned):
        yield f"{part:<10} {counted(left[part], 'file')} as an earlier run left them (--only {part}, or sdkgen.parts)"


class Made(Value):
    """What a run is about to write: generated files, files `beside` them, and what there is to say about it."""

    outcome: Outcome
    beside: Mapping[str, bytes] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


class Generation(Value, kw_only=True):
    """One `generate`: what is done with the files of a request. `read` gets the paths of all that were read, or would
    have been: files, and folders of which every file counts."""

    console: Console
    out: Path
    report: Path | None = None
    surface: Path | None = None
    locks: bool = False
    check_only: bool = False
    force: bool
    read: set[Path] = field(default_factory=set)

    def execute(self, request: Request) -> int:
        """Bring the output folder up to date, or compare it, and say how it went."""
        inputs = Inputs.read(request)
        if inputs and not (self.console.verbose or self.report or self.surface or self._makes_lock(request)):
            last = unchanged(self.out, inputs)
            if last and not (self.locks and last.behind):
                self.read.update(last_read(self.out, inputs))
                return self._repeat(request, last)
        earlier = read_renderings(self.out, inputs.generator if inputs else generator_fingerprint())
        made = self._make(request, earlier)
        self.read.update(map(Path, made.outcome.sources.read), made.outcome.looked_for)
        findings = made.outcome.diagnostics.sorted()
        summary = summarise(made.outcome.ledger, findings, not_ours=made.outcome.not_ours)
        if self.report:
            self.report.write_text(
                ledger_json(made.outcome.ledger, findings, not_ours=made.outcome.not_ours),
                encoding="utf-8",
                newline="\n",
            )
        errors = self._show(made.outcome, findings, summary)
        if errors:
            self.console.error(f"nothing was written: {counted(errors, 'error')}")
            return UNUSABLE
        self._describe(made.outcome)
        plan = self._place(made, earlier)
        names = self._lock(request, made.outcome)
        custom = custom_files(self.out)
        is_behind = not (names.is_same or names.is_written)
        if made.beside or not (names.is_same or is_behind):  # the next run has another changelog, or lock
            inputs = Inputs.read(request)
        if inputs and not self.check_only:
            said = LastRun(summary, names.behind if is_behind else None, names.path == request.names_lock())
            remember(self.out, inputs, made.outcome.sources.read, custom, said, folder=made.outcome.templates_folder)
        if self.check_only or self.console.verbose:
            self._list_changes(plan)
        for line in (*made.lines, *names.lines(), *_left(request, made.outcome, plan)):
            self.console.result(line)
        self._conclude(summary, custom, ", ".join(f"{plan.count(status):,} {status.value}" for status in Status))
        return DIFFERENT if self.check_only and not (plan.clean and names.is_same) else DONE

    def _makes_lock(self, request: Request) -> bool:
        """Whether the run has a lock to make where there was none, so that there is something to do."""
        path = request.names_lock()
        return self.locks and not (path is not None and path.exists())

    def _repeat(self, request: Request, last: LastRun) -> int:
        self.console.groups(last.summary)
        lock = request.names_lock(config_counts=last.beside_config)
        behind = () if last.behind is None or lock is None else tuple(last.behind.lines(lock))
        for line in behind:
            self.console.result(line)
        self._conclude(last.summary, custom_files(self.out), "nothing has changed since the last run")
        return DIFFERENT if self.check_only and behind else DONE

    def _make(self, request: Request, earlier: Renderings) -> Made:
        from generator import pipeline  # noqa: PLC0415 - see the package

        stage = self.console.stage
        return held(Made(pipeline.generate(request, stdin=sys.stdin.buffer, progress=stage, earlier=earlier)))

    def _show(self, outcome: Outcome, findings: Sequence[Diagnostic], summary: Summary) -> int:
        """Say what was found, and return how many errors there are among it."""
        errors = [diagnostic for diagnostic in findings if diagnostic.code.severity is Severity.ERROR]
        self.console.findings(findings if self.console.verbose else errors, outcome.sources)
        if not self.console.verbose:
            self.console.groups(summary)
        return len(errors)

    def _describe(self, outcome: Outcome) -> None:
        from generator import pipeline  # noqa: PLC0415 - see the package

        if self.surface and outcome.package:
            self.surface.write_text(pipeline.surface_of(outcome.package), encoding="utf-8", newline="\n")

    def _place(self, made: Made, earlier: Renderings) -> Plan:
        self.console.stage("compare" if self.check_only else "write")
        outcome = made.outcome
        if self.check_only:
            return check(self.out, outcome.files, only=outcome.owned)
        plan = write(self.out, outcome.files, only=outcome.owned, force=self.force, beside=made.beside)
        write_renderings(self.out, earlier.after(plan.keys, plan.manifest.files))
        return plan

    def _lock(self, request: Request, outcome: Outcome) -> NamesPlan:
        """Bring the lock of published names up to date, where there is to be one, or compare it."""
        from generator.write.names import NamesPlan, plan_names  # noqa: PLC0415 - see the package

        path = outcome.names_lock
        if path is None or request.is_carried(path):
            return NamesPlan()
        plan = plan_names(path, outcome.lowered, outcome.lock, wanted=self.locks)
        if self.locks and not self.check_only:
            plan.write()
        return plan

    def _list_changes(self, plan: Plan) -> None:
        for path in plan.paths(Status.NEW, Status.CHANGED, Status.REMOVED):
            reason = f" ({plan.obstacles[path].value})" if path in plan.obstacles else ""
            self.console.result(f"{plan.statuses[path].value:<9}  {self.out / path}{reason}")
        if plan.manifest_changes:
            self.console.result(f"{Status.CHANGED.value:<9}  {self.out / MANIFEST_NAME}")

    def _conclude(self, summary: Summary, custom: Sequence[str], files: str) -> None:
        for line in (
            *summary.lines(),
            f"files      {files}",
            f"custom     {counted(len(custom), 'file')} that no run touches",
            f"time       {self.console.seconds()}",
        ):
            self.console.result(line)
