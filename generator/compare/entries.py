"""Entries of a config: by the keys that lead to them, put together into one, and written as YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from generator.values import Value

_PLAIN: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.-]*( /?[A-Za-z0-9_{}/.-]+)?")
_RESERVED: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class Entry(Value, kw_only=True):
    """What a config says under a path of keys: text, a truth value, a list or a mapping."""

    keys: tuple[str, ...]
    value: Any


def fragment(entries: Iterable[Entry]) -> dict[str, Any]:
    """A config that says all of them. Mappings and lists under the same keys add up; of other values the first
    counts."""
    root: dict[str, Any] = {}
    for entry in entries:
        at = root
        for key in entry.keys[:-1]:
            inner = at.setdefault(key, {})
            if not isinstance(inner, dict):
                break
            at = inner
        else:
            _put(at, entry.keys[-1], entry.value)
    return root


def _put(at: dict[str, Any], key: str, value: Any) -> None:
    known = at.get(key)
    if isinstance(known, dict) and isinstance(value, Mapping):
        for inner, item in value.items():
            _put(known, inner, item)
    elif isinstance(known, list) and isinstance(value, list):
        known += [item for item in value if item not in known]
    elif key not in at:
        at[key] = {} if isinstance(value, Mapping) else list(value) if isinstance(value, list) else value
        if isinstance(value, Mapping):
            _put(at, key, value)


def yaml(config: Mapping[str, Any]) -> str:
    """A config as YAML. Text that could mean anything else is quoted, as JSON does it."""
    return "".join(f"{line}\n" for line in _lines(config, ""))


def _lines(config: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in config.items():
        if isinstance(value, Mapping) and value:
            yield f"{indent}{_scalar(key)}:"
            yield from _lines(value, f"{indent}  ")
        else:
            yield f"{indent}{_scalar(key)}: {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_scalar(key)}: {_inline(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_quoted, value))}]"
    return _scalar(value)


def _quoted(value: Any) -> str:
    return value if isinstance(value, str) and value.isidentifier() and value not in _RESERVED else json.dumps(value)


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value)
