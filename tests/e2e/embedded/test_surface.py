"""The surface of the embedded document's SDK: a review sees a changed name or signature as one changed line."""

from __future__ import annotations

import inspect
import re
from types import ModuleType
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.ir.package import Package
from generator.render.surface import surface


class Lines(SingleFileSnapshotExtension):
    """One file that reads like the surface."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture(scope="module")
def lines(package: Package) -> list[str]:
    """The lines of the surface."""
    return surface(package).splitlines()


def test_the_surface(package: Package, snapshot: SnapshotAssertion) -> None:
    """All of it."""
    assert surface(package) == snapshot(name="surface", extension_class=Lines)


def test_every_exported_name_is_there(lines: list[str], openai_sdk: ModuleType) -> None:
    """What it lists can be imported."""
    exported = [line.partition(",")[0].split(".") for line in lines if line.startswith("openai_sdk.")]
    assert len(exported) > 100
    for _, *path in exported:
        found: Any = openai_sdk
        for name in path:
            found = getattr(found, name)


def test_every_argument_is_one_of_the_method(lines: list[str], openai_sdk: ModuleType) -> None:
    """It lists the methods that clients have, and exactly their arguments."""
    client = openai_sdk.OpenAI(api_key="k", base_url="http://localhost")
    listed: dict[str, set[str]] = {}
    for line in lines:
        if found := re.match(r"client\.([\w.]+)\((.*?)(?:, /)?\)(?: -> .*)?$", line):
            listed.setdefault(found[1], set()).update(re.findall(r"(?:^|, )(\w+): ", found[2]))
    assert len(listed) >= 75
    for path, names in listed.items():
        method: Any = client
        for name in path.split("."):
            method = getattr(method, name)
        # Some methods are extended by hand: they take what is described, and more.
        assert names <= inspect.signature(method).parameters.keys(), path


def test_every_field_is_one_of_the_model(lines: list[str], openai_sdk: ModuleType) -> None:
    """Models have the fields that it lists, and no others."""
    listed = {line.partition(":")[0]: set[str]() for line in lines if re.fullmatch(r"types[\w.]+: model(, \w+)?", line)}
    assert len(listed) > 300
    for line in lines:
        path = line.partition(":")[0]
        if (own := path.rpartition(".")[0]) in listed:
            listed[own].add(path.rpartition(".")[2])
    for path, names in listed.items():
        model: Any = openai_sdk
        for name in path.split("."):
            model = getattr(model, name)
        assert names == model.model_fields.keys(), path


def test_one_change_is_one_line(lines: list[str]) -> None:
    """Every line says where it belongs, and none says the same as another."""
    assert len({line for line in lines if line}) == len([line for line in lines if line])
    assert [
        line
        for line in lines
        if line and not line.startswith(("openai_sdk.", "OpenAI", "client.", "pagination.", "types."))
    ] == []
