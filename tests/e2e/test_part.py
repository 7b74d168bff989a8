"""An SDK of a part of an API: what it has, what it is called, and what is said of the rest."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import main
from generator.ledger import LEFT_OUT_OF_PART
from generator.pipeline import Outcome, validate
from generator.request import Request

DOCUMENT = Path(__file__).with_name("part.yaml").read_text(encoding="utf-8")


def looked_into(folder: Path, *, text: str = DOCUMENT, config: dict[str, Any] | None = None, **said: Any) -> Outcome:
    """What the stages make of a part of a document."""
    spec, path = folder / "spec.yaml", folder / "config.yaml"
    spec.write_text(text)
    path.write_text(json.dumps(config or {}))
    return validate(Request(spec=str(spec), config=path, **said), stdin=io.BytesIO(), progress=lambda _: None)


def found(outcome: Outcome) -> list[str]:
    return [f"{one.code.id}: {one.message}" for one in outcome.diagnostics.sorted()]


def methods(outcome: Outcome) -> set[str]:
    """The dotted names of the methods that are made."""
    assert outcome.package is not None, found(outcome)
    made = {operation.name for operation in outcome.package.client_operations}
    pending = list(outcome.package.resources)
    while pending:
        resource = pending.pop()
        made |= {".".join((*resource.path, operation.name)) for operation in resource.operations}
        pending += resource.children
    return made


def left_out(outcome: Outcome, kind: str) -> set[str]:
    """What of a kind is in the ledger as no part of what was asked for."""
    return {one.subject for one in outcome.ledger.entries if one.kind == kind and one.reason in LEFT_OUT_OF_PART}


ALL = {"get /pets", "post /pets", "get /pets/{id}", "delete /pets/{id}", "get /pets/{id}/toys", "post /pets/{id}/toys"}
ALL |= {"get /staff"}


@pytest.mark.parametrize(
    ("include", "exclude", "kept"),
    [
        (["/pets"], [], {"get /pets", "post /pets"}),
        (["/pets/*"], [], {"get /pets/{id}", "delete /pets/{id}"}),
        (["/pets/{id}"], [], {"get /pets/{id}", "delete /pets/{id}"}),
        (["/pets/**"], [], ALL - {"get /staff"}),
        (["/**/toys"], [], {"get /pets/{id}/toys", "post /pets/{id}/toys"}),
        (["GET /pets/**"], [], {"get /pets", "get /pets/{id}", "get /pets/{id}/toys"}),
        (["/p*"], [], {"get /pets", "post /pets"}),
        (["tag:admin"], [], {"post /pets", "delete /pets/{id}", "post /pets/{id}/toys"}),
        (["tag:st*"], [], {"get /staff"}),
        (["operation:list*"], [], {"get /pets", "get /pets/{id}/toys", "get /staff"}),
        (["resource:pets"], [], ALL - {"get /staff"}),
        (["resource:pets.toys"], [], {"get /pets/{id}/toys", "post /pets/{id}/toys"}),
        (["tag:pets", "tag:staff"], ["tag:admin"], {"get /pets", "get /pets/{id}", "get /staff"}),
        ([], ["tag:admin"], ALL - {"post /pets", "delete /pets/{id}", "post /pets/{id}/toys"}),
        ([], ["resource:pets"], {"get /staff"}),
    ],
)
def test_patterns(tmp_path: Path, include: list[str], exclude: list[str], kept: set[str]) -> None:
    """What each kind names; on the command line and in the config it is the same."""
    told = looked_into(tmp_path, include=tuple(include), exclude=tuple(exclude))
    written = looked_into(tmp_path, config={"sdkgen": {"include": include, "exclude": exclude}})
    for outcome in (told, written):
        assert ALL - left_out(outcome, "operation") == kept
        assert len(methods(outcome)) == len(kept) == outcome.ledger.generated["operation"]
        assert outcome.ledger.read["operation"] == len(ALL)
        assert not found(outcome)


def test_what_nothing_uses_goes(tmp_path: Path) -> None:
    """Schemas that only others use are not there, nor those that nothing uses; of what is extended, the others go."""
    outcome = looked_into(tmp_path, include=("get /pets",))
    assert left_out(outcome, "schema") == {"Keeper", "Shift", "NewPet", "Toy", "Birth", "Unused"}
    assert left_out(outcome, "webhook") == {"petBorn"}
    assert left_out(outcome, "path-item") == {"Toys"}
    assert outcome.ledger.read["schema"] == 8
    assert not found(outcome)


def test_tags_and_credentials_go_with_their_operations(tmp_path: Path) -> None:
    """What is told of a tag stays with what has the tag, or one below it; clients know what credentials they need."""
    document = yaml.safe_load(DOCUMENT)
    names = {"pets": {"parent": "zoo"}, "zoo": {}, "staff": {}, "toys": {}, "nobody": {}}
    document["tags"] = [{"name": name, "description": f"About {name}.", **more} for name, more in names.items()]
    schemes = {"Key": {"type": "http", "scheme": "bearer"}, "Card": {"type": "apiKey", "in": "header", "name": "card"}}
    document["components"]["securitySchemes"] = schemes
    document["paths"]["/pets"]["get"]["security"] = [{"Key": []}]
    document["paths"]["/staff"]["get"]["security"] = [{"Card": []}]
    text = yaml.safe_dump(document, sort_keys=False)

    def credentials(outcome: Outcome) -> set[str]:
        assert outcome.package is not None
        return {scheme.name for scheme in outcome.package.client.schemes}

    def options(outcome: Outcome) -> set[str]:
        assert outcome.package is not None
        return {option.name for option in outcome.package.client.options}

    part = looked_into(tmp_path, text=text, include=("get /pets",))
    assert left_out(part, "tag") == {"staff", "toys", "nobody"}
    assert credentials(part) == {"Key"} == {"Key", "Card"} - left_out(part, "security scheme")
    rest = looked_into(tmp_path, text=text, exclude=("get /pets", "tag:toys"))
    assert left_out(rest, "tag") == {"toys"}
    assert credentials(rest) == {"Card"}
    whole = looked_into(tmp_path, text=text)
    assert credentials(whole) == {"Key", "Card"}
    assert options(part) | options(rest) == options(whole)
    named = {"client_settings": {"opts": {"card": {"type": "string", "auth": {"security_scheme": "Card"}}}}}
    assert credentials(looked_into(tmp_path, text=text, config=named, include=("get /pets",))) == {"Key", "Card"}


def test_what_only_the_excluded_use_goes(tmp_path: Path) -> None:
    """What nothing used before stays, as in the SDK of the whole document."""
    outcome = looked_into(tmp_path, exclude=("tag:staff", "tag:toys", "webhook:*"))
    assert left_out(outcome, "schema") == {"Keeper", "Shift", "Toy", "Birth"}
    assert not found(outcome)


def test_a_value_brings_all_that_it_may_be(tmp_path: Path) -> None:
    """The mother of a pet may be any animal, as the discriminator says."""
    outcome = looked_into(tmp_path, include=("webhook:petBorn", "tag:toys"))
    assert left_out(outcome, "schema") == {"NewPet", "Unused"}
    assert left_out(outcome, "webhook") == set()
    assert not found(outcome)


def test_what_stands_inside_of_what_goes_can_still_be_used(tmp_path: Path) -> None:
    """A reference leads into an operation that is left out."""
    document = yaml.safe_load(DOCUMENT)
    inner = "#/paths/~1staff/get/responses/200/content/application~1json/schema"
    document["components"]["schemas"]["Toy"]["properties"]["owner"] = {"$ref": inner}
    outcome = looked_into(tmp_path, text=yaml.safe_dump(document), include=("tag:toys",))
    assert "get /staff" in left_out(outcome, "operation")
    assert left_out(outcome, "schema") == {"Pet", "NewPet", "Birth", "Unused"}
    assert not found(outcome)


def test_names_are_those_of_the_whole(tmp_path: Path) -> None:
    """Two operations would be the same method: the one that is called otherwise is so without the other, too."""
    document = yaml.safe_load(DOCUMENT)
    document["paths"]["/v2/pets"] = {
        "get": {"operationId": "listAllPets", "responses": {"204": {"description": "None."}}}
    }
    text = yaml.safe_dump(document)
    whole = looked_into(tmp_path, text=text)
    part = looked_into(tmp_path, text=text, include=("/pets",))
    assert "pets.list_pets" in methods(whole)
    assert methods(part) == {"pets.list_pets", "pets.create"} <= methods(whole)
    assert [one.split(":")[0] for one in found(part)] == ["colliding-methods"]


def test_the_lock_holds_names_of_types(tmp_path: Path) -> None:
    """A type that had to be called otherwise beside another keeps its name in a part without that one."""
    document = yaml.safe_load(DOCUMENT)
    for path, component in (("/a", "rare-pet"), ("/b", "RarePet")):
        document["components"]["schemas"][component] = {"type": "object", "properties": {"name": {"type": "string"}}}
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{component}"}}}
        document["paths"][path] = {"get": {"responses": {"200": {"description": "A pet.", "content": content}}}}
    text = yaml.safe_dump(document)

    def name(**said: Any) -> str:
        made = looked_into(tmp_path, text=text, **said).package
        return next(d.reference.name for d in made.declarations if d.location.pointer.endswith("/rare-pet"))

    whole = name()
    assert name(include=("/a",)) != whole
    assert main(["lock", str(tmp_path / "spec.yaml"), "--config", str(tmp_path / "config.yaml")]) == 0
    assert name(include=("/a",)) == whole


def test_the_config_may_speak_of_the_rest(tmp_path: Path) -> None:
    """What it says of operations and schemas that are left out has no effect, and is no mistake; what is nowhere is."""
    config = {
        "resources": {
            "zoo": {
                "models": {"toy": "Toy", "shift": "Shift", "nothing": "Nothing"},
                "methods": {"all": "get /pets", "people": "get /staff", "none": "get /nowhere"},
            }
        }
    }
    outcome = looked_into(tmp_path, config=config, include=("resource:zoo",), exclude=("/staff",))
    assert methods(outcome) == {"zoo.all"}
    assert found(outcome) == [
        'unmatched-config: the document has no schema "Nothing"',
        'unmatched-config: the document has no path "/nowhere"',
    ]


def test_swagger(tmp_path: Path) -> None:
    """A document of the format before has its parts, too."""
    text = """\
