"""A small package held against facts written for it: what is the same counts, and each difference is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.compare.expressions import parse_expression
from tests.measures.tally import Difference, Tally
from tests.parity.compare import compare
from tests.parity.facts import Facts, Field, Kind, Method, PublicType
from tests.parity.introspection import Package

TYPES = "sdk_shop.types"


def method(path: str, result: str, *positional: str, **keywords: bool) -> Method:
    resource, _, name = path.rpartition(".")
    return Method(
        resource=resource,
        name=name,
        operation=name,
        positional=positional,
        keywords=keywords,
        result=parse_expression(result),
        page=None,
        streams=False,
        deprecated=False,
    )


def public(name: str, kind: Kind, /, **fields: tuple[bool, str]) -> PublicType:
    return PublicType(
        module=TYPES,
        name=name,
        kind=kind,
        fields={n: Field(required=required, type=parse_expression(text)) for n, (required, text) in fields.items()},
        type=None,
    )


def alias(name: str, text: str) -> PublicType:
    return replace(public(name, "alias"), type=parse_expression(text))


ITEM = public(
    "Item",
    "model",
    id=(True, "str"),
    size=(True, "Literal['small', 'large']"),
    note=(False, "Optional[str]"),
    extra=(False, "Optional[Dict[str, object]]"),
)
PARAMS = public(
    "ItemCreateParams",
    "typeddict",
    name=(True, "str"),
    labels=(False, "Sequence[str]"),
    price=(False, "int"),
)
SIZE = alias("Size", "Literal['small', 'large']")
LIST = replace(method("items.list", "SyncCursorPage[Item]", after=False, limit=False), page="SyncCursorPage")
WATCH = replace(method("items.retrieve", "Item | Stream[Step]", "item_id", stream=False), streams=True)
CREATE = method("items.create", "Item", name=True, labels=False, price=False)
DELETE = replace(method("items.delete", "None", "item_id"), deprecated=True)
EVERYTHING = Facts(methods=(LIST, WATCH, CREATE, DELETE), types=(ITEM, PARAMS, SIZE))


def tallies(facts: Facts, package: Package) -> dict[str, Tally]:
    return {tally.measure: tally for tally in compare(facts, package)}


def differences(facts: Facts, package: Package) -> list[tuple[str, str, str, str]]:
    found: list[Difference] = [d for tally in compare(facts, package) for d in tally.differences]
    return [(d.measure, d.subject.removeprefix(f"{TYPES}."), d.official, d.ours) for d in found]


def test_what_is_the_same(shop: Package) -> None:
    """Facts that state the package as it is leave no difference, and everything is counted."""
    found = tallies(EVERYTHING, shop)
    assert not [d for tally in found.values() for d in tally.differences]
    counts = {measure: (tally.matched, tally.compared, tally.total) for measure, tally in found.items()}
    for measure in ("", ".positional", ".keywords", ".page", ".streaming", ".deprecation", ".result", ".extra"):
        assert counts[f"methods{measure}"] == (4, 4, 4)
    assert counts["types"] == counts["types.kind"] == (3, 3, 3)
    for measure in ("fields", "fields.extra", "fields.required", "fields.type"):
        assert counts[measure] == (7, 7, 7)
    assert counts["aliases.type"] == (1, 1, 1)
    assert counts["conveniences"] == (0, 0, 0)


@pytest.mark.parametrize(
    ("official", "measure", "theirs", "ours"),
    [
        (replace(DELETE, name="remove"), "methods", "present", "absent"),
        (replace(DELETE, positional=("id",)), "methods.positional", "id", "item_id"),
        (
            replace(LIST, keywords={"after": True, "before": False}),
            "methods.keywords",
            "after!, before",
            "after, limit",
        ),
        (replace(DELETE, positional=("item_id", "of")), "methods.positional", "of", ""),
        (replace(LIST, page="SyncPage"), "methods.page", "SyncPage", "SyncCursorPage"),
        (replace(WATCH, streams=False), "methods.streaming", "False", "True"),
        (replace(DELETE, deprecated=False), "methods.deprecation", "False", "True"),
        (replace(DELETE, result=parse_expression("Item")), "methods.result", "Item", "None"),
        (replace(DELETE, operation=None, name="poll"), "conveniences", "present", "absent"),
    ],
)
def test_a_method_that_differs(shop: Package, official: Method, measure: str, theirs: str, ours: str) -> None:
    """Each side of a method is compared by itself."""
    others = tuple(known for known in EVERYTHING.methods if known.path != official.path)
    found = differences(replace(EVERYTHING, methods=(official, *others)), shop)
    assert found == [(measure, official.path, theirs, ours)]


def test_methods_that_only_ours_has(shop: Package) -> None:
    """A method that the facts do not have is found too."""
    facts = replace(EVERYTHING, methods=(LIST, WATCH, CREATE))
    assert differences(facts, shop) == [("methods.extra", "items.delete", "absent", "present")]


@pytest.mark.parametrize(
    ("official", "difference"),
    [
        (public("Gone", "model"), ("types", "Gone", "present", "absent")),
        (replace(ITEM, kind="typeddict"), ("types.kind", "Item", "typeddict", "model")),
        (
            replace(ITEM, fields={**ITEM.fields, "price": Field(required=True, type=parse_expression("int"))}),
            ("fields", "Item.price", "present", "absent"),
        ),
        (
            replace(ITEM, fields={name: field for name, field in ITEM.fields.items() if name != "note"}),
            ("fields.extra", "Item.note", "absent", "present"),
        ),
        (
            replace(ITEM, fields={**ITEM.fields, "note": Field(required=True, type=parse_expression("Optional[str]"))}),
            ("fields.required", "Item.note", "required", "optional"),
        ),
        (
            replace(ITEM, fields={**ITEM.fields, "id": Field(required=True, type=parse_expression("int"))}),
            ("fields.type", "Item.id", "int", "str"),
        ),
        (alias("Size", "str"), ("aliases.type", "Size", "str", "'large' | 'small'")),
    ],
)
def test_a_type_that_differs(shop: Package, official: PublicType, difference: tuple[str, str, str, str]) -> None:
    """Each side of a type is compared by itself."""
    kept = [known for known in (ITEM, SIZE) if known.name != official.name]
    assert differences(Facts(methods=EVERYTHING.methods, types=(official, *kept)), shop) == [difference]


@pytest.mark.parametrize(
    ("owner", "field", "official", "compatible"),
    [
        (ITEM, "size", "Literal['small', 'large', 'huge']", True),
        (ITEM, "size", "Literal['small']", False),
        (ITEM, "note", "Optional[object]", True),
        (PARAMS, "labels", "List[str]", True),
        (PARAMS, "labels", "Iterable[str]", False),
        (PARAMS, "price", "Optional[int]", False),
    ],
)
def test_compatibility(shop: Package, owner: PublicType, field: str, official: str, compatible: bool) -> None:
    """What is read may be narrower than the official type, what is written wider; never the other way round."""
    stated = replace(owner.fields[field], type=parse_expression(official))
    facts = Facts(methods=(), types=(replace(owner, fields={**owner.fields, field: stated}), SIZE))
    assert [subject for measure, subject, *_ in differences(facts, shop) if measure == "fields.type"] == (
        [] if compatible else [f"{owner.name}.{field}"]
    )


def test_classes_under_other_names(shop: Package) -> None:
    """A class of another name counts when its fields are the same, or when only the official bare name is known."""
    steps = public("Step", "model", done=(True, "float"))
    twin = public("Progress", "model", done=(True, "float"))
    other = public("Progress", "model", percent=(True, "float"))

    def result(*types: PublicType) -> list[str]:
        watch = replace(WATCH, result=parse_expression("Item | Stream[Progress]"))
        found = differences(Facts(methods=(watch,), types=(ITEM, SIZE, *types)), shop)
        return [measure for measure, *_ in found if measure == "methods.result"]

    assert result(steps, twin) == []
    assert result(steps, other) == ["methods.result"]
    assert result(steps, replace(other, kind="typeddict")) == []  # which exports no model of that name
    assert result() == []


def test_aliases_in_results(shop: Package) -> None:
    """Results name aliases; of several of one name, that of the resource counts."""
    watch = replace(WATCH, result=parse_expression("Watched"))
    near = replace(alias("Watched", "Union[Item, Stream[Step]]"), module=f"{TYPES}.items")
    far = replace(alias("Watched", "Dict[str, str]"), module=f"{TYPES}.shelves")
    for types in ((near, far), (far, near)):
        facts = Facts(methods=(watch,), types=(ITEM, *types))
        assert not [entry for entry in differences(facts, shop) if entry[0] == "methods.result"]
    facts = Facts(methods=(watch,), types=(ITEM, far))
    assert [entry[1] for entry in differences(facts, shop) if entry[0] == "methods.result"] == ["items.retrieve"]
