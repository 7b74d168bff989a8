"""What became of the corpus, as text: counts first, then every kind of failure with its documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tests.corpus.trial import Result, Verdict

_SHOWN = 3
_QUOTED = re.compile(r'"[^"]*"')
_TITLES = {
    Verdict.REFUSED: "refused",
    Verdict.FAILED: "internal errors",
    Verdict.UNUSABLE: "packages that do not import",
}


def defects(results: Iterable[Result]) -> int:
    """How many documents show a defect of the generator; a refusal is none where its reason is a good one."""
    broken = (Verdict.FAILED, Verdict.UNUSABLE)
    return sum(1 for one in results if one.verdict in broken or one.type_errors)


def lines(results: Sequence[Result]) -> Iterator[str]:
    """The table."""
    yield f"{'documents':<30} {len(results):>6,}"
    yield f"{'packages made':<30} {_count(results, Verdict.MADE):>6,}"
    for verdict, title in _TITLES.items():
        yield f"{title:<30} {_count(results, verdict):>6,}"
        yield from _kinds({one.document: one.reasons for one in results if one.verdict is verdict})
    checked = {one.document: one.type_errors for one in results if one.type_errors is not None}
    if checked:
        yield f"{'checked by mypy --strict':<30} {len(checked):>6,}"
        yield f"{'with type errors':<30} {sum(1 for errors in checked.values() if errors):>6,}"
        yield from _kinds({document: tuple(map(_error_kind, errors)) for document, errors in checked.items()})
    yield f"{'seconds of work':<30} {sum(one.seconds for one in results):>6,.0f}"


def _count(results: Iterable[Result], verdict: Verdict) -> int:
    return sum(1 for one in results if one.verdict is verdict)


def _kinds(reasons: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Each kind of reason: in how many documents it stands, and some of these."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for document, said in reasons.items():
        for reason in said:
            kind, _, detail = reason.partition(": ")
            found[kind].setdefault(document, detail)
    for kind, documents in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"  {len(documents):>5,}  {kind}"
        for document, detail in list(documents.items())[:_SHOWN]:
            yield f"           {document}: {detail}"
        if len(documents) > _SHOWN:
            yield f"           and {len(documents) - _SHOWN:,} more"


def _error_kind(error: str) -> str:
    """A type error under the words that others of its kind have, too."""
    place, _, text = error.partition(": ")
    kind = _QUOTED.sub('"..."', text).replace(": ", " - ")
    return f"{kind}: {place}: {text}"
