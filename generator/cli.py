"""The command line: arguments in; files, text and an exit code out. The only module that prints.

Exit codes: 0 done; 1 `--check` found a difference, `validate` an error, or `diff` what it should fail on; 2 unusable
input or arguments.
"""

from __future__ import annotations

import gc
import io
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from generator import __version__
from generator.diagnostics import Diagnostic, Severity, render
from generator.request import Request
from generator.write.custom import custom_files
from generator.write.freshness import Inputs, generator_fingerprint, remember, unchanged
from generator.write.lock import BusyError
from generator.write.manifest import (
    CHANGELOG_NAME,
    MANIFEST_NAME,
    ManifestError,
    UnsafePathError,
    is_version,
    output_version,
)
from generator.write.renderings import Renderings, read_renderings, write_renderings
from generator.write.report import Summary, ledger_json, summarise
from generator.write.writer import BlockedError, Plan, Status, check, write

if TYPE_CHECKING:
    from generator.pipeline import Outcome

_DONE: Final = 0
_DIFFERENT: Final = 1
_UNUSABLE: Final = 2
_INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141

_DEFAULT_SPEC: Final = Path("spec/openai.yaml")
_DEFAULT_CONFIG: Final = Path("spec/openai.sdk.yaml")
_DEFAULT_OVERLAYS: Final = Path("spec/overlays")
_DEFAULT_OUT: Final = Path("output")
_OVERLAY_HELP: Final = f"OpenAPI Overlay; repeatable. Default: those of {_DEFAULT_OVERLAYS} written for the document."


@dataclass(slots=True)
class Console:
    """Where a run talks to people: results on standard output; progress, findings and errors on standard error."""

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

    def seconds(self) -> str:
        """How long the run has taken."""
        return f"{time.perf_counter() - self.started:.2f} s"

    def _finish_line(self) -> None:
        if self._open_line:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._open_line = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = _commands.main(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return _UNUSABLE
    except click.Abort:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not fail over it again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    return int(code or _DONE)


@click.group(name="sdkgen", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sdkgen")
def _commands() -> None:
    """Generate a client package, its type stubs and its docs from an OpenAPI document."""


def _input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The arguments that say what is read, the same for every command."""
    path = click.Path(path_type=Path)
    for option in (
        click.option("--strict-overlays", is_flag=True, help="Fail when an overlay's action is not needed any more."),
        click.option("--overlay", "overlays", type=path, multiple=True, help=_OVERLAY_HELP),
        click.option("--config", type=path, help=f"SDK config. Default: {_DEFAULT_CONFIG}."),
        click.argument("spec", required=False),
    ):
        command = option(command)
    return command


@_commands.command()
@_input_options
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=_DEFAULT_OUT, show_default=True)
@click.option("--package", metavar="NAME", help="Import name of the generated package.")
@click.option(
    "--package-version",
    metavar="X.Y.Z",
    callback=lambda _, __, value: _version(value),
    help="Version of the generated package. Default: that of the output, else 0.1.0.",
)
@click.option(
    "--only",
    type=click.Choice(["client", "stubs", "docs"]),
    multiple=True,
    help="Generate one part and keep the files of the others; repeatable.",
)
@click.option("--check", "check_only", is_flag=True, help="Write nothing; exit 1 when anything would change.")
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited, and files in their place.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the ledger as JSON.")
@click.option("--surface", type=click.Path(path_type=Path, dir_okay=False), help="Write all public names as text.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Print every finding and every file that changes.")
def generate(
    *,
    spec: str | None,
    config: Path | None,
    overlays: tuple[Path, ...],
    strict_overlays: bool,
    out: Path,
    package: str | None,
    package_version: str | None,
    only: tuple[str, ...],
    check_only: bool,
    force: bool,
    report: Path | None,
    surface: Path | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Generate an SDK from SPEC, an OpenAPI document in YAML or JSON; - reads standard input.

    SPEC defaults to spec/openai.yaml. The default config counts for the documents whose titles it names.
    """
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other")
    console = Console(quiet=quiet, verbose=verbose)
    run = _Generation(console=console, out=out, report=report, surface=surface, check_only=check_only, force=force)
    asked = partial(
        _request,
        spec,
        config,
        overlays,
        package,
        frozenset(only),
        out=out,
        version=package_version,
        strict_overlays=strict_overlays,
    )
    return _guarded(console, lambda: run.execute(asked()))


@_commands.command()
@_input_options
def validate(*, spec: str | None, config: Path | None, overlays: tuple[Path, ...], strict_overlays: bool) -> int:
    """Read and check SPEC without generating anything; exit 1 when it has errors."""
    console = Console()
    asked = partial(_request, spec, config, overlays, strict_overlays=strict_overlays)
    return _guarded(console, lambda: _validate(console, asked()))


@_commands.command()
@_input_options
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=_DEFAULT_OUT, show_default=True)
@click.option("--package", metavar="NAME", help="Import name of the generated package.")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="Date of the changelog's entry. Default: today.")
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited, and files in their place.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def update(
    *,
    spec: str | None,
    config: Path | None,
    overlays: tuple[Path, ...],
    strict_overlays: bool,
    out: Path,
    package: str | None,
    on: datetime | None,
    force: bool,
    quiet: bool,
) -> int:
    """Generate from SPEC as `generate` does, and say what that changes for the users of what OUT held before.

    Raises the version of the package as the changes ask for, and adds them to OUT/CHANGELOG.md. Where nothing has
    changed, nothing is done.
    """
    console = Console(quiet=quiet)
    day = (on or datetime.now(tz=UTC)).date()
    run = _Updating(console=console, out=out, report=None, check_only=False, force=force, on=day)
    asked = partial(_request, spec, config, overlays, package, out=out, strict_overlays=strict_overlays)
    return _guarded(console, lambda: run.execute(asked()))