swagger: "2.0"
info: {title: Zoo, version: "1"}
host: zoo.example
paths:
  /pets: {get: {operationId: listPets, responses: {200: {description: Pets., schema: {$ref: "#/definitions/Pet"}}}}}
  /toys: {get: {operationId: listToys, responses: {200: {description: Toys., schema: {$ref: "#/definitions/Toy"}}}}}
definitions:
  Pet: {type: object, properties: {name: {type: string}}}
  Toy: {type: object, properties: {name: {type: string}}}
"""
    outcome = looked_into(tmp_path, text=text, include=("/pets",))
    assert methods(outcome) == {"pets.list"}
    assert left_out(outcome, "schema") == {"Toy"}


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def test_how_much_it_is_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By the first run, by one with nothing to do, and by the report; another part is something to do."""
    spec, out, report = tmp_path / "spec.yaml", tmp_path / "out", tmp_path / "report.json"
    spec.write_text(DOCUMENT)
    line = "part       2 of 7 operations, 3 of 8 schemas, 0 of 1 webhooks"
    arguments = ("generate", spec, "--out", out, "--include", "/pets")
    code, printed = run(capsys, *arguments, "--report", report)
    assert code == 0
    assert line in printed
    assert {one["subject"] for one in json.loads(report.read_text())["entries"] if one["kind"] == "operation"} == {
        "get /pets/{id}", "delete /pets/{id}", "get /pets/{id}/toys", "post /pets/{id}/toys", "get /staff",
    }  # fmt: skip
    code, printed = run(capsys, *arguments)
    assert "nothing has changed" in printed
    assert line in printed
    code, printed = run(capsys, *arguments, "--exclude", "post /**")
    assert "part       1 of 7 operations" in printed


