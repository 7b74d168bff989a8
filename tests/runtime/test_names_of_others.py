"""What code written beside an SDK imports from it by the names that it knows."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timezone
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Union

import pytest
from pydantic import ValidationError
from typing_extensions import Required, TypeAliasType

SOURCE = """
from __future__ import annotations
from typing import Optional
from littleapi._models import BaseModel

class Pet(BaseModel):
    name: str
    toy: Optional[Toy] = None

class Toy(BaseModel):
    squeaks: bool
"""


@pytest.fixture
def utils(littleapi: Any) -> Any:
    """Small functions."""
    return import_module("littleapi._utils")


@pytest.fixture
def compat(littleapi: Any) -> Any:
    """Pydantic by other names."""
    return import_module("littleapi._compat")


@pytest.fixture
def pets(littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of models, the first of which names one that comes later."""
    module = ModuleType("pets")
    monkeypatch.setitem(sys.modules, "pets", module)
    exec(SOURCE, vars(module))
    return module


def test_values_are_told_apart(utils: Any) -> None:
    """Each question has one answer for what it is about, and the other for all else."""
    questions = (utils.is_dict, utils.is_list, utils.is_tuple, utils.is_mapping)
    for question, own in zip(questions, ({}, [], (), {}), strict=True):
        assert question(own)
        assert not question("text")
    assert utils.is_sequence("text")
    assert utils.is_iterable({1})
    assert not utils.is_iterable(1)
    assert not utils.is_sequence({1})


def test_what_was_given(littleapi: Any, utils: Any) -> None:
    """None is given; the two sentinels are not."""
    assert utils.is_given(None)
    assert not utils.is_given(littleapi.not_given)
    assert not utils.is_given(littleapi.omit)
    assert utils.strip_not_given({"a": 1, "b": littleapi.not_given, "c": littleapi.omit}) == {
        "a": 1,
        "c": littleapi.omit,
    }
    assert utils.strip_not_given("text") == "text"


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("is_annotated_type", Annotated[int, "mark"]),
        ("is_list_type", list[int]),
        ("is_list_type", list),
        ("is_sequence_type", Sequence[int]),
        ("is_iterable_type", Iterable[int]),
        ("is_union_type", Union[int, str]),  # noqa: UP007 - both spellings are read
        ("is_union_type", int | str),
        ("is_type_alias_type", TypeAliasType("Name", str)),
    ],
)
def test_types_are_told_apart(utils: Any, question: str, own: object) -> None:
    """Each question has one answer for what it is about, and the other for all else."""
    assert getattr(utils, question)(own)
    assert not getattr(utils, question)(int)


def test_types_are_opened(utils: Any) -> None:
    """Wrappers come off, and arguments come out."""
    assert utils.strip_annotated_type(Required[Annotated[int, "mark"]]) is int
    assert utils.extract_type_arg(dict[str, int], 1) is int
    with pytest.raises(RuntimeError, match="none at 1"):
        utils.extract_type_arg(list[int], 1)


FUNCTIONS = """
from __future__ import annotations
from typing import TYPE_CHECKING, Literal
from typing_extensions import Required, TypedDict

if TYPE_CHECKING:
    from typing_extensions import Unpack
    import decimal
    from collections.abc import Iterable as Many
    from xml import dom

    Kinds = Literal["a", "b"] | decimal.Decimal | dom.Node

class Further(TypedDict, total=False):
    names: Required[Many[str]]

def first(self, kind: Kinds | None, names: Many[str]) -> None: ...
def wider(kind: str | Kinds | None, self=None, **further: Unpack[Further]) -> None: ...
def narrower(self, kind: Literal["a"] | None, names: list[str]) -> None: ...
def fewer(self, kind: Kinds | None) -> None: ...
"""


@pytest.fixture
def functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of functions, whose annotations name what only type checkers import."""
    (tmp_path / "functions_of_others.py").write_text(FUNCTIONS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "functions_of_others", raising=False)
    return import_module("functions_of_others")


def test_signatures_are_compared(utils: Any, functions: Any) -> None:
    """A function that takes all that another takes is in step with it; what it lacks, or takes less of, is named."""
    utils.assert_signatures_in_sync(functions.first, functions.wider)
    utils.assert_signatures_in_sync(functions.first, functions.fewer, exclude_params={"names"})
    with pytest.raises(AssertionError, match=r"the signatures differ of pets:\n`names` is missing$"):
        utils.assert_signatures_in_sync(functions.first, functions.fewer, description=" of pets")
    with pytest.raises(AssertionError, match=r"(?s)`kind` takes .*`names` takes "):
        utils.assert_signatures_in_sync(functions.first, functions.narrower)
    with pytest.raises(AssertionError, match="`kind` takes"):
        utils.assert_signatures_in_sync(functions.wider, functions.first)


def test_arguments_are_asked_for(utils: Any, functions: Any) -> None:
    """Those of a dictionary that is unpacked count; its own name does not."""
    assert utils.function_has_argument(functions.wider, "names")
    assert not utils.function_has_argument(functions.wider, "further")


def test_points_in_time(utils: Any) -> None:
    """Text by RFC 3339, seconds since 1970, and what is one already."""
    moment = datetime(2019, 12, 27, 18, 11, 19, 117000, tzinfo=timezone.utc)
    assert utils.parse_datetime("2019-12-27T18:11:19.117Z") == moment
    assert utils.parse_datetime(moment.timestamp()) == moment
    assert utils.parse_date("2019-12-27") == date(2019, 12, 27)
    with pytest.raises(ValueError, match="date"):
        utils.parse_date("yesterday")


def test_models_are_read_by_pydantics_names(compat: Any, pets: Any) -> None:
    """Fields have their types resolved, though a model is built when it is first needed."""
    fields = compat.get_model_fields(pets.Pet)
    assert compat.field_outer_type(fields["toy"]) == pets.Toy | None
    assert compat.field_get_default(fields["toy"]) is None
    assert compat.field_get_default(fields["name"]) is None
    assert compat.PYDANTIC_V2 is not compat.PYDANTIC_V1
    assert compat.get_model_config(pets.Pet)["extra"] == "allow"


def test_models_are_made_and_dumped_by_pydantics_names(compat: Any, pets: Any) -> None:
    """A value that does not fit raises; what fits comes back."""
    pet = compat.parse_obj(pets.Pet, {"name": "Mia"})
    assert compat.model_parse(pets.Pet, {"name": "Mia"}) == pet
    assert compat.model_copy(pet) == pet
    assert compat.model_dump(pet, exclude_unset=True) == {"name": "Mia"}
    assert compat.model_json(pet) == '{"name":"Mia","toy":null}'
    with pytest.raises(ValidationError):
        compat.parse_obj(pets.Pet, {"name": 1})
