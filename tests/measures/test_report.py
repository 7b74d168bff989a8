"""Reasons, the ratchet and the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.measures.explanations import Category, Explanation, explain, read_explanations, useless
from tests.measures.ratchet import Mark, raised, read_ratchet, write_ratchet
from tests.measures.report import Report, as_json, as_text
from tests.measures.tally import Comparison, Difference, Tally, presence, tally

GONE = Difference(measure="types", subject="openai.types.Gone", official="present", ours="absent")
NEWER = Explanation(category=Category.DOCUMENT_NEWER, reason="left the document", measure="types", subject="*.Gone")


def types(*differences: Difference) -> Tally:
    return Tally(measure="types", total=4, compared=3, differences=differences)


def test_counting() -> None:
    """Only what could be compared can match or differ."""
    counted = tally(
        "fields",
        [
            Comparison(subject="a", official="1", ours="1", same=True),
            Comparison(subject="b", official="1", ours="2", same=False),
            Comparison(subject="c", official="1", ours=None, same=False),
        ],
    )
    assert (counted.matched, counted.compared, counted.total) == (1, 2, 3)
    assert counted.differences == (Difference(measure="fields", subject="b", official="1", ours="2"),)
    assert presence("types", [("openai.types.Gone", False), ("openai.types.Here", True)]).differences == (GONE,)


@pytest.mark.parametrize(
    "other", [{"measure": "fields"}, {"subject": "*.Other"}, {"official": "absent"}, {"ours": "pre*"}]
)
def test_patterns(other: dict[str, str]) -> None:
    """A reason counts where all its patterns match."""
    assert NEWER.explains(GONE)
    assert not replace(NEWER, **other).explains(GONE)  # type: ignore[arg-type]


def test_the_first_reason_counts() -> None:
    """A later reason for the same difference explains nothing."""
    later = replace(NEWER, subject="*")
    explained = explain([GONE], [NEWER, later])
    assert [entry.explanation for entry in explained] == [NEWER]
    assert useless(explained, [NEWER, later]) == (later,)


def test_reading_reasons(tmp_path: Path) -> None:
    """The table of reasons is read, and a category that does not exist is refused."""
    text = '[[explanation]]\nmeasure = "types"\nsubject = "*.Gone"\ncategory = "{}"\nreason = "left the document"\n'
    file = tmp_path / "differences.toml"
    file.write_text(text.format("DOCUMENT_NEWER"), encoding="utf-8")
    assert read_explanations(file) == (NEWER,)
    several = text.replace('"*.Gone"', '["*.Gone", "*.Lost"]')
    file.write_text(several.format("DOCUMENT_NEWER"), encoding="utf-8")
    assert read_explanations(file) == (NEWER, replace(NEWER, subject="*.Lost"))
    file.write_text(text.format("WHATEVER"), encoding="utf-8")
    with pytest.raises(KeyError, match="WHATEVER"):
        read_explanations(file)


def test_numbers_that_fall(tmp_path: Path) -> None:
    """Fewer matches or more differences without a reason are defects; more matches are only told."""
    at_two = Report.of([types(GONE)], [NEWER], {"types": Mark(matched=2, unexplained=0)})
    assert (at_two.defects, at_two.stale) == ((), ())
    fewer = Report.of([types(GONE)], [NEWER], {"types": Mark(matched=3, unexplained=0)})
    assert fewer.defects == ("fallen: types: 2 matching, 0 unexplained; recorded are 3 matching, 0 unexplained",)
    unexplained = Report.of([types(GONE)], [], {"types": Mark(matched=2, unexplained=0)})
    assert unexplained.defects == ("fallen: types: 2 matching, 1 unexplained; recorded are 2 matching, 0 unexplained",)
    more = Report.of([types()], [], {"types": Mark(matched=2, unexplained=0)})
    assert more.defects == ()
    assert more.stale == ("types: 3 matching, 0 unexplained; recorded are 2 matching, 0 unexplained",)


def test_reasons_of_nothing() -> None:
    """A reason that explains nothing is a defect; one that needs the official package is not when that is absent."""
    report = Report.of([types()], [NEWER, replace(NEWER, measure="official.deep")], {})
    assert report.defects == ("explains nothing: types *.Gone: left the document",)


def test_raising(tmp_path: Path) -> None:
    """The record keeps the better of both numbers, and what was not measured."""
    file = tmp_path / "ratchet.json"
    recorded = {"fields": Mark(matched=9, unexplained=1), "types": Mark(matched=5, unexplained=4)}
    write_ratchet(
        raised(recorded, {"types": Mark(matched=6, unexplained=5), "new": Mark(matched=1, unexplained=0)}), file
    )
    assert read_ratchet(file) == {
        "fields": Mark(matched=9, unexplained=1),
        "types": Mark(matched=6, unexplained=4),
        "new": Mark(matched=1, unexplained=0),
    }


def test_text_and_json() -> None:
    """The report has the numbers, every difference under its reason, and what is to be done."""
    other = replace(GONE, subject="openai.types.Other", ours="")
    report = Report.of([types(GONE, other)], [NEWER], {"types": Mark(matched=0, unexplained=1)})
    text = "\n".join(as_text(report, "", differences=True))
    assert "types                                1         3       4    25.0%            1" in text
    assert (
        "types: 1, the document is newer than the official package: left the document\n"
        "  openai.types.Gone: official present, ours absent" in text
    )
    assert "types: 1, no reason known\n  openai.types.Other: official present, ours nothing" in text
    assert "The ratchet can be raised (--raise-ratchet records it)\n  types: 1 matching" in text
    assert "Gone" not in "\n".join(as_text(report, "", differences=False))
    told = as_json(report)
    assert told["measures"] == [{"measure": "types", "total": 4, "compared": 3, "matched": 1, "unexplained": 1}]
    assert [(entry["subject"], entry["category"]) for entry in told["differences"]] == [
        ("openai.types.Gone", "DOCUMENT_NEWER"),
        ("openai.types.Other", None),
    ]