def test_a_pattern_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the command line and in the config it is refused, with what patterns look like."""
    (tmp_path / "spec.yaml").write_text(DOCUMENT)
    code, printed = run(capsys, "validate", tmp_path / "spec.yaml", "--include", "pets")
    assert code == 2
    assert "'pets' is neither a path nor" in printed
    outcome = looked_into(tmp_path, config={"sdkgen": {"include": ["pets"]}})
    assert found(outcome) == ['invalid-config: item 1 cannot be "pets"']


def test_diff_compares_the_same_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A change of what is left out is none; it is one of the whole."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(DOCUMENT)
    new.write_text(DOCUMENT.replace("listStaff", "listAll").replace("/staff", "/people"))
    assert run(capsys, "diff", old, new, "--fail-on", "any")[0] == 1
    assert run(capsys, "diff", old, new, "--fail-on", "any", "--include", "/pets/**")[0] == 0
    (tmp_path / "sdk.yaml").write_text("sdkgen: {exclude: [/staff, /people]}\n")
    assert run(capsys, "diff", old, new, "--fail-on", "any")[0] == 0


def test_update_compares_the_same_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the project's config leaves out changes no version; what it takes does."""
    spec, out = tmp_path / "spec.yaml", tmp_path / "out"
    (tmp_path / "sdk.yaml").write_text("sdkgen: {include: [tag:pets]}\n")
    spec.write_text(DOCUMENT)
    assert run(capsys, "update", spec, "--out", out)[0] == 0
    spec.write_text(DOCUMENT.replace("/staff", "/people"))
    assert "Nothing that users of the SDK feel has changed." in run(capsys, "update", spec, "--out", out)[1]
    spec.write_text(DOCUMENT.replace("name: {type: string}", "name: {type: string}, age: {type: integer}"))
    assert "version    0.1.1" in run(capsys, "update", spec, "--out", out)[1]


@pytest.mark.parametrize("command", ["generate", "site", "update", "validate", "lock"])
def test_every_command_reads_the_same_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warning about what is left out is none, and nothing is made or locked of that."""
    monkeypatch.chdir(tmp_path)
    Path("spec.yaml").write_text(DOCUMENT)
    code, printed = run(capsys, command, "spec.yaml", "--include", "tag:toys")
    assert code == 0, printed
    made = [path for path in Path().rglob("*") if path.name.partition(".")[0] == "staff"]
    assert made == []
    for lock in Path().glob("names.lock"):
        assert "client.pets.toys.list" in lock.read_text()
        assert "staff" not in lock.read_text()
