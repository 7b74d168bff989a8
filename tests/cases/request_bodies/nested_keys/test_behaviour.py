"""Dictionaries inside of arguments reach the wire under the keys of the document, wherever they travel."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


def sent(api: Driver, **arguments: Any) -> Any:
    """The body of a call."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.create(pet_name="Mia", **arguments))
    return api.server.received[-1].json()


def test_every_depth(api: Driver) -> None:
    """Objects, lists and maps of objects, and an object in itself; what else stands there stays."""
    collar = {"ring_size": 1, "from_": "x", "a_b": "y", "_tag": "z", "spare": {"ring_size": 2}}
    body = sent(
        api,
        collar={**collar, "more": {"ring_size": 3}},
        spare_collars=[{"ring_size": 4}, {"spare": {"spare": {"a_b": "deep"}}}],
        by_place={"ring_size": {"ring_size": 5}},
        plain={"size": 6},
        free={"ring_size": 7, "inner": {"ring_size": 8}},
    )
    written = {"ringSize": 1, "from": "x", "a b": "y", "_tag": "z", "spare": {"ringSize": 2}}
    assert body == {
        "petName": "Mia",
        "collar": {**written, "more": {"ring_size": 3}},
        "spareCollars": [{"ringSize": 4}, {"spare": {"spare": {"a b": "deep"}}}],
        "byPlace": {"ring_size": {"ringSize": 5}},
        "plain": {"size": 6},
        "free": {"ring_size": 7, "inner": {"ring_size": 8}},
    }


def test_both_spellings(api: Driver) -> None:
    """The wire's spelling is taken, too; both at once are a mistake."""
    assert sent(api, collar={"ringSize": 1, "spare": {"a b": "c"}})["collar"] == {"ringSize": 1, "spare": {"a b": "c"}}
    with pytest.raises(TypeError, match="'ringSize' is given twice"):
        sent(api, collar={"ring_size": 1, "ringSize": 2})


def test_the_callers_values_stay(api: Driver) -> None:
    """What callers hand in is not changed."""
    collar = {"ring_size": 1, "spare": {"ring_size": 2}}
    sent(api, collar=collar, spare_collars=(collar,))
    assert collar == {"ring_size": 1, "spare": {"ring_size": 2}}


@pytest.mark.parametrize(
    ("toy", "body"),
    [
        ({"kind": "ball", "max_size": 1}, {"kind": "ball", "maxSize": 1}),
        ({"kind": "rope", "max_size": 1}, {"kind": "rope", "max_size": 1}),
        ({"kind": "ball", "own_collar": {"a_b": "c"}}, {"kind": "ball", "ownCollar": {"a b": "c"}}),
        ({"kind": "ball", "other": {"ring_tone": "c"}}, {"kind": "ball", "other": {"ringTone": "c"}}),
        ({"kind": "new", "own_collar": {"a_b": "c"}}, {"kind": "new", "ownCollar": {"a b": "c"}}),
    ],
)
def test_one_of_several_by_a_constant(api: Driver, toy: dict[str, object], body: dict[str, object]) -> None:
    """What the discriminator says decides; where it says something new, the keys do."""
    assert sent(api, toy=toy)["toy"] == body


@pytest.mark.parametrize(
    ("either", "body"),
    [
        ({"ring_size": 1, "a_b": "x"}, {"ringSize": 1, "a b": "x"}),
        ({"ring_size": 1, "ring_tone": "x"}, {"ring_size": 1, "ringTone": "x"}),
        ({"any_key": "x", "ring_size": "y"}, {"any_key": "x", "ring_size": "y"}),
        ("text", "text"),
        (None, None),
    ],
)
def test_one_of_several_by_its_keys(api: Driver, either: object, body: object) -> None:
    """Without a discriminator it is the one that knows the keys."""
    assert sent(api, either=either)["either"] == body


def test_what_is_iterated_once(api: Driver) -> None:
    """A generator of objects is read once, when the body is made."""

    def collars() -> Iterator[dict[str, object]]:
        yield {"ring_size": 1}
        yield {"from_": "x"}

    assert sent(api, spare_collars=collars())["spareCollars"] == [{"ringSize": 1}, {"from": "x"}]
    assert sent(api, spare_collars={"k": {"ring_size": 1}}.values())["spareCollars"] == [{"ringSize": 1}]


def test_parameters(api: Driver) -> None:
    """Objects in paths, queries, headers and cookies."""
    api.server.script(Reply(status=204), Reply(status=204))
    bell = {"ring_tone": "t", "ring_size": 1}
    api.run(lambda client: client.pets.list(filter={"ring_size": 1, "spare": {"a_b": "c"}}, x_filter=bell, bell=bell))
    api.run(lambda client: client.pets.update(bell, body={"any_key": {"ring_size": 1}}))
    listed, replaced = api.server.received
    assert dict(listed.query) == {"filter[ringSize]": "1", "filter[spare][a b]": "c"}
    assert listed.headers["x-filter"] == "ringTone,t,ring_size,1"
    assert "ringTone" in listed.headers["cookie"]
    assert replaced.path == "/pets/;ringTone=t;ring_size=1"
    assert replaced.json() == {"any_key": {"ringSize": 1}}


def test_forms(api: Driver) -> None:
    """Objects beside files, and in urlencoded forms."""
    api.server.script(Reply(status=204), Reply(status=204))
    api.run(lambda client: client.photos.create(file=("a.txt", b"content"), shown_collar={"ring_size": 1}))
    api.run(lambda client: client.forms.create(shown_bell={"ring_tone": "t"}))
    photo, form = api.server.received
    assert b'name="shownCollar"' in photo.body and b'{"ringSize":1}' in photo.body and b"content" in photo.body
    assert form.body == b"shownBell%5BringTone%5D=t"


def test_items_and_further_members(api: Driver) -> None:
    """Items that are sent one by one, and members under names that the document leaves open."""
    api.server.script(Reply(status=204), Reply(status=204), Reply(status=204))
    api.run(lambda client: client.lines.create(body=[{"ring_tone": "a"}, {"ringTone": "b"}]))
    api.run(lambda client: client.lines.create(body=({"ring_tone": text} for text in "ab")))
    api.run(lambda client: client.boxes.create(box_name="x", other={"ring_tone": "t"}))
    lines, lazy, box = api.server.received
    for request in (lines, lazy):
        assert [json.loads(line) for line in request.body.splitlines()] == [{"ringTone": "a"}, {"ringTone": "b"}]
    assert box.json() == {"boxName": "x", "other": {"ringTone": "t"}}


def test_items_that_are_awaited(api: Driver) -> None:
    """Asynchronous clients send asynchronous items."""
    if not api.asynchronous:
        pytest.skip("for asynchronous clients only")

    async def bells() -> AsyncIterator[dict[str, object]]:
        yield {"ring_tone": "a"}

    api.server.script(Reply(status=204))
    api.run(lambda client: client.lines.create(body=bells()))
    assert api.server.received[0].json() == {"ringTone": "a"}
