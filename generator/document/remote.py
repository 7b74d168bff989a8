"""Files of the network. Each is asked for once; what came is kept, with a lock of hashes, for further runs.

Only hosts that the user or a document names are asked, and only for what is named.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from generator.diagnostics import Code, Diagnostic, Severity, UnusableInput, register
from generator.document.files import REMOTE, Refusal
from generator.document.load import LoadedFile
from generator.values import Mutable, field

UNREACHABLE = register("unreachable-url", Severity.ERROR, "What is at a URL could not be got.")
CHANGED = register(
    "remote-changed", Severity.ERROR, "A file of the network is not what the lock says that it was when it was got."
)
INVALID_LOCK = register("invalid-remote-lock", Severity.ERROR, "The lock of files of the network cannot be read.")

_FOLDER: Final = "remote"
_TIMEOUT: Final = 30.0
_CHUNK: Final = 1 << 16
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]")
_HEADERS: Final = {"Accept": "application/yaml, application/json, */*;q=0.5", "User-Agent": "sdkgen"}

Load = Callable[[str, bytes, Path], LoadedFile]
"""Makes nodes of what was got: its URL as it is shown, the bytes, and the file that they are kept in."""


def shown(url: str) -> str:
    """A URL as it is printed and kept: what may be secret in it, credentials and the query, is not."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    query = f"?{_digest(parts.query.encode())[:8]}" if parts.query else ""
    return f"{parts.scheme}://{host}{parts.path}{query}"


class Remote(Mutable, kw_only=True):
    """What the network has. `lock` names the hashes; what is kept stands in a folder beside it.

    Without `allowed` only what is kept is read, but for the URL `named`. With `update` all that may be is asked for
    anew, with `update_named` that URL. With `keeps` what came is kept.
    A file is at most `size` bytes large.
    """

    lock: Path
    load: Load
    size: int
    allowed: bool = False
    update: bool = False
    named: str | None = None
    update_named: bool = False
    keeps: bool = False
    _entries: dict[str, dict[str, Any]] | None = None
    _fresh: set[str] = field(default_factory=set)

    def get(self, url: str) -> LoadedFile | Refusal:
        """The file at a URL. Raises `UnusableInput` where it cannot be got, or is not the one that it was."""
        name = shown(url)
        entry = self._locked().get(name)
        kept = self._place(url) if entry is None else self.lock.parent / str(entry["file"])
        content = None if entry is None or self._asks_anew(url, name) else self._kept(name, kept, entry)
        if content is None:  # it is not kept, or is asked for anew
            if not self._may_be_asked_for(url):
                return Refusal(code=REMOTE, why="leads to the network", hint=_HINT)
            content = _fetched(url, name, self.size)
            if entry is not None and not self._updates(url) and _digest(content) != entry["sha256"]:
                raise _changed(name, "what is there now", "what it was when it was locked")
            self._keep(name, kept, content)
        return self.load(url, content, kept)

    def _may_be_asked_for(self, url: str) -> bool:
        return self.allowed or url == self.named

    def _updates(self, url: str) -> bool:
        return self.update or (self.update_named and url == self.named)

    def _asks_anew(self, url: str, name: str) -> bool:
        return self._updates(url) and self._may_be_asked_for(url) and name not in self._fresh

    def _locked(self) -> dict[str, dict[str, Any]]:
        if self._entries is None:
            self._entries = self._read_lock()
        return self._entries

    def _read_lock(self) -> dict[str, dict[str, Any]]:
        try:
            entries = json.loads(self.lock.read_bytes())["files"]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _unusable(
                INVALID_LOCK, f"{self.lock} cannot be read", "remove it, or take it from version control"
            ) from error
        for name, entry in entries.items() if isinstance(entries, dict) else [("", None)]:
            if not isinstance(entry, dict) or not self._fits(entry):
                raise _unusable(INVALID_LOCK, f'the entry "{name}" of {self.lock} is none', "remove it")
        return dict(entries)

    def _fits(self, entry: dict[str, Any]) -> bool:
        """Whether an entry has a hash, and names a file that is kept where such files are."""
        digest, file = entry.get("sha256"), entry.get("file")
        if not isinstance(digest, str) or not isinstance(file, str):
            return False
        return (self.lock.parent / file).resolve().is_relative_to((self.lock.parent / _FOLDER).resolve())

    def _kept(self, name: str, kept: Path, entry: Any) -> bytes | None:
        """What is kept of a file; None where it is not there, so that it has to be asked for again."""
        try:
            content = kept.read_bytes()
        except OSError:
            return None
        if _digest(content) != entry["sha256"]:
            raise _changed(name, str(kept), "what came from there")
        return content

    def _place(self, url: str) -> Path:
        """The file that keeps what is at a URL."""
        parts = urlsplit(url)
        path = [_UNSAFE.sub("_", part) for part in parts.path.split("/") if part.strip(".")] or ["index"]
        stem, dot, suffix = path[-1].rpartition(".")
        mark = _digest(url.encode())[:8]
        path[-1] = f"{stem}-{mark}.{suffix}" if dot else f"{path[-1]}-{mark}"
        return self.lock.parent.joinpath(_FOLDER, _UNSAFE.sub("_", parts.netloc.rpartition("@")[2]), *path)

    def _keep(self, name: str, kept: Path, content: bytes) -> None:
        file = kept.relative_to(self.lock.parent).as_posix()
        self._locked()[name] = {"file": file, "sha256": _digest(content), "size": len(content)}
        self._fresh.add(name)
        if self.keeps:
            _replace(kept, content)
            text = json.dumps({"files": dict(sorted(self._locked().items()))}, indent=2) + "\n"
            _replace(self.lock, text.encode())


