"""The mock that a package carries: its clients ask it without a network, and tests say what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.cli import main
from tests.mock.conftest import API
from tests.mock.packages import made_package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """A package with the part."""
    with made_package(API, "rules", tmp_path_factory.mktemp("mock")) as made:
        yield made


@pytest.fixture
def mock(package: ModuleType) -> Any:
    """A mock of its own for each test."""
    return package.testing.MockAPI()


@pytest.fixture
def client(package: ModuleType, mock: Any) -> Any:
    """A client that asks the mock."""
    return package.Rules(key="s3cret", http_client=mock.http_client(), max_retries=1)


def test_answers_are_those_of_the_document(client: Any) -> None:
    """The first example is the answer."""
    pet = client.pets.retrieve(3)
    assert (pet.id, pet.name) == (1, "Tom")


def test_a_request_that_does_not_fit_raises(package: ModuleType, client: Any, mock: Any) -> None:
    """The error says what is wrong, and the call is among the calls."""
    with pytest.raises(package.UnprocessableEntityError, match=r"path\.id.*at least 1"):
        client.pets.retrieve(0)
    assert [fault.place for fault in mock.calls[-1].faults] == ["path.id"]


def test_calls_are_recorded(client: Any, mock: Any) -> None:
    """What was sent is there as the document names it; nothing of it shows in their text."""
    client.pets.create(name="Tom", age=4)
    client.pets.list(kind="cat", limit=3)
    (created,) = mock.calls_of(client.pets.create)
    assert (created.operation, created.body, created.status) == ("createPet", {"name": "Tom", "age": 4}, 200)
    assert mock.calls_of("pets.list")[0].parameters == {"kind": "cat", "limit": 3}
    assert created.headers["authorization"] == "Bearer s3cret"
    assert "s3cret" not in repr(created) and "Tom" not in repr(created)


def test_answers_can_be_given(client: Any, mock: Any) -> None:
    """In their order, as often as asked for; then the document's come again."""
    mock.on(client.pets.retrieve).returns({"id": 7, "name": "Eve"}, times=1).answers(
        lambda call: {"id": call.parameters["id"], "name": "Asked"}, times=1
    )
    assert [client.pets.retrieve(3).name for _ in range(3)] == ["Eve", "Asked", "Tom"]


def test_a_model_can_be_given(package: ModuleType, client: Any, mock: Any) -> None:
    """What a method returns can be its answer."""
    made = client.pets.retrieve(1)
    made.name = "Mia"
    mock.on(client.pets.retrieve).returns(made)
    assert [client.pets.retrieve(1).name for _ in range(2)] == ["Mia", "Mia"]


def test_failures_can_be_given(package: ModuleType, client: Any, mock: Any) -> None:
    """One that is retried goes by; one with a body of the document has that."""
    mock.on(client.pets.retrieve).fails(503, headers={"retry-after-ms": "1"}, times=1)
    assert client.pets.retrieve(1).name == "Tom"
    assert [call.status for call in mock.calls] == [503, 200]
    mock.on(client.pets.retrieve).fails(404)
    with pytest.raises(package.NotFoundError) as error:
        client.pets.retrieve(1)
    assert error.value.body == {"why": "gone"}


def test_statuses_are_asked_for_by_header(package: ModuleType, client: Any) -> None:
    """`Prefer` asks for a status, or for an example by name."""
    with pytest.raises(package.NotFoundError):
        client.pets.retrieve(1, extra_headers={"Prefer": "code=404"})
    assert client.pets.retrieve(1, extra_headers={"Prefer": "example=ann"}).name == "Ann"


def test_pages_follow_each_other(client: Any, mock: Any) -> None:
    """Iteration goes over all pages, each asked for by the end of the one before."""
    assert [toy.id for toy in client.toys.list()] == ["page_2", "text_2"]
    assert [call.parameters for call in mock.calls] == [{}, {"after": "page_2"}]


def test_streams_have_an_event_of_each_kind(client: Any, mock: Any) -> None:
    """As the document describes them, or as a test has them."""
    assert [event.type for event in client.news.list()] == ["born", "sold"]
    mock.on(client.news.list).streams([{"type": "born", "name": "a"}])
    assert [event.name for event in client.news.list()] == ["a"]


def test_files_are_bytes(client: Any, mock: Any) -> None:
    """An answer that is no JSON is content."""
    assert client.photo.retrieve().read()
    mock.on(client.photo.retrieve).returns(b"\x89PNG")
    assert client.photo.retrieve().read() == b"\x89PNG"


def test_asynchronous_clients_ask_it_too(package: ModuleType, mock: Any) -> None:
    """Answers, pages, streams and answers that were given."""

    async def use() -> list[Any]:
        client = package.AsyncRules(key="s3cret", http_client=mock.async_http_client())
        mock.on(client.pets.retrieve).returns({"id": 7, "name": "Eve"}, times=1)
        found = [(await client.pets.retrieve(1)).name, [toy.id async for toy in client.toys.list()]]
        return [*found, [event.type async for event in await client.news.list()]]

    assert asyncio.run(use()) == ["Eve", ["page_2", "text_2"], ["born", "sold"]]


def test_what_is_no_method_is_refused(client: Any, mock: Any) -> None:
    """A name that leads nowhere is an error where it is written."""
    with pytest.raises(ValueError, match="no method"):
        mock.on("pets.sell")


def test_nothing_of_it_is_imported_unasked(package: ModuleType) -> None:
    """A client loads it only for those who import it."""
    names = Path(package.__file__ or "").parent.rglob("*.py")
    users = [p for p in names if "testing" not in p.parts and "from .testing" in p.read_text(encoding="utf-8")]
    assert users == []


def test_it_is_off_by_default(tmp_path: Path) -> None:
    """A run that is not asked for the part makes none, and another keeps what there is."""
    assert main(["generate", str(API), "--out", str(tmp_path), "--package", "rules", "-q"]) == 0
    assert not (tmp_path / "rules/testing").exists()
    assert main(["generate", str(API), "--out", str(tmp_path), "--package", "rules", "-q", "--only", "testing"]) == 0
    assert main(["generate", str(API), "--out", str(tmp_path), "--package", "rules", "-q"]) == 0
    assert (tmp_path / "rules/testing/_api.json").exists()
