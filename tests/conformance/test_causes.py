"""What a run of others' tests came to, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from .causes import Outcome, cause, outcomes, resource_of, table

REPORT = """<testsuites><testsuite>
<testcase classname="a" name="one"/>
<testcase classname="a" name="two"><skipped message="no"/></testcase>
<testcase classname="a" name="three"><failure message="m">x = 1
E   AttributeError: 'Pets' object has no attribute 'purr'
</failure></testcase>
<testcase classname="" name="a.b"><error message="collection failure">
E   ImportError: cannot import name 'Pet' from 'shop.types' (x)
</error></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("ImportError: cannot import name 'Pet' from 'shop.types.toys' (/x.py)", "types.toys lacks Pet"),
        ("ModuleNotFoundError: No module named 'shop.types.toys'", "there is no module types.toys"),
        ("TypeError: Pets.list() got an unexpected keyword argument 'path'", "there is no argument path"),
        ("TypeError: list() missing 2 required keyword-only arguments: 'a' and 'b'", "'a' and 'b' must be given"),
        ("AttributeError: 'Pets' object has no attribute 'purr'", "there is no attribute purr"),
        (
            "shop.UnprocessableEntityError: Error code: 422 - {'error': {'message': 'the query lacks limit'}}",
            "the mock refuses it: the query lacks limit",
        ),
        ("where False = isinstance([], <class 'shop.types.pet.Pet'>)", "the answer is no types.pet.Pet"),
        ("Something: else\nand more", "Something: else"),
        ("", "no reason given"),
    ],
)
def test_causes(message: str, words: str) -> None:
    """Failures that have the same cause are told in the same words."""
    assert cause(message) == words


def test_reports(tmp_path: Path) -> None:
    """Each test is counted once, as what it came to."""
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    found = list(outcomes(report))
    assert [one.kind for one in found] == ["passed", "skipped", "failed", "unread"]
    printed = "\n".join(table({"shop": [*found, *[found[2]] * 4]}))
    assert f"shop{'':12}{1:>8}{5:>8}{1:>9}{1:>14}" in printed
    assert f"  a{'':13}{1:>8}{5:>8}{1:>9}{0:>14}" in printed
    assert "     5  there is no attribute purr\n        a::three, a::three, a::three and 2 more" in printed
    assert "     1  types lacks Pet" in printed


@pytest.mark.parametrize(
    ("test", "resource"),
    [
        ("tests.api_resources.beta.threads.test_runs.TestRuns::test_a[strict]", "beta.threads.runs"),
        ("tests.api_resources.test_responses::test_a", "responses"),
        ("::tests.api_resources.chat.test_completions", "chat.completions"),
    ],
)
def test_resources(test: str, resource: str) -> None:
    """Classes, functions and unread files are all of the module's resource."""
    assert resource_of(test) == resource


def test_nothing_to_tell() -> None:
    """Where all pass, only the numbers are told."""
    assert len(list(table({"shop": [Outcome(test="a", kind="passed")]}))) == 2
