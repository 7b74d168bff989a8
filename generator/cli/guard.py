"""What a command's run ends in: an exit code, whatever happens."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

import click

from generator.cli.console import Console
from generator.extras import MissingExtraError
from generator.write.lock import BusyError
from generator.write.manifest import ManifestError, UnsafePathError
from generator.write.writer import BlockedError

DONE: Final = 0
DIFFERENT: Final = 1
UNUSABLE: Final = 2


MadeT = TypeVar("MadeT")

_HELD: Final[list[object]] = []


def held(made: MadeT) -> MadeT:
    """What a stage has made, which stays until the next run: taking it apart piece by piece would be a twentieth of the
    time of this one, and its memory is needed by nobody."""
    _HELD.append(made)
    return made


def guarded(console: Console, run: Callable[[], int]) -> int:
    """The exit code of a run that may fail in any way; a traceback is for those who ask for it."""
    _let_go()
    try:
        with _without_collector():
            return run()
    except (BrokenPipeError, click.ClickException):
        raise
    except BlockedError as error:
        console.blockers(error)
    except (BusyError, ManifestError, MissingExtraError, UnsafePathError) as error:
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
    return UNUSABLE


def _let_go() -> None:
    """Of what an earlier run made: there is one where somebody watches."""
    if _HELD:
        _HELD.clear()
        if not gc.isenabled():
            gc.collect()


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
