"""Findings as text: the place, the lines around it, and nothing that a terminal would obey."""

from __future__ import annotations

from generator.diagnostics import Code, Diagnostic, Diagnostics, Related, Severity, render
from generator.source import Location

CODE = Code("some-code", Severity.WARNING, "for this test")
TEXT = "first\nsecond\n\nfourth\nfifth\n"


def at(line: int, column: int = 1, file: str = "a.yaml") -> Location:
    return Location(file, line, column)


def test_the_line_and_the_one_before_it():
    """Without related places the line before gives the context, unless it is blank."""
    assert render(Diagnostic(CODE, "oops", at(2, 3)), {"a.yaml": TEXT}) == (
        "a.yaml:2:3: warning: some-code: oops\n    1 | first\n  > 2 | second"
    )
    assert render(Diagnostic(CODE, "oops", at(4)), {"a.yaml": TEXT}).endswith("oops\n  > 4 | fourth")


def test_related_places_give_the_context():
    """A related place in the same file is shown with its line, whichever comes first; one in another file as a note."""
    related = (Related("also here", at(5)), Related("and there", at(9, 2, "b.yaml")))
    printed = render(Diagnostic(CODE, "oops", at(2), hint="try this", related=related), {"a.yaml": TEXT})
    assert printed.splitlines()[1:] == [
        "  > 2 | second",
        "    5 | fifth",
        "  note: also here at a.yaml:5:1",
        "  note: and there at b.yaml:9:2",
        "  hint: try this",
    ]


def test_places_without_text():
    """A finding without a place, in an unknown file, or beyond the end of its file is printed without lines."""
    assert render(Diagnostic(CODE, "oops"), {}) == "warning: some-code: oops"
    assert render(Diagnostic(CODE, "oops", at(1)), {}) == "a.yaml:1:1: warning: some-code: oops"
    assert render(Diagnostic(CODE, "oops", at(99)), {"a.yaml": TEXT}).count("\n") == 0


def test_nothing_reaches_the_terminal_as_a_command():
    """Control characters, escapes and bidi controls are shown as escapes, wherever they stand."""
    hostile = "a\x1b[31m\u202e\x00b\ud800"
    diagnostic = Diagnostic(CODE, hostile, at(1, file="f\x1b.yaml"), hint=hostile, related=(Related(hostile, at(1)),))
    printed = render(diagnostic, {"f\x1b.yaml": hostile})
    assert all(character.isprintable() for character in printed.replace("\n", ""))
    assert printed.count("a\\x1b[31m\\u202e\\x00b\\ud800") == 4


def test_long_lines_are_cut_around_the_place():
    """Of a very long line the part with the place is shown."""
    line = "x" * 500 + "HERE" + "y" * 500
    shown = render(Diagnostic(CODE, "oops", at(1, 501)), {"a.yaml": line}).splitlines()[1]
    assert "HERE" in shown
    assert len(shown) < 200
    assert shown.startswith("  > 1 | ...x")
    assert shown.endswith("y...")


def test_lines_end_where_yaml_ends_them():
    """Line numbers come from the YAML parser, so lines are counted like there."""
    text = "a\r\nb\rc\x85d\u2028e"
    lines = [render(Diagnostic(CODE, "oops", at(n)), {"a.yaml": text}).splitlines()[-1][-1] for n in range(1, 6)]
    assert lines == list("abcde")


def test_findings_are_kept_once_and_in_document_order():
    """The same finding twice is one; order is that of the places."""
    diagnostics = Diagnostics()
    for line in (5, 2, 5):
        diagnostics.report(CODE, "oops", at(line))
    diagnostics.report(CODE, "no place")
    assert [found.location.line if found.location else 0 for found in diagnostics.sorted()] == [0, 2, 5]
    assert diagnostics.errors == 0
