"""Descriptions keep their formatting and cannot leave their place, whatever is in them."""

from __future__ import annotations

import time

import pytest

from generator.render.markdown import cell, code_span, fenced, line, prose, words

BASE = "https://api.example/docs/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words, nothing else.", "Plain words, nothing else."),
        ("*soft*, **loud**, ***both*** and `code`", "*soft*, **loud**, ***both*** and `code`"),
        ("_soft_ and __loud__, but snake_case_name", "*soft* and **loud**, but snake_case_name"),
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("Say:\n- `a`: up\n- `b`: down", "Say:\n\n- `a`: up\n- `b`: down"),
        ("1. one\n2. two\n   more", "1. one\n2. two\n   more"),
        ("- outer\n  - inner\n- last", "- outer\n  - inner\n- last"),
        ("> said\n> so", "> said\n> so"),
        ("```json\n{}\n```", "```json\n{}\n```"),
        ("| a | b |\n|---|:-:|\n| 1 | `x` |", "| a | b |\n| --- | --- |\n| 1 | `x` |"),
        ("[a](https://e.com/x)", "[a](https://e.com/x)"),
        ("<https://e.com>", "[https://e.com](https://e.com)"),
        ("one<br>two", "one\\\ntwo"),
        ("&lt;tag&gt; &amp; so", "&lt;tag> & so"),
    ],
)
def test_formatting_is_kept(text: str, expected: str) -> None:
    """What descriptions use of Markdown comes out with the same meaning."""
    assert prose(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title", "**Title**"),
        ("Title\n=====", "**Title**"),
        ("Title **x**\n---\nwords", "**Title x**\n\nwords"),
        ("```\nnever closed\n# no heading", "```\nnever closed\n# no heading\n```"),
        ("- ```\n  never closed\n\nafter", "- ```\n  never closed\n  ```\n\nafter"),
        ("````\n```\n````", "````\n```\n````"),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("<!-- open comment", "&lt;!-- open comment"),
        ("![pixel](https://spy.example/p.png)", "[pixel](https://spy.example/p.png)"),
        ("wow![a](https://e.com)", "wow[a](https://e.com)"),
        ("wow!<https://e.com>", "wow\\![https://e.com](https://e.com)"),
        ("[x](javascript:alert(1))", "x"),
        ("[x](java&#115;cript:alert(1))", "x"),
        ("[x](<java\tscript:alert(1)>)", "x"),
        ("[x](data:text/html,hi)", "x"),
        ("[x](//evil.example)", "x"),
        ("[x]: https://evil.example\n\n[x]", "\\[x\\]: https://evil.example\n\n\\[x\\]"),
        ("{{ config }} {% raw %} {# no #}", "\\{\\{ config }} \\{% raw %} \\{# no #}"),
        ("a | b\n--- | ---", "| a | b |\n| --- | --- |"),
        ("-\n+ \n1. ", ""),
        ("---\nfront: matter\n---", "**front: matter**"),
        ("2024. was a year, 7) too\n8) more", "2024. was a year, 7) too\n\n8) more"),
        ("a\u202eb\u200bc\x00d\u2028e\x1b[0m", "abcd\ne\\[0m"),
        ("unclosed *a **b [c `d", "unclosed \\*a \\*\\*b \\[c \\`d"),
        ("- a\n  + ", "- a\n  \\+"),
        ("- a\n\n  +", "- a"),
        ("- a\n  -", "- **a**"),
        ("a | b\n--|", "a \\| b\n\\--\\|"),
    ],
)
def test_nothing_leaves_its_place(text: str, expected: str) -> None:
    """Headings, open fences, HTML, images, scripts, definitions, template syntax and controls are neutralised."""
    assert prose(text) == expected


def test_relative_links_start_from_the_docs_url() -> None:
    """A relative link leads below the address the document gives; a fragment leads nowhere and is only its words."""
    assert prose("[g](/guides/x) [h](y.html) [i](#z)", BASE) == (
        "[g](https://api.example/guides/x) [h](https://api.example/docs/y.html) i"
    )
    assert prose("[g](/guides/x)") == "g"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n\ntwo", "one<br><br>two"),
        ("Say:\n- `a|b`: up\n- down", "Say:<br><br>• `a\\|b`: up<br>• down"),
        ("2. two\n3. three", "2\\. two<br>3\\. three"),
        ("a | b", "a \\| b"),
        ("```py\nx = 1 | 2\n\ny\n```", "`x = 1 \\| 2`<br>`y`"),
        ("a `\\|` b", "a \\\\\\| b"),
        ("[a](https://e.com/x|y)", "[a](https://e.com/x%7Cy)"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b<br>1, 2"),
        ("# T\n\n> q", "**T**<br><br>q"),
    ],
)
def test_a_cell_stays_one_cell(text: str, expected: str) -> None:
    """Blocks become one line, and no pipe ends the cell."""
    assert cell(text) == expected


def test_a_line_stays_one_line() -> None:
    """Blocks become one line outside of tables too, where pipes in code need no escape."""
    assert line("- a `x|y`\n- b\n\nc\nd") == "• a `x|y` • b c d"


def test_words_are_taken_as_they_are() -> None:
    """A title is no Markdown: all of it is shown, and it cannot end or begin a heading."""
    assert words("# *A*\n<b> #") == "\\# \\*A\\* &lt;b> \\#"
    assert words("1. x") == "1\\. x"


def test_code_shows_what_it_holds() -> None:
    """Code spans and fences are longer than any run of backticks inside."""
    assert code_span("a `b` ``c``") == "``` a `b` ``c`` ```"
    assert code_span("a|b", in_table=True) == "`a\\|b`"
    assert fenced("```\nx\n````", "py`thon") == "`````\n```\nx\n````\n`````"


@pytest.mark.parametrize(
    "piece",
    ["[", "`a``b```c", "*a ", "**a _b ", "> ", "- ", "](", "<http://", "[x](<", "|a\n|-\n", "&#", " ", "![a](", "(("],
)
def test_time_is_linear(piece: str) -> None:
    """A hundred thousand openers that never close cost seconds at most: what is not linear takes hours."""
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    prose(text)
    cell(text)
    assert time.process_time() - started < 20
