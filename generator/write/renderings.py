"""What earlier runs rendered, so that a run renders and formats only what changed.

A file's text is decided by its key (see `render/recipes.py`) and by the generator. `OUT/.sdkgen/rendered.json` keeps
for each generated file the key that it was rendered under and the hash of what became of it; the content is the file
itself. A run works out all keys, which is cheap, and renders what has another key or is not in the folder any more.

The memory may be missing, stale or damaged: that costs time and cannot make a wrong result. It counts for the same
generator only (sources, templates, libraries); a key covers everything else; and the writer takes a file for what is
remembered only where the file in the folder and the manifest agree with the hash. It is JSON: nothing of it is run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from generator.values import Value, field
from generator.write.manifest import STATE_NAME

_NAME: Final = "rendered.json"


class Unrendered(Value):
    """A file that `text` renders. `key` stands for what decides the text; `digest` is the hash of what an earlier run
    made of the same, None where none did: a folder that holds that needs no other."""

    key: str
    digest: str | None
    text: Callable[[], str | bytes]


File: TypeAlias = str | bytes | Unrendered


def content_of(file: File) -> str | bytes:
    """What is in a file, not formatted yet."""
    return file.text() if isinstance(file, Unrendered) else file


class Renderings(Value):
    """The files that earlier runs of one generator left: path -> key, and hash of the content."""

    generator: object = None
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def digest(self, path: str, key: str) -> str | None:
        """The hash of what was made under this key; None where that is not known."""
        remembered = self.files.get(path)
        return remembered[1] if remembered and remembered[0] == key else None

    def after(self, keys: Mapping[str, str], contents: Mapping[str, str]) -> Renderings:
        """With what a run rendered: its `keys`, and the hashes of all generated files, its own and those it kept."""
        earlier = {path: entry for path, entry in self.files.items() if path in contents and path not in keys}
        return Renderings(self.generator, earlier | {path: (key, contents[path]) for path, key in keys.items()})


NOTHING_RENDERED: Final = Renderings()


def read_renderings(out: Path, generator: object) -> Renderings:
    """What is remembered about `out`: nothing where it was made by another generator, or cannot be read."""
    try:
        kept = json.loads((out / STATE_NAME / _NAME).read_bytes())
        if kept["generator"] != generator:
            return Renderings(generator)
        return Renderings(generator, {path: _entry(entry) for path, entry in kept["files"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Renderings(generator)


def write_renderings(out: Path, renderings: Renderings) -> None:
    """Remember for the next run."""
    content = {"generator": renderings.generator, "files": renderings.files}
    (out / STATE_NAME / _NAME).write_bytes(json.dumps(content, sort_keys=True).encode())


def _entry(entry: Any) -> tuple[str, str]:
    key, digest = entry
    return str(key), str(digest)
