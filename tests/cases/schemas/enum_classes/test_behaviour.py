"""Members of enums are sent as their values; answers have members, of values that the document does not list too."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import reply_json

PAINT: dict[str, Any] = {
    "color": "red",
    "level": 0,
    "mixed": 1,
    "maybe": None,
    "state": "new",
    "hostile": "",
    "switch": True,
    "list": ["blue", "red"],
    "by_name": {"a": "dark-green"},
    "finish": "glossy",
    "any_color": "red",
    "color_or_number": "blue",
    "either": "x",
}
UNKNOWN: dict[str, Any] = {
    "color": "mauve",
    "level": 7,
    "mixed": "manual",
    "maybe": "z",
    "hostile": "\u202e\n",
    "list": ["blue", "mauve"],
    "by_name": {"a": "mauve"},
    "finish": "rough",
    "any_color": "mauve",
    "color_or_number": "mauve",
    "either": "mauve",
}
STRANGE: dict[str, Any] = {
    **UNKNOWN,
    "level": True,
    "mixed": [1],
    "maybe": 5,
    "list": [None, "red", 5, "mauve"],
    "by_name": "none",
    "color_or_number": {"a": 1},
}


def updated(api: Driver, answer: dict[str, Any], color: Any = "red", **arguments: Any) -> Any:
    """Return the paint that the API answers."""
    api.server.script(reply_json(answer))
    return api.run(lambda client: client.paints.update(color, **{"body_color": "red", **arguments}))


def test_read(api: Driver, package: Any) -> None:
    """What the document lists becomes the member, also in lists and maps; null stays null."""
    paint, types = updated(api, PAINT), package.types
    assert paint.color is types.Color.RED
    assert paint.level is types.Level.NONE
    assert paint.mixed is types.Mixed.N1
    assert paint.maybe is None
    assert paint.hostile is types.Hostile.EMPTY
    assert paint.list == [types.Color.BLEU, types.Color.RED]
    assert all(isinstance(color, types.Color) for color in (*paint.list, *paint.by_name.values()))
    assert paint.color_or_number is types.Color.BLEU
    assert type(paint.any_color) is type(paint.either) is str
    assert (paint.color, paint.level, paint.mixed) == ("red", 0, 1)
    assert json.loads(paint.to_json()) == paint.to_dict(mode="json") == PAINT
    assert paint.to_dict() == PAINT


@pytest.mark.parametrize("answer", [UNKNOWN, STRANGE])
def test_unknown(api: Driver, package: Any, answer: dict[str, Any]) -> None:
    """A text that the document does not list is a member by itself; what is no text at all stays what it is."""
    paint, color = updated(api, answer), package.types.Color
    assert isinstance(paint.color, color)
    assert paint.color == color("mauve") == "mauve"
    assert hash(paint.color) == hash("mauve")
    assert (paint.color.value, str(paint.color), f"{paint.color:>6}") == ("mauve", "mauve", " mauve")
    assert "mauve" not in [member.value for member in color]
    assert isinstance(paint.list[-1], color)
    assert paint.to_dict() == answer
    assert json.loads(paint.to_json()) == answer
    assert type(paint.level) is (bool if answer is STRANGE else package.types.Level)


def test_members(package: Any) -> None:
    """Members are what other code takes them for, wherever they go."""
    types = package.types
    for member in (types.Color.RED, types.Color("mauve"), types.Level.HIGH, types.Level(9), types.Mixed("x")):
        assert pickle.loads(pickle.dumps(member)) == copy.deepcopy(member) == member == member.value
        assert type(copy.copy(member)) is type(member)
        assert f"{member}" == str(member) == str(member.value)
    assert [member.value for member in types.Hostile][:9] == [
        "", "1st", "mro", "name", "value", "_missing_", "__init__", "None", 'a"b',
    ]  # fmt: skip
    assert {member.value for member in types.NamedBadly} == set("abcd")
    assert types.Mixed.N1 != True  # noqa: E712 - which for Python is 1
    with pytest.raises(ValueError, match="5"):
        types.Color(5)


def test_made(package: Any) -> None:
    """Whoever makes a model gives a member or its value."""
    types = package.types
    for made in (types.Paint(color="red", level=1), types.Paint(color=types.Color.RED, level=types.Level.HIGH)):
        assert made.color is types.Color.RED
        assert made.level is types.Level.HIGH


def test_sent(api: Driver, package: Any) -> None:
    """A member, an unknown one and plain text are sent as their values wherever an argument travels."""
    types = package.types
    for color, level in (
        (types.Color.DARK_GREEN, types.Level.LOW),
        (types.Color("dark-green"), types.Level(-1)),
        ("dark-green", -1),
    ):
        updated(
            api, PAINT, color, query_level=level, colors=[color, types.Color("a b")], order="desc", x_color=color,
            tint=color,
            body_color=color, body_level=level, mixed=types.Mixed.N1, list=[color], by_name={"a": color}, maybe=None,
        )  # fmt: skip
        request = api.server.received[-1]
        assert request.path == "/paints/dark-green"
        assert request.query == [
            ("level", "-1"), ("colors", "dark-green"), ("colors", "a b"), ("order", "desc"),
        ]  # fmt: skip
        assert request.headers["x-color"] == "dark-green"
        assert request.headers["cookie"] == "tint=dark-green"
        assert json.loads(request.body) == {
            "color": "dark-green", "level": -1, "mixed": 1, "list": ["dark-green"], "by_name": {"a": "dark-green"},
            "maybe": None,
        }  # fmt: skip


def test_forms(api: Driver, package: Any) -> None:
    """Members are sent in forms of either kind; an answer may be a member, or a list of them."""
    types = package.types
    api.server.script(reply_json("blue"))
    answer = api.run(lambda client: client.forms.create(color=types.Color.DARK_GREEN, mixed=types.Mixed.N1))
    assert answer is types.Color.BLEU
    body = api.server.received[-1].body
    assert b"\r\n\r\ndark-green\r\n" in body
    assert b"\r\n\r\n1\r\n" in body
    api.server.script(reply_json(["blue", "mauve"]))
    answers = api.run(lambda client: client.links.create(color=types.Color.DARK_GREEN, level=types.Level.LOW))
    assert answers == [types.Color.BLEU, types.Color("mauve")]
    assert all(isinstance(one, types.Color) for one in answers)
    assert api.server.received[-1].body == b"color=dark-green&level=-1"


def test_tags(api: Driver, package: Any) -> None:
    """What tells the variants of a union apart is a literal, and tells them apart."""
    shapes = [{"kind": "circle", "r": 1}, {"kind": "rectangle", "a": 2}, {"kind": "star"}]
    api.server.script(reply_json({"shapes": shapes, "kind": "star"}))
    drawing = api.run(lambda client: client.drawings.list())
    assert [type(shape).__name__ for shape in drawing.shapes] == ["Circle", "Square", "BaseModel"]
    assert type(drawing.shapes[0].kind) is str
    assert drawing.kind == package.types.Kind("star")
    assert drawing.to_dict() == {"shapes": shapes, "kind": "star"}


def test_loaded_lazily(package: Any) -> None:
    """Only a module with enums loads what they build on."""
    name = package.__name__
    program = f"import sys, {name}.types.plain, {name}.types.circle; assert {name + '._enums'!r} not in sys.modules"
    folder = Path(str(package.__file__)).parents[1]
    subprocess.run([sys.executable, "-c", program], check=True, cwd=folder)
