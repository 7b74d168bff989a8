"""The command: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from generator.cli import main

from .conftest import HERE

SHOP = [str(HERE / "shop.yaml"), "--config", str(HERE / "shop.sdk.yaml")]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The package with a method under another name."""
    folder = tmp_path / "pawshop"
    shutil.copytree(HERE / "pawshop", folder)
    pets = folder / "resources/pets/pets.py"
    pets.write_text(pets.read_text(encoding="utf-8").replace("def retrieve(", "def get("))
    return folder


def test_differences_are_told_with_what_removes_them(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its verdict, its reason and the entry; then the counts."""
    assert main(["compare", str(package), *SHOP, "--suggest", str(package / "entries.yml")]) == 0
    printed = capsys.readouterr().out
    assert "client.pets.get has moved to client.pets.retrieve" in printed
    assert "      resources:\n        pets:\n          methods:\n            get: get /pets/{pet_id}\n" in printed
    assert "\nmethods                   5 of 6\n" in printed


def test_the_entries_are_a_config(package: Path, tmp_path: Path) -> None:
    """What `--suggest` writes is one config; put into the shop's own, it leaves nothing that breaks."""
    entries = tmp_path / "entries.yml"
    main(["compare", str(package), *SHOP, "--suggest", str(entries)])
    said = yaml.safe_load(entries.read_text(encoding="utf-8"))
    config = yaml.safe_load((HERE / "shop.sdk.yaml").read_text(encoding="utf-8"))
    config["resources"]["pets"]["methods"] |= said["resources"]["pets"]["methods"]
    whole = tmp_path / "whole.yml"
    whole.write_text(yaml.safe_dump(config), encoding="utf-8")
    command = ["compare", str(package), SHOP[0], "--fail-on", "breaking", "--config"]
    assert main([*command, SHOP[2]]) == 1
    assert main([*command, str(whole)]) == 0


def test_any_difference_may_count(package: Path) -> None:
    """`--fail-on any` takes what only the new SDK has for one."""
    assert main(["compare", str(HERE / "pawshop"), *SHOP, "--fail-on", "breaking"]) == 0
    assert main(["compare", str(HERE / "pawshop"), *SHOP, "--fail-on", "any"]) == 1


def test_programs_read_it(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON has every measure, every change, and the config that removes some of them."""
    main(["compare", str(package), *SHOP, "--format", "json", "--suggest", str(package / "entries.yml")])
    content = json.loads(capsys.readouterr().out)
    assert {"measure": "methods", "total": 6, "agreeing": 5} in content["measures"]
    moved = next(change for change in content["changes"] if change["code"] == "method-renamed")
    assert moved["verdict"] == "breaking"
    assert moved["config"] == {"resources": {"pets": {"methods": {"get": "get /pets/{pet_id}"}}}}
    assert content["unread"] == []


def test_pages_show_it(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As Markdown, with names as code."""
    main(["compare", str(package), *SHOP, "--format", "markdown"])
    assert "- `client.pets.get` has moved to `client.pets.retrieve`. Code that uses" in capsys.readouterr().out


def test_a_surface_can_be_kept(package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Facts stand in for the package: the same is printed."""
    facts = tmp_path / "surface.jsonl"
    assert main(["compare", str(package), "--surface", str(facts)]) == 0
    assert capsys.readouterr().out == ""
    main(["compare", str(package), *SHOP])
    of_package = capsys.readouterr().out
    main(["compare", str(facts), *SHOP])
    assert capsys.readouterr().out == of_package


def test_what_cannot_be_read(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No package, or no document: exit code 2, and a sentence."""
    assert main(["compare", "nowhere-at-all", *SHOP]) == 2
    assert "error: nowhere-at-all: neither a folder" in capsys.readouterr().err
    assert main(["compare", str(package), "missing.yaml"]) == 2
    (package / "types/pet.py").write_text("class (", encoding="utf-8")
    main(["compare", str(package), *SHOP])
    assert "left out: types/pet.py" in capsys.readouterr().err
