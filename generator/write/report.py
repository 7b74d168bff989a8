"""What a run tells about itself: the summary's lines, and the whole ledger as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from generator import __version__
from generator.diagnostics import Diagnostic, Severity
from generator.ledger import CONFIG_KEY, LEFT_OUT_OF_PART, UNLISTED, Entry, Ledger, Outcome
from generator.source import Location
from generator.values import Value, field

_KINDS: Final = ("operation", "schema", "webhook")
_FURTHER: Final = ("callback", "transform")
"""What is told of where there is any."""
_TRANSFORM: Final = "transform"
"""What is not made something of, but applied."""
_SEVERITIES: Final = tuple(severity.value for severity in Severity)


class Findings(Value, kw_only=True):
    """All findings of one code: how many, and the place of the first (none where it is not known any more)."""

    severity: str
    code: str
    count: int
    first: str | None = None

    def line(self) -> str:
        """The group on one line."""
        times = "once" if self.count == 1 else f"{self.count:,} times"
        if self.first is None:
            return f"{self.severity}: {self.code}: {times}"
        return f"{self.severity}: {self.code}: {times}, {'' if self.count == 1 else 'first '}at {self.first}"


class Summary(Value, kw_only=True):
    """What was read, what was made of it, and what was found on the way, errors excepted. Counts are by kind.

    `config_keys` are those of the config that count in part or not at all, `unlisted` what it does not list, `left_out`
    what is in no part of the API that was asked for, and is not counted as dropped. `not_ours` are the templates and
    plugins of the project's own that had a part in it, by these words.
    """

    read: Mapping[str, int]
    generated: Mapping[str, int]
    approximated: int
    dropped: int
    findings: tuple[Findings, ...]
    config_keys: Mapping[str, int] = field(default_factory=dict)
    unlisted: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    not_ours: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """What the run read and generated, for people."""
        lines = [
            f"read       {_counted(self.read)}",
            *([f"part       {self._part()} (--report FILE lists the others)"] if self.left_out else []),
            *(
                [f"transforms {self.generated[_TRANSFORM]:,} of {read:,} applied"]
                if (read := self.read.get(_TRANSFORM))
                else []
            ),
            f"generated  {_counted(self.generated)}",
            f"ledger     {self.approximated:,} approximated, {self.dropped:,} dropped (--report FILE lists them)",
        ]
        if self.config_keys:
            named = (f"{key} ({count:,} times)" if count > 1 else key for key, count in self.config_keys.items())
            lines.append(f"config     in part or without effect: {', '.join(named)}")
        if self.unlisted:
            remark = "left out, as the config does not list them (`sdkgen.unlisted: include` makes them)"
            lines.append(f"unlisted   {_counted(self.unlisted)} {remark}")
        lines += [f"{kind:<10} of the project: {', '.join(names)}" for kind, names in self.not_ours.items()]
        return lines

    def _part(self) -> str:
        """How much of the document was asked for."""
        counts = {kind: (read - self.left_out.get(kind, 0), read) for kind, read in self.read.items() if kind in _KINDS}
        return ", ".join(f"{kept:,} of {read:,} {kind}s" for kind, (kept, read) in counts.items() if read)

    def as_json(self) -> dict[str, Any]:
        """The summary without places, to be kept for a run that finds nothing changed."""
        return {
            "read": dict(self.read),
            "generated": dict(self.generated),
            "approximated": self.approximated,
            "dropped": self.dropped,
            "config_keys": dict(self.config_keys),
            "unlisted": dict(self.unlisted),
            "left_out": dict(self.left_out),
            "not_ours": {kind: list(names) for kind, names in self.not_ours.items()},
            "findings": [[group.severity, group.code, group.count] for group in self.findings],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Summary:
        """The summary that `as_json` gave. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        return cls(
            read={kind: int(kept["read"][kind]) for kind in (*_KINDS, *_further(kept["read"]))},
            generated={kind: int(kept["generated"][kind]) for kind in (*_KINDS, *_further(kept["read"]))},
            approximated=int(kept["approximated"]),
            dropped=int(kept["dropped"]),
            config_keys={str(key): int(count) for key, count in kept["config_keys"].items()},
            unlisted={str(kind): int(count) for kind, count in kept["unlisted"].items()},
            left_out={str(kind): int(count) for kind, count in kept["left_out"].items()},
            not_ours={str(kind): [str(name) for name in names] for kind, names in kept["not_ours"].items()},
            findings=tuple(
                Findings(severity=str(severity), code=str(code), count=int(count))
                for severity, code, count in kept["findings"]
            ),
        )


