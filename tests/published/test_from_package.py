"""A first lock from a package that is published: after it, `generate` gives the names that its users know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.published.project import TEXT, Project, document, items, operation, project, record, reference

CONFIG: Final[Mapping[str, Any]] = {
    "organization": {"name": "pets"},
    "resources": {
        "animals": {
            "models": {"animal": "#/components/schemas/Pet"},
            "methods": {"fetch": "get /pets/{pet_id}", "adopt": "post /pets"},
            "subresources": {"playthings": {"methods": {"all": "get /pets/{pet_id}/toys"}}},
        }
    },
}


@pytest.fixture
def pets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """A project in an empty folder."""
    made = project(tmp_path, monkeypatch, capsys)
    made.documents(api())
    return made


def api() -> dict[str, Any]:
    """Pets with collars, and their toys."""
    pet = record(id=TEXT, collar=record(color=TEXT, size=TEXT), tags=items(record(label=TEXT, weight=TEXT)))
    return document(
        {
            "/pets/{pet_id}": {"get": operation(reference("Pet"), "getPet", parameters=["pet_id"])},
            "/pets": {"post": operation(reference("Pet"), "makePet", body=reference("NewPet"))},
            "/pets/{pet_id}/toys": {"get": operation(reference("Toys"), "listToys", parameters=["pet_id"])},
        },
        {
            "Pet": pet,
            "NewPet": record(petName=TEXT, home=record(street=TEXT, city=TEXT)),
            "Toys": record(toys=items(record(sound=TEXT, price=TEXT))),
        },
    )


def test_a_package_of_ours_without_its_config(pets: Project) -> None:
    """What a config had named keeps its name without the config; of methods nothing changes for callers."""
    pets.configures(CONFIG)
    pets.run("generate", "api.yaml", "--package", "pets", "--out", "published")
    pets.configures({"organization": {"name": "pets"}})
    assert "breaking (12)" in pets.run("compare", "published/pets", "api.yaml")
    said = pets.run("lock", "api.yaml", "--from-package", "published/pets")
    assert "unmatched  client" not in said
    assert "methods               3 of 3\n" in said
    assert {"client.animals.fetch", "client.animals.adopt(pet_name)", "types.animal:Animal.collar"} <= pets.names
    after = pets.run("compare", "published/pets", "api.yaml")
    assert "methods                   3 of 3" in after
    assert "arguments                 4 of 4" in after
    pets.run("generate", "api.yaml", "--package", "pets", "--check", code=1)


PACKAGE: Final[Mapping[str, str]] = {
    "__init__.py": "from ._client import Zoo, AsyncZoo\nfrom . import types\n__version__ = '4.2.0'\n",
    "_client.py": """
from .resources.beasts import Beasts
class Zoo:
    beasts: Beasts
    def __init__(self, *, base_url: str | None = None) -> None: ...
class AsyncZoo(Zoo): ...
raise RuntimeError("nothing of a package is run")
""",
    "resources/__init__.py": "",
    "resources/beasts.py": """
from ..types import Beast, beast_make_params
class Beasts:
    def find(self, beast_id: str, *, extra_headers: object = None) -> Beast:
        return self._get(f"/v1/pets/{beast_id}", cast_to=Beast)
    def make(self, *, petName: str, home: beast_make_params.Residence, extra_headers: object = None) -> Beast:
        return self._post("/v1/pets", body=beast_make_params.BeastMakeParams)
    def train(self, trick: str, *, extra_headers: object = None) -> Beast:
        return self._post("/v1/tricks", body=trick)
    def tame(self) -> None:
        return None
""",
    "types/__init__.py": "from .beast import Beast as Beast\nfrom .beast_make_params import BeastMakeParams\n",
    "types/beast.py": """
from typing import List, Optional
from .._models import BaseModel
class Label(BaseModel):
    label: Optional[str] = None
    weight: Optional[str] = None
class Beast(BaseModel):
    id: Optional[str] = None
    collar: "Optional[Band]" = None
    labels: Optional[List[Label]] = Field(alias="tags", default=None)
    whiskers: Optional[int] = None
class Band(BaseModel):
    color: Optional[str] = None
    size: Optional[str] = None
class Unicorn(BaseModel):
    horn: str
""",
    "types/beast_make_params.py": """
from typing_extensions import TypedDict
class BeastMakeParams(TypedDict, total=False):
    petName: str
    home: "Residence"
class Residence(TypedDict, total=False):
    street: str
    city: str
""",
    "_models.py": "class BaseModel: ...\n",
}


def written(folder: Path) -> Path:
    """A package of another generator."""
    for path, text in PACKAGE.items():
        (folder / "zoo" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "zoo" / path).write_text(text)
    return folder / "zoo"


def test_a_package_of_another_generator(pets: Project) -> None:
    """Methods are found by what they call, types by the ways that lead to them; all else is listed with the reason."""
    said = pets.run("lock", "api.yaml", "--from-package", str(written(pets.folder)))
    assert pets.line("client.beasts.find") == "client.beasts.find method GET /pets/{beast_id} getPet 4.2.0"
    assert pets.line("client.beasts.find(beast_id)") == "client.beasts.find(beast_id) argument path pet_id 4.2.0"
    assert pets.line("types.beast:Beast.labels") == "types.beast:Beast.labels field tags 4.2.0"
    assert {"types.beast:Beast", "types.beast:Band.size", "types.beast:Label.weight"} <= pets.names
    assert {"types.beast_make_params:BeastMakeParams", "types.beast_make_params:Residence.city"} <= pets.names
    for line in (
        "unmatched  client.beasts.train: no operation is post /v1/tricks",
        "unmatched  client.beasts.tame: its text does not tell which operation it calls",
        "unmatched  types.beast:Beast.whiskers: its type has no 'whiskers'",
        "unmatched  types.beast:Unicorn",
    ):
        assert line in said
    pets.run("generate", "api.yaml", "--package", "zoo")
    stub = (pets.folder / "output/zoo/types/beast.pyi").read_text()
    assert "class Beast(" in stub
    assert "class Band(" in stub
    assert "labels: " in stub


def test_what_could_not_be_matched_goes_into_a_file(pets: Project) -> None:
    """All of it, and the console says how much."""
    said = pets.run("lock", "api.yaml", "--from-package", str(written(pets.folder)), "--unmatched", "left.txt")
    left = (pets.folder / "left.txt").read_text().splitlines()
    assert "unmatched  " not in said
    assert f"{len(left)} unmatched, in left.txt" in said
    assert "types.beast:Unicorn" in " ".join(left)


def test_a_lock_that_is_there_is_kept(pets: Project) -> None:
    """A first lock does not take the place of another one."""
    pets.run("lock", "api.yaml")
    before = pets.lock.read_text()
    said = pets.run("lock", "api.yaml", "--from-package", str(written(pets.folder)), code=2)
    assert "names.lock notes names already; remove it to begin with those of a package" in said
    assert pets.lock.read_text() == before


def test_what_is_no_package(pets: Project) -> None:
    """It is an error of one line."""
    said = pets.run("lock", "api.yaml", "--from-package", "no-such-package-anywhere", code=2)
    assert "neither a folder, nor an archive, nor a package that is installed here" in said
    said = pets.run("lock", "api.yaml", "--from-package", "zoo", "--forget", "types.pet:Pet", code=2)
    assert "--from-package begins a lock, and --forget takes names out of one" in said
