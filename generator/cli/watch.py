"""Runs that follow each other: one whenever a file that the last one read has changed.

Files are asked for their state a few times in a second, which costs next to nothing for those of a project, works on
every file system, and sees a file that was replaced as well as one that was written to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import click

from generator.cli.console import Console, counted, show_usage
from generator.cli.guard import DONE
from generator.cli.project import CONFIG, OVERLAYS
from generator.request import Request, is_url
from generator.values import Value

_INTERVAL: Final = 0.25
"""Seconds between two looks at the files. What changes between two is one change, and so is what goes on changing."""

_State: TypeAlias = tuple[int, int, int] | None
"""When a file was written, its size, and which one it is; None where there is none."""


class Watched(Value, kw_only=True):
    """The files of a run, and those that would be: what fits a pattern below a folder."""

    files: frozenset[Path]
    folders: frozenset[tuple[Path, str]] = frozenset()

    def states(self) -> Mapping[Path, _State]:
        """How each file is now."""
        found = (path for folder, pattern in self.folders for path in folder.glob(pattern) if not path.is_dir())
        return {path: _state(path) for path in (*self.files, *found)}


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def watched(request: Request, read: Iterable[Path]) -> Watched:
    """What a request depends on, with what its last run has `read`: files, and folders of which every file counts."""
    read = frozenset(read)
    counting = {path for path in read if path.is_dir()}
    beside = Path() if is_url(request.spec) else Path(request.spec).parent
    named = [] if is_url(request.spec) else [Path(request.spec), Path(request.spec).with_suffix(".sdk.yaml")]
    folders = {beside if request.config is None or request.config_assumed else request.config.parent}
    return Watched(
        files=frozenset([*named, beside / CONFIG, *([request.config] if request.config else []), *request.overlays])
        | (read - counting),
        folders=frozenset(
            (folder / below, pattern)
            for folder in folders
            for below, pattern in (("", "*.py"), ("lib", "**/*.py"), (OVERLAYS, "*.yaml"))
        )
        | {(folder, "**/[!.]*") for folder in counting},
    )


def watch(console: Console, run: Callable[[], object], look: Callable[[], Watched], config: Path | None) -> int:
    """Run now, and again after each change of what `look` names then, until interrupted. While it can name nothing,
    that is for the `config` to change."""
    known = Watched(files=frozenset({config or CONFIG}))
    try:
        for changed in _changes(run, look, known, console):
            console.result(f"changed    {', '.join(map(str, changed))}")
    except KeyboardInterrupt:
        console.result("watching   ended")
    return DONE


def _changes(
    run: Callable[[], object], look: Callable[[], Watched], known: Watched, console: Console
) -> Iterator[list[Path]]:
    files = _looked(look) or known
    now = files.states()
    while True:
        before = now
        try:
            run()
        except click.ClickException as error:  # a config that says nothing usable any more
            show_usage(error)
        files = _looked(look) or files
        now = files.states()
        changed = [path for path in before.keys() & now.keys() if before[path] != now[path]]  # while it ran
        if not changed:
            console.result(f"watching   {counted(len(now), 'file')} (Ctrl+C ends it)")
            now, changed = _next(files, now)
        yield sorted(changed)


def _looked(look: Callable[[], Watched]) -> Watched | None:
    """What there is to watch; None while the config does not say it, as the run has told or will tell."""
    try:
        return look()
    except click.ClickException:
        return None


def _next(files: Watched, before: Mapping[Path, _State]) -> tuple[Mapping[Path, _State], list[Path]]:
    """The files after the next change, once they are at rest, and which of them are others."""
    now = before
    while now == before:
        time.sleep(_INTERVAL)
        now, last = files.states(), now
        while now not in (last, before):
            time.sleep(_INTERVAL)
            now, last = files.states(), now
    return now, [path for path in before.keys() | now.keys() if before.get(path) != now.get(path)]
