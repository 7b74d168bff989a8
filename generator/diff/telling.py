"""Findings to changes: each place of the document is told once, types come and go with what needs them, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from generator.diff.codes import Code, Reason, Verdict
from generator.diff.model import Change, Located
from generator.diff.pairing import Index, Pairing
from generator.diff.spelling import type_path
from generator.ir.declarations import types_of_declaration
from generator.ir.types import Named, TypeExpr, named
from generator.values import Mutable, replace

_SHARED = frozenset({Code.ERROR_ADDED, Code.ERROR_REMOVED, Code.ERROR_CHANGED})
_CODES = {code: number for number, code in enumerate(Code)}


def told(
    located: Sequence[Located], pairing: Pairing, old_arguments: Set[Named], new_arguments: Set[Named]
) -> tuple[Change, ...]:
    """The changes that findings amount to. Types that hold the arguments of methods come and go with those alone."""
    ordered = sorted(located, key=_order)
    only_new = pairing.new_index.keys() - pairing.old.keys() - pairing.second_names()
    coming = _Travellers(pairing.new_index, only_new, new_arguments)
    going = _Travellers(pairing.old_index, pairing.gone(), old_arguments)
    merged: dict[tuple[object, ...], Change] = {}
    for number, one in enumerate(ordered):
        finding = one.finding
        # A type that is gone breaks its imports, so that only a breaking change tells enough of it.
        brings = coming.take(finding.brings)
        takes = going.take(finding.takes) if finding.reason.verdict is Verdict.BREAKING else ()
        key = _place(one) or (number,)
        merged[key] = _change(one, brings, takes, merged.get(key))
    changes = [*merged.values(), *_alone(coming, Code.TYPE_ADDED), *_alone(going, Code.TYPE_REMOVED)]
    return tuple(sorted(changes, key=lambda c: (c.verdict.rank, c.subject, _CODES[c.code], c.part)))


def _order(one: Located) -> tuple[int, str, int, str]:
    finding = one.finding
    return finding.reason.verdict.rank, one.subject, _CODES[finding.code], finding.part


def _place(one: Located) -> tuple[object, ...] | None:
    """What makes findings one change: the same happens at the same place of the document, or to errors of a status."""
    if one.finding.code in _SHARED:
        return one.finding.code, one.finding.part, one.finding.before, one.finding.after
    places = tuple((at.file, at.pointer) if at is not None else None for at in (one.old, one.new))
    if not any(places):
        return None
    finding = one.finding
    return finding.code, finding.reason, finding.part, finding.before, finding.after, *places


def _change(one: Located, brings: tuple[str, ...], takes: tuple[str, ...], known: Change | None) -> Change:
    finding = one.finding
    if known is None:
        return Change(
            code=finding.code,
            reason=finding.reason,
            subject=one.subject,
            part=finding.part,
            before=finding.before,
            after=finding.after,
            brings=brings,
            takes=takes,
            old=one.old,
            new=one.new,
        )
    also = known.also if one.subject in (known.subject, *known.also) else (*known.also, one.subject)
    return replace(known, also=also, brings=(*known.brings, *brings), takes=(*known.takes, *takes))


class _Travellers(Mutable):
    """Declarations that only one side has, each to be told once."""

    index: Index
    left: set[Named]
    silent: Set[Named]

    def take(self, roots: Iterable[TypeExpr]) -> tuple[str, ...]:
        """Those that types lead to through nothing but each other."""
        found: list[Named] = []
        pending = [name for name in named(roots) if name in self.left]
        while pending:
            name = pending.pop()
            if name in self.left:
                self.left.remove(name)
                found.append(name)
                pending += [other for other in named(types_of_declaration(self.index[name])) if other in self.left]
        return tuple(sorted(type_path(self.index[name]) for name in found))

    def tops(self) -> list[Named]:
        """Those that no other one that is left mentions, then the first of each circle, until none is left."""
        used = {other for name in self.left for other in named(types_of_declaration(self.index[name])) if other != name}
        return sorted(self.left - self.silent, key=lambda name: (name in used, type_path(self.index[name])))


def _alone(travellers: _Travellers, code: Code) -> list[Change]:
    """Types that come or go and that nothing else tells of."""
    changes = []
    for name in travellers.tops():
        if name not in travellers.left:
            continue
        declaration = travellers.index[name]
        own = type_path(declaration)
        others = tuple(path for path in travellers.take((name,)) if path != own)
        added = code is Code.TYPE_ADDED
        changes.append(
            Change(
                code=code,
                reason=Reason.ONLY_NEW if added else Reason.GONE,
                subject=own,
                brings=others if added else (),
                takes=() if added else others,
                old=None if added else declaration.location,
                new=declaration.location if added else None,
            )
        )
    return changes
