"""What the changelog beside an output and the lock tell of earlier versions."""

from __future__ import annotations

import re
from typing import Final

from generator.ir.history import History
from generator.ir.package import Package, methods_of
from generator.published.lock import Lock
from generator.published.names import Kind
from generator.published.record import method_name

_ENTRY: Final = re.compile(r"^## +(.+)$", re.MULTILINE)
_VERSION: Final = re.compile(r"\[?v?(\d+\.\d+\.\d+)\b")
_DEPRECATED: Final = re.compile(r"^- `(client\.[\w.]+)(?:\(\))?` is deprecated\.", re.MULTILINE)
"""What an update writes of a method that has been deprecated."""


def history(changelog: str, lock: Lock, package: Package) -> History:
    """What is known of a package's earlier versions. A method that a lock does not have is new in this one.

    Of what is there since the first version nothing is said, which so is the same before and after that is locked.
    """
    entries = _entries(changelog)
    deprecated: dict[str, str] = {}
    for title, text in entries:
        version = _VERSION.match(title)
        if version is not None:  # the newest is first: of a method that was restored meanwhile, the last time counts
            for name in _DEPRECATED.findall(text):
                deprecated.setdefault(name, version[1])
    keys = ((resource, operation.name) for resource, operation in methods_of(package))
    names = {key: method_name(*key) for key in keys} if lock or deprecated else {}
    first = min((line.since for line in lock.by_name.values()), key=_in_order, default="")
    since = {key: _since(lock, name, package.version) for key, name in names.items()} if lock else {}
    return History(
        entries=entries,
        since={key: version for key, version in since.items() if version != first},
        deprecated_since={key: deprecated[name] for key, name in names.items() if name in deprecated},
    )


def _in_order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _since(lock: Lock, name: str, current: str) -> str:
    line = lock.by_name.get(name)
    return current if line is None or line.kind is Kind.GONE else line.since


def _entries(changelog: str) -> tuple[tuple[str, str], ...]:
    _, *found = _ENTRY.split(changelog)
    return tuple((title.strip(), text.strip()) for title, text in zip(found[::2], found[1::2], strict=True))
