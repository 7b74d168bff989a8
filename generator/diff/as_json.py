"""A difference for programs."""

from __future__ import annotations

import json
from typing import Any

from generator.diff.model import Change, Difference
from generator.diff.saying import migration, what, why
from generator.source import Location


def as_json(difference: Difference) -> str:
    """Everything that is known of a difference; the same text for the same documents."""
    content = {
        "bump": difference.bump.value,
        "counts": {verdict.value: len(changes) for verdict, changes in difference.groups()},
        "changes": [_change(change) for change in difference.changes],
    }
    return json.dumps(content, indent=2, ensure_ascii=True)


def _change(change: Change) -> dict[str, Any]:
    return {
        "code": change.code.value,
        "verdict": change.verdict.value,
        "subject": change.subject,
        "part": change.part,
        "what": what(change, str),
        "reason": why(change),
        "migration": migration(change, str),
        "before": list(change.before),
        "after": list(change.after),
        "also": list(change.also),
        "brings": list(change.brings),
        "takes": list(change.takes),
        "old": _place(change.old),
        "new": _place(change.new),
    }


def _place(at: Location | None) -> dict[str, Any] | None:
    if at is None:
        return None
    return {"file": at.file, "line": at.line, "column": at.column, "pointer": at.pointer}