@_commands.command()
@click.argument("old")
@click.argument("new")
@click.option("--config", type=click.Path(path_type=Path), help=f"SDK config of both. Default: {_DEFAULT_CONFIG}.")
@click.option(
    "--overlay",
    "overlays",
    type=click.Path(path_type=Path),
    multiple=True,
    help=_OVERLAY_HELP,
)
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(["breaking", "any"]), help="Exit 1 when there is such a change.")
def diff(*, old: str, new: str, config: Path | None, overlays: tuple[Path, ...], form: str, fail_on: str | None) -> int:
    """Say what users of the SDK of OLD feel when they get that of NEW, and which version that asks for.

    OLD and NEW are OpenAPI documents; - reads one of them from standard input.
    """
    console = Console()
    requests = [_request(spec, config, overlays) for spec in (old, new)]
    return _guarded(console, lambda: _diff(console, requests, form, fail_on))


def _request(
    spec: str | None,
    config: Path | None,
    overlays: tuple[Path, ...],
    package: str | None = None,
    only: frozenset[str] = frozenset(),
    *,
    out: Path | None = None,
    version: str | None = None,
    strict_overlays: bool = False,
) -> Request:
    assumed = config is None and _DEFAULT_CONFIG.exists()
    return Request(
        spec=str(_DEFAULT_SPEC if spec is None else Path(spec)),
        config=_DEFAULT_CONFIG if assumed else config,
        config_assumed=assumed,
        overlays=overlays or tuple(sorted(_DEFAULT_OVERLAYS.glob("*.yaml"))),
        overlays_assumed=not overlays,
        strict_overlays=strict_overlays,
        package=package,
        only=only,
        out=out,
        version=output_version(out) if version is None and out is not None else version,
    )


def _version(text: str | None) -> str | None:
    """A version that an option gives, as an output keeps it."""
    if text is not None and not is_version(text):
        raise click.BadParameter(f"{text!r} is not three numbers with dots between them")
    return text


