"""Files: waiting until a file can be used."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from .._http import sleep
from .._resource import AsyncAPIResource, SyncAPIResource

if TYPE_CHECKING:
    from ..resources.files import AsyncFiles, Files
    from ..types.file_object import FileObject

PROCESSED = frozenset({"processed", "error", "deleted"})


class FilesExtension(SyncAPIResource):
    """Waiting, for files."""

    def wait_for_processing(
        self, id: str, *, poll_interval: float = 5.0, max_wait_seconds: float = 30 * 60
    ) -> FileObject:
        """Ask for the file every `poll_interval` seconds until it is processed, has failed or is deleted; return it.

        Raises RuntimeError when that takes longer than `max_wait_seconds`.
        """
        patience = _Patience(id, max_wait_seconds)
        while (file := cast("Files", self).retrieve(id)).status not in PROCESSED:
            patience.check()
            time.sleep(poll_interval)
        return file


class AsyncFilesExtension(AsyncAPIResource):
    """Waiting, for files of an asynchronous client."""

    async def wait_for_processing(
        self, id: str, *, poll_interval: float = 5.0, max_wait_seconds: float = 30 * 60
    ) -> FileObject:
        """Ask for the file every `poll_interval` seconds until it is processed, has failed or is deleted; return it.

        Raises RuntimeError when that takes longer than `max_wait_seconds`.
        """
        patience = _Patience(id, max_wait_seconds)
        while (file := await cast("AsyncFiles", self).retrieve(id)).status not in PROCESSED:
            patience.check()
            await sleep(poll_interval)
        return file


class _Patience:
    """How long somebody is willing to wait for a file, from now on."""

    def __init__(self, id: str, seconds: float) -> None:
        self._id = id
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        if time.monotonic() >= self._end:
            raise RuntimeError(
                f"Giving up on waiting for file {self._id} to finish processing after {self._seconds} seconds."
            )
