"""The other files of a document: each is read once, and only from where a document may send its reader."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import unquote, urlsplit

from generator.diagnostics import Code, Related, Severity, UnusableInput, register
from generator.document.load import LoadedFile
from generator.document.nodes import ListNode, MapNode, kind_of
from generator.document.similar import Similar
from generator.values import Value

REMOTE = register("remote-reference", Severity.WARNING, "A `$ref` leads to the network, which was not allowed.")
OUTSIDE = register(
    "reference-outside", Severity.WARNING, "A `$ref` leads to a file outside the folder that files may be read from."
)
DANGLING = register("dangling-reference", Severity.WARNING, "A `$ref` leads to nothing.")

SUFFIXES: Final = (".yaml", ".yml", ".json")
"""What a file beyond the folder of the entry must be called, where no root was named."""


class Refusal(Value, kw_only=True):
    """Why there is nothing at the end of a reference; `why` goes on after its text."""

    code: Code
    why: str
    hint: str | None = None
    related: tuple[Related, ...] = ()


class Reach(Value, kw_only=True):
    """How far a document may reach for its other files.

    With `entry_at_url` the document itself is on the network. `root` is the folder that its files stand in (None: their
    common folder, within limits). `lock` names what came from the network, and is kept there; more is got where
    `remote` is allowed, all of it anew with `update_remote`. `entry_allowed` and `update_entry` say the same of the
    document itself. With `keep_remote` what came is kept.
    """

    entry_at_url: bool = False
    root: Path | None = None
    lock: Path | None = None
    remote: bool = False
    update_remote: bool = False
    entry_allowed: bool = False
    update_entry: bool = False
    keep_remote: bool = False


Fetch: TypeAlias = Callable[[str], LoadedFile | Refusal]
"""Gets what is at a URL."""


def dead_end(node: Any, way: str, missing: str, similar: Similar) -> Refusal:
    """Why a pointer does not go on from a node, which stands at `way`, by the key `missing`."""
    if not isinstance(node, MapNode | ListNode):
        return Refusal(code=DANGLING, why=f"leads into {kind_of(node)} at {way}")
    hint = similar.hint(missing, node if isinstance(node, MapNode) else ())
    return Refusal(code=DANGLING, why=f'leads to nothing: there is no "{missing}" in {way}', hint=hint)


class Files:
    """Reads the files that a document consists of. `root` is the folder they must stand in, None where none is named.

    Without one they stand in a common folder, which must be one of the user's own. `remote` gets what is at a URL, and
    is None where that is not allowed.
    """

    def __init__(
        self,
        entry: LoadedFile,
        load_file: Callable[[str], LoadedFile],
        *,
        root: Path | None = None,
        remote: Fetch | None = None,
    ) -> None:
        self._load_file = load_file
        self._remote = remote
        self._root = None if root is None else root.resolve()
        self._known: dict[str, LoadedFile | Refusal] = {}
        self._uris: dict[str, str] = {}
        if entry.url is not None:
            self._folder, uri = None, entry.url
        elif entry.from_stdin:
            self._folder = self._root
            uri = "stdin:" if self._root is None else (self._root / "-").as_uri()
        else:
            path = Path(entry.name).resolve()
            self._folder, uri = path.parent, path.as_uri()
        self._shown = Path("" if entry.from_stdin or entry.url else entry.name).parent
        self.entry_uri = uri
        self._keep(uri, entry)

    def uri_of(self, file: LoadedFile) -> str:
        """Where a file was got from."""
        return self._uris[file.name]

    def is_known(self, uri: str) -> bool:
        """Whether a URI was asked for before."""
        return uri in self._known

    def get(self, uri: str, referrer: LoadedFile) -> LoadedFile | Refusal:
        """The file at a URI that something in `referrer` names."""
        known = self._known.get(uri)
        if known is None:
            known = self._keep(uri, self._read(uri, referrer))
        return known

    def _keep(self, uri: str, found: LoadedFile | Refusal) -> LoadedFile | Refusal:
        self._known[uri] = found
        if not isinstance(found, Refusal):
            self._uris[found.name] = uri
        return found

    def _read(self, uri: str, referrer: LoadedFile) -> LoadedFile | Refusal:
        scheme = urlsplit(uri).scheme
        if scheme == "file" and not urlsplit(uri).netloc:
            return self._read_file(uri, referrer)
        if scheme in ("file", "http", "https"):
            return self._fetch(uri)
        if scheme in ("", "stdin"):
            return Refusal(code=OUTSIDE, why=_NO_FOLDER, hint="give the document as a file, or name a folder by --root")
        return Refusal(code=REMOTE, why="leads to nothing that the document has")

    def _fetch(self, url: str) -> LoadedFile | Refusal:
        if self._remote is None or url.startswith("file:"):
            hint = "save a copy beside the document and refer to that by its path, or allow it with --allow-remote"
            return Refusal(code=REMOTE, why="leads to the network", hint=hint)
        return self._remote(url)

    def _read_file(self, uri: str, referrer: LoadedFile) -> LoadedFile | Refusal:
        if referrer.url is not None:
            return Refusal(code=OUTSIDE, why="leads from the network to a file of this machine")
        if self._folder is None:
            return Refusal(code=OUTSIDE, why=_NO_FOLDER, hint="give the document as a file, or name a folder by --root")
        try:
            wanted = Path(unquote(urlsplit(uri).path)).resolve()
        except (OSError, ValueError):  # a loop of links; a NUL
            return Refusal(code=OUTSIDE, why="leads to no path")
        if not self._may_be_read(wanted):
            where = "the folder of the document" if self._root is None else f"{self._root}"
            hint = "name the folder that all files of the document stand in by --root"
            return Refusal(code=OUTSIDE, why=f"leads to a file outside {where}", hint=hint)
        try:
            return self._load_file(os.path.normpath(self._shown / os.path.relpath(wanted, self._folder)))
        except UnusableInput as error:
            return self._unreadable(error)

    def _may_be_read(self, wanted: Path) -> bool:
        if self._root is not None:
            return wanted.is_relative_to(self._root)
        assert self._folder is not None
        if wanted.is_relative_to(self._folder):
            return True
        common = Path(os.path.commonpath((self._folder, wanted)))
        return wanted.suffix.lower() in SUFFIXES and not any(path.is_relative_to(common) for path in _not_ones_own())

    def _unreadable(self, error: UnusableInput) -> Refusal:
        why = error.diagnostic
        related = (Related("what is wrong", why.location),) if why.location else ()
        message = f"leads to a file that cannot be read ({why.message})"
        return Refusal(code=DANGLING, why=message, hint=why.hint, related=related)


_NO_FOLDER: Final = "leads to a file, and a document from standard input has no folder"


def _not_ones_own() -> tuple[Path, ...]:
    """Folders that are nobody's project, nor is any that contains one of them."""
    found = [Path(tempfile.gettempdir()).resolve()]
    with contextlib.suppress(RuntimeError):  # nobody's home
        found.append(Path.home().resolve())
    return tuple(found)