_HINT: Final = "save a copy beside the document and refer to that by its path, or allow it with --allow-remote"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _replace(path: Path, content: bytes) -> None:
    """Write a file at once, so that nobody finds half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def _unusable(code: Code, message: str, hint: str | None = None) -> UnusableInput:
    return UnusableInput(Diagnostic(code, message, None, hint))


def _changed(name: str, what: str, before: str) -> UnusableInput:
    hint = "look at what changed, and accept it with --allow-remote --update-remote"
    return _unusable(CHANGED, f"{name}: {what} is not {before}", hint)


class _Redirects(HTTPRedirectHandler):
    """Follows redirects within a host; that from http to https is one of these."""

    def redirect_request(  # noqa: PLR0917 # as the library has it
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        same = old.hostname == new.hostname and new.scheme in ("http", "https")
        if not same or (old.port != new.port and (old.scheme, new.scheme) != ("http", "https")):
            raise _unusable(
                UNREACHABLE, f"{shown(req.full_url)} sends on to another host, {new.netloc.rpartition('@')[2]}"
            )
        if old.scheme == "https" and new.scheme == "http":
            raise _unusable(UNREACHABLE, f"{shown(req.full_url)} sends on to a connection that is not secure")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetched(url: str, name: str, size: int) -> bytes:
    """What is at a URL now."""
    if "@" in urlsplit(url).netloc:
        hint = "get it by other means, and give the file"
        raise _unusable(UNREACHABLE, f"{name} is asked for with a password in the URL, which is not sent", hint)
    deadline = time.monotonic() + _TIMEOUT
    content = bytearray()
    try:
        with build_opener(_Redirects).open(Request(url, headers=_HEADERS), timeout=_TIMEOUT) as answer:
            while chunk := answer.read1(_CHUNK):
                content += chunk
                if len(content) > size:
                    raise _unusable(UNREACHABLE, f"{name} is larger than {size // (1024 * 1024)} MB")
                if time.monotonic() > deadline:
                    raise TimeoutError(f"it takes more than {_TIMEOUT:.0f} seconds")
    except HTTPError as error:
        raise _unusable(UNREACHABLE, f"{name} cannot be got: the answer is {error.code} {error.reason}") from None
    except (OSError, ValueError) as error:  # ValueError: no URL that can be asked for
        reason = getattr(error, "reason", None) or error
        raise _unusable(UNREACHABLE, f"{name} cannot be got: {reason}") from None
    return bytes(content)