def summarise(
    ledger: Ledger, findings: Iterable[Diagnostic], *, not_ours: Mapping[str, Sequence[str]] | None = None
) -> Summary:
    """The summary of a finished run; `findings` in the order in which they are shown."""
    left_out = Counter(entry.kind for entry in ledger.entries if entry.reason in LEFT_OUT_OF_PART)
    outcomes = Counter(entry.outcome for entry in ledger.entries)
    return Summary(
        read={kind: ledger.read[kind] for kind in (*_KINDS, *_further(ledger.read))},
        generated={kind: ledger.generated[kind] for kind in (*_KINDS, *_further(ledger.read))},
        approximated=outcomes[Outcome.APPROXIMATED],
        dropped=outcomes[Outcome.DROPPED] - left_out.total(),
        config_keys=_sorted(
            Counter(entry.group or entry.subject for entry in ledger.entries if entry.kind == CONFIG_KEY)
        ),
        unlisted=_sorted(Counter(entry.kind for entry in ledger.entries if entry.reason == UNLISTED)),
        left_out=_sorted(left_out),
        findings=_grouped(findings),
        not_ours=not_ours or {},
    )


def ledger_json(
    ledger: Ledger, findings: Iterable[Diagnostic], *, not_ours: Mapping[str, Sequence[str]] | None = None
) -> str:
    """The ledger with everything that was found, for programs: the same text for the same input."""
    content = {
        "generator": f"sdkgen {__version__}",
        "read": _sorted(ledger.read),
        "generated": _sorted(ledger.generated),
        "keywords": _sorted(ledger.keywords),
        "entries": [_entry(entry) for entry in sorted(ledger.entries, key=_entry_order)],
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in findings],
        **{kind: list(names) for kind, names in (not_ours or {}).items()},
    }
    return json.dumps(content, indent=2, ensure_ascii=True) + "\n"


def _grouped(findings: Iterable[Diagnostic]) -> tuple[Findings, ...]:
    groups: dict[tuple[int, str], list[Diagnostic]] = {}
    for diagnostic in findings:
        severity = diagnostic.code.severity.value
        if severity == Severity.ERROR.value:
            continue
        groups.setdefault((_SEVERITIES.index(severity), diagnostic.code.id), []).append(diagnostic)
    return tuple(
        Findings(
            severity=_SEVERITIES[rank],
            code=code,
            count=len(group),
            first=str(group[0].location) if group[0].location else None,
        )
        for (rank, code), group in sorted(groups.items())
    )


def _further(read: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(kind for kind in _FURTHER if read.get(kind))


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if kind != _TRANSFORM
    )


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in sorted(counts)}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "subject": entry.subject,
        "outcome": entry.outcome.value,
        "reason": entry.reason,
        "location": _location(entry.location),
    }


def _entry_order(entry: Entry) -> tuple[str, str, str, int, int, str, str]:
    at = entry.location
    return (entry.outcome.value, entry.kind, at.file, at.line, at.column, entry.subject, entry.reason)


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "severity": diagnostic.code.severity.value,
        "code": diagnostic.code.id,
        "message": diagnostic.message,
        "location": _location(diagnostic.location) if diagnostic.location else None,
        "hint": diagnostic.hint,
        "others": [_location(other) for other in diagnostic.others],
        "related": [{"message": other.message, "location": _location(other.location)} for other in diagnostic.related],
    }


def _location(location: Location) -> dict[str, Any]:
    return {"file": location.file, "line": location.line, "column": location.column, "pointer": location.pointer}
