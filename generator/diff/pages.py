"""Classes of pages, then and now."""

from __future__ import annotations

from collections.abc import Sequence

from generator.diff.clients import Found
from generator.diff.codes import Code, Reason
from generator.diff.model import Finding
from generator.diff.type_changes import RESPONSE, TypeChanges
from generator.ir.package import PageScheme


def page_changes(old: Sequence[PageScheme], new: Sequence[PageScheme], types: TypeChanges) -> Found:
    """What changed of the classes that lists are answered with; the methods that use them tell which come and go."""
    before, after = {scheme.name: scheme for scheme in old}, {scheme.name: scheme for scheme in new}
    for name in sorted(before.keys() & after.keys()):
        subject, one, other = f"pagination.Sync{name}", before[name], after[name]
        if _words(one) != _words(other):
            yield (
                subject,
                Finding(code=Code.PAGES_CHANGED, reason=Reason.SAME_CALL, before=_words(one), after=_words(other)),
            )
        fields, now = dict(one.fields), dict(other.fields)
        for field in sorted(fields.keys() | now.keys()):
            if field not in now:
                yield f"{subject}.{field}", Finding(code=Code.FIELD_REMOVED, reason=Reason.GONE)
            elif field not in fields:
                yield f"{subject}.{field}", Finding(code=Code.FIELD_ADDED, reason=Reason.ONLY_NEW)
            else:
                for finding in types.between(fields[field], now[field], RESPONSE):
                    yield f"{subject}.{field}", finding


def _words(scheme: PageScheme) -> tuple[str, ...]:
    """How the next page is asked for."""
    wires = (scheme.items, scheme.cursor_param, scheme.cursor_field, scheme.item_id, scheme.has_more, scheme.total)
    return (scheme.kind.value, *(wire or "-" for wire in wires))
