"""What pages say in words and tables, where no block of code shows it."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.python.identifiers import safe_field_name
from generator.render.docs.site import slugs
from generator.render.html import headings
from generator.render.markdown import Markdown
from tests.docs.pages import DOCS, REPOSITORY, made_pages
from tests.docs.snippets import snippets
from tests.support.config_keys import config_keys
from tests.support.program import sdkgen
from tests.support.server import Reply, Server, reply_json

PET = {"id": "pet_1", "petName": "Mia", "mood": "calm"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package of the document that the pages speak of."""
    out = tmp_path_factory.mktemp("claims")
    done = sdkgen("generate", DOCS / "pawshop.yaml", "--out", out, "--package", "pawshop", "--quiet")
    assert done.returncode == 0, done.stderr
    sys.path.insert(0, str(out))
    yield importlib.import_module("pawshop")
    sys.path.remove(str(out))
    for name in [name for name in sys.modules if name.partition(".")[0] == "pawshop"]:
        del sys.modules[name]


@pytest.fixture
def client(package: Any, server: Server) -> Any:
    """A client of a server whose answers a test scripts."""
    return package.Pawshop(api_key="a key", base_url=server.url)


def test_what_differs_when_it_runs(package: Any, client: Any, server: Server) -> None:
    """The last column of the tables in the pages for those who come from other generators."""
    server.script(reply_json({**PET, "mood": "sleepy"}))
    assert client.pets.retrieve("pet_1").mood == "sleepy"
    server.script(reply_json({"id": "pet_1", "mood": "calm", "tricks": 2}))
    pet = client.pets.retrieve("pet_1")
    assert pet.pet_name is None
    assert pet.tricks == 2 and pet.model_extra == {"tricks": 2}
    assert "note" not in pet.model_fields_set
    server.script(reply_json({"message": "no such pet"}, status=404))
    with pytest.raises(package.NotFoundError) as caught:
        client.pets.retrieve("pet_1")
    assert caught.value.data == package.types.Problem.construct(message="no such pet")
    assert isinstance(caught.value, package.APIStatusError)


def test_a_busy_server_is_asked_again_twice(package: Any, client: Any, server: Server) -> None:
    """Three requests, then an error."""
    server.script(Reply(status=503, headers={"retry-after-ms": "1"}))
    with pytest.raises(package.InternalServerError):
        client.pets.retrieve("pet_1")
    assert len(server.received) == 3


def test_pages_of_a_list_follow_each_other(client: Any, server: Server) -> None:
    """Iterating goes on with the next page."""
    first = {"data": [PET], "has_more": True, "next_cursor": "2"}
    server.script(reply_json(first), reply_json({"data": [PET], "has_more": False}))
    assert [pet.id for pet in client.pets.list()] == ["pet_1", "pet_1"]


def test_names_in_the_tables(package: Any, client: Any, server: Server) -> None:
    """What sdkgen calls what: methods, types inside of types, faces of answers."""
    server.script(Reply(headers={"content-type": "image/jpeg"}, body=b"..."))
    assert client.pets.photo.retrieve("pet_1").read() == b"..."
    server.script(reply_json(PET))
    assert client.pets.with_raw_response.retrieve("pet_1").parse().to_dict() == PET
    with client.pets.with_streaming_response.retrieve("pet_1") as answer:
        assert answer.status_code == 200
    pet_module = importlib.import_module("pawshop.types.pet")
    assert pet_module.Collar and pet_module.Owner and package.types.Pet.construct(**PET)


def test_names_that_python_cannot_have() -> None:
    """They are changed by rule, as the tables say it."""
    table = (DOCS / "coming-from-openapi-python-client.md").read_text(encoding="utf-8")
    rule = dict(re.findall(r"`(\w+)` is `(\w+)`", table))
    assert rule == {word: safe_field_name(word) for word in ("class", "3d")}


def test_keys_that_pages_name_are_keys() -> None:
    """Dotted names of the config, wherever a page has them as code."""
    roots = {key.partition(".")[0] for key in config_keys()} - {"organization", "errors"}
    known = set(config_keys())
    for path in {path.name for path in DOCS.glob("*.md")} - made_pages().keys():
        for name in re.findall(r"`([a-z_]+(?:\.(?:[a-z_]+|\*))+)(?=[:`])", (DOCS / path).read_text(encoding="utf-8")):
            if name.partition(".")[0] in roots and not name.endswith((".py", ".json", ".lock", ".yaml", ".yml")):
                assert name in known, (path, name)


def test_the_action_takes_what_the_recipe_gives() -> None:
    """Its inputs and outputs are those that the page names."""
    page = (DOCS / "ci.md").read_text(encoding="utf-8")
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
    recipe = next(snippet for snippet in snippets(page) if "uses: OWNER/sdkgen" in snippet.text)
    step = yaml.safe_load(recipe.text)["jobs"]["changes"]["steps"][-1]
    assert set(step["with"]) <= set(action["inputs"])
    outputs = re.search(r"Its outputs are (.*?)\n", page)
    assert outputs is not None
    assert set(re.findall(r"`(\w+)`", outputs[1])) == set(action["outputs"])


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_of_other_pages_lead_somewhere(name: str) -> None:
    """To files, and to headings of pages."""
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", (REPOSITORY / name).read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        file = Path(REPOSITORY / (path or name))
        assert file.is_file(), target
        if anchor:
            assert anchor in slugs(words for _, words in headings(Markdown(file.read_text(encoding="utf-8"))))
