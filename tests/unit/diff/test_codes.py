"""Each kind of change, made in a small document, is found, alone, with its verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.diff.codes import Code, Reason, Verdict
from generator.diff.compare import compare
from generator.diff.wording import MIGRATE, WHAT, WHY
from generator.ir.package import Package
from tests.unit.diff.conftest import Shop

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text())
IDS = [f"{case['code']}-{case['verdict']}-{number}" for number, case in enumerate(CASES)]


def both(case: dict[str, Any], shop: Shop) -> tuple[Package, Package]:
    """The two packages of a case; where it is `locked`, the new one has the names of the old one."""
    old = shop(case.get("old"), case.get("old_config"))
    return old, shop(case.get("new"), case.get("new_config"), old if case.get("locked") else None)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_change_is_found_alone(case: dict[str, Any], shop: Shop) -> None:
    """One edit of the document is one change: its code, its verdict, its subject."""
    old, new = both(case, shop)
    found = [(change.code.value, change.verdict.value, change.subject) for change in compare(old, new).changes]
    assert found == [(case["code"], case["verdict"], case["subject"])]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_nothing_is_no_change(case: dict[str, Any], shop: Shop) -> None:
    """A document compared with itself has no change, whatever is in it."""
    assert not compare(shop(case.get("new")), shop(case.get("new"))).changes


def test_another_module_of_the_same_package(shop: Shop) -> None:
    """A type that its package exports may be defined elsewhere, as when it becomes part of a circle of types."""
    old = shop()
    moved = [replace(d, module="cost") if d.name == "Price" else d for d in old.declarations]
    found = compare(old, replace(old, declarations=tuple(moved))).changes
    assert [(change.code, change.reason, change.subject) for change in found] == [
        (Code.TYPE_MOVED, Reason.SAME_IMPORT, "types.Price")
    ]


def test_a_name_that_a_module_knew(shop: Shop) -> None:
    """What a module of types calls what it does not declare can be imported from there: its loss is told."""
    known, unknown = shop(None, {"/sdkgen/types": {"deep_names": ["unlisted"]}}), shop()
    lost = [(change.code, change.subject) for change in compare(known, unknown).changes]
    assert lost
    assert {code for code, _ in lost} == {Code.EXPORT_REMOVED}
    assert all(subject.startswith("types.") for _, subject in lost)
    assert not compare(unknown, known).changes


def test_another_order_of_fields(shop: Shop) -> None:
    """The order is a matter of how dumps look: nobody's code depends on it."""
    document, by_name = shop(), shop(None, {"/sdkgen/types": {"field_order": "name"}})
    assert document.declarations != by_name.declarations
    assert not compare(document, by_name).changes
    assert not compare(by_name, document).changes


def test_another_order_of_statuses(shop: Shop) -> None:
    """Which of the answers of success a document lists first decides nothing where each has its own type."""
    text, number = (
        {"description": "", "content": {"application/json": {"schema": {"type": kind}}}}
        for kind in ("string", "number")
    )
    place = "/paths/~1pets~1{pet_id}/get/responses"
    old, new = (shop({place: answers}) for answers in ({"200": text, "2XX": number}, {"2XX": number, "200": text}))
    assert old != new
    assert not compare(old, new).changes


BY_A_LOCK = {Code.TYPE_NAMED_ANEW, Code.METHOD_NAMED_ANEW}
"""What names that were published before make; `tests/published` has the cases."""


@pytest.mark.parametrize(
    "code", sorted(set(Code) - {Code.TYPE_MOVED} - BY_A_LOCK, key=lambda code: code.value), ids=lambda code: code.value
)
def test_every_code_has_a_case(code: Code) -> None:
    """A kind of change that no case makes cannot be trusted."""
    assert code.value in {case["code"] for case in CASES}


def test_every_reason_is_given(shop: Shop) -> None:
    """Every reason for a verdict is one that some case gives."""
    given = {Reason.SAME_IMPORT}
    for case in CASES:
        old, new = both(case, shop)
        given |= {change.reason for change in compare(old, new).changes}
    assert given == set(Reason)


def test_every_code_and_reason_has_words() -> None:
    """What can be found can be told; a kind of change that some case calls breaking tells how to migrate."""
    breaking = {case["code"] for case in CASES if case["verdict"] == Verdict.BREAKING.value}
    assert set(WHAT) == set(Code)
    assert set(WHY) == set(Reason)
    assert {code.value for code in MIGRATE} == breaking