@dataclass(frozen=True, slots=True)
class _Made:
    """What a run is about to write: generated files, files `beside` them, and what there is to say about it."""

    outcome: Outcome
    beside: Mapping[str, bytes] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Generation:
    """One `generate`: what is done with the files of a request."""

    console: Console
    out: Path
    report: Path | None
    surface: Path | None = None
    check_only: bool
    force: bool

    def execute(self, request: Request) -> int:
        inputs = Inputs.read(request)
        if inputs and not (self.console.verbose or self.report or self.surface):
            last = unchanged(self.out, inputs)
            if last:
                return self._repeat(last)
        earlier = read_renderings(self.out, inputs.generator if inputs else generator_fingerprint())
        made = self._make(request, earlier)
        outcome = made.outcome
        findings = outcome.diagnostics.sorted()
        summary = summarise(outcome.ledger, findings)
        if self.report:
            self.report.write_text(ledger_json(outcome.ledger, findings), encoding="utf-8", newline="\n")
        errors = [diagnostic for diagnostic in findings if diagnostic.code.severity is Severity.ERROR]
        _show_each(self.console, findings if self.console.verbose else errors, outcome.sources)
        if not self.console.verbose:
            _show_groups(self.console, summary)
        if errors:
            self.console.error(f"nothing was written: {_count(len(errors), 'error')}")
            return _UNUSABLE
        self._describe(outcome)
        plan = self._place(request, made, earlier)
        custom = custom_files(self.out)
        if inputs and not self.check_only:
            remember(self.out, inputs, outcome.sources, custom, summary)
        if self.check_only or self.console.verbose:
            self._list_changes(plan)
        for line in made.lines:
            self.console.result(line)
        self._conclude(summary, custom, ", ".join(f"{plan.count(status):,} {status.value}" for status in Status))
        return _DIFFERENT if self.check_only and not plan.clean else _DONE

    def _repeat(self, last: Summary) -> int:
        _show_groups(self.console, last)
        self._conclude(last, custom_files(self.out), "nothing has changed since the last run")
        return _DONE

    def _make(self, request: Request, earlier: Renderings) -> _Made:
        from generator import pipeline  # noqa: PLC0415 - loading the stages is most of the cost of a run without changes

        stage = self.console.stage
        return _Made(pipeline.generate(request, stdin=sys.stdin.buffer, progress=stage, earlier=earlier))

    def _describe(self, outcome: Outcome) -> None:
        from generator import pipeline  # noqa: PLC0415 - as below

        if self.surface and outcome.package:
            self.surface.write_text(pipeline.surface_of(outcome.package), encoding="utf-8", newline="\n")

    def _place(self, request: Request, made: _Made, earlier: Renderings) -> Plan:
        self.console.stage("compare" if self.check_only else "write")
        outcome = made.outcome
        if self.check_only:
            return check(self.out, outcome.files, only=request.only)
        plan = write(self.out, outcome.files, only=request.only, force=self.force, beside=made.beside)
        write_renderings(self.out, earlier.after(outcome.keys, plan.manifest.files))
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
            f"custom     {_count(len(custom), 'file')} that no run touches",
            f"time       {self.console.seconds()}",
        ):
            self.console.result(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Updating(_Generation):
    """One `update`: a generation under the version that the changes ask for, with an entry in the changelog."""

    on: date

    def _make(self, request: Request, earlier: Renderings) -> _Made:
        from generator import pipeline  # noqa: PLC0415 - as above
        from generator.diff.text import text  # noqa: PLC0415 - as above
        from generator.write.update import plan_update  # noqa: PLC0415 - as above

        outcome = pipeline.validate(request, stdin=sys.stdin.buffer, progress=self.console.stage)
        if outcome.package is None:
            return _Made(outcome)
        self.console.stage("compare")
        update = plan_update(outcome.package, self.out, self.on)
        outcome = pipeline.rendered(
            replace(outcome, package=update.package), request, progress=self.console.stage, earlier=earlier
        )
        version = f"version    {update.package.version}"
        if update.difference is None:
            return _Made(outcome, lines=(f"{version}: the output held no SDK to compare with",))
        beside = {} if update.changelog is None else {CHANGELOG_NAME: update.changelog}
        return _Made(outcome, beside, (text(update.difference), "", version))


def _validate(console: Console, request: Request) -> int:
    from generator import pipeline  # noqa: PLC0415 - as above

    outcome = pipeline.validate(request, stdin=sys.stdin.buffer, progress=console.stage)
    findings = outcome.diagnostics.sorted()
    _show_each(console, findings, outcome.sources)
    if not outcome.usable:
        return _UNUSABLE
    severities = Counter(diagnostic.code.severity for diagnostic in findings)
    console.result(", ".join(_count(severities[severity], severity.value) for severity in Severity))
    return _DIFFERENT if severities[Severity.ERROR] else _DONE


def _diff(console: Console, requests: Sequence[Request], form: str, fail_on: str | None) -> int:
    from generator import pipeline  # noqa: PLC0415 - as above
    from generator.diff.codes import Verdict  # noqa: PLC0415 - as above
    from generator.diff.compare import compare  # noqa: PLC0415 - as above
    from generator.diff.forms import FORMS  # noqa: PLC0415 - as above

    packages = []
    for request in requests:
        outcome = pipeline.validate(request, stdin=sys.stdin.buffer, progress=console.stage)
        errors = [found for found in outcome.diagnostics.sorted() if found.code.severity is Severity.ERROR]
        _show_each(console, errors, outcome.sources)
        if errors or outcome.package is None:
            return _UNUSABLE
        packages.append(outcome.package)
    console.stage("compare")
    difference = compare(*packages)
    console.result(FORMS[form](difference))
    failing = bool(difference.changes) if fail_on == "any" else bool(difference.of(Verdict.BREAKING))
    return _DIFFERENT if fail_on and failing else _DONE


def _show_each(console: Console, findings: Sequence[Diagnostic], sources: Mapping[str, str]) -> None:
    for diagnostic in findings:
        say = console.error if diagnostic.code.severity is Severity.ERROR else console.remark
        say(render(diagnostic, sources))


def _show_groups(console: Console, summary: Summary) -> None:
    for group in summary.findings:
        console.remark(group.line())


@contextmanager
def _without_collector() -> Iterator[None]:
    """What a run makes lives until its end, so that looking through it for garbage is time lost."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _guarded(console: Console, run: Callable[[], int]) -> int:
    """The exit code of a run that may fail in any way; a traceback is for those who ask for it."""
    try:
        with _without_collector():
            return run()
    except BrokenPipeError:
        raise
    except BlockedError as error:
        _show_blockers(console, error)
    except (BusyError, ManifestError, UnsafePathError) as error:
        console.error(f"error: {error}")
    except OSError as error:
        console.error(f"error: {error.filename or 'the system'}: {error.strerror or error}")
    except Exception as error:
        console.error(f"internal error: {type(error).__name__}: {error}")
        console.error(
            "This is a defect of the generator, whatever the document holds. Please report it with the document"
        )
        console.error("and the command; `generate -v` prints where it happened.")
        if console.verbose:
            console.error(traceback.format_exc())
    return _UNUSABLE


def _show_blockers(console: Console, error: BlockedError) -> None:
    console.error("error: nothing was written, because of these files:")
    for path, obstacle in sorted(error.blockers.items()):
        console.error(f"  {path} {obstacle.value}")
    if error.forceable:
        console.error("  hint: move your changes elsewhere, or let --force overwrite them")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
