"""The files of a package: what they say, that nothing in the document can change their shape, that they are stable."""

from __future__ import annotations

import ast
import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import black
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.ir.declarations import EnumClass, EnumMember
from generator.ir.keys import ObjectKeys
from generator.ir.operations import Encoding, Framing, Parameter, Parts, Place, WholeBody
from generator.ir.package import (
    Callback,
    Grant,
    ModuleClient,
    OAuth,
    OAuthFlow,
    Package,
    PayloadForm,
    SchemeKind,
    SecurityScheme,
)
from generator.ir.types import Anything, ListOf
from generator.render.extensions import RUNTIME
from tests.support.generated import final
from tests.support.rendering import render_client, render_stubs
from tests.unit.python.hostile import HOSTILE_TEXTS
from tests.unit.render.sample import HERE, PACKAGE

ROOT = Path(__file__).parents[3]


class FileExtension(SingleFileSnapshotExtension):
    """One snapshot a generated file, readable as it is."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


def rendered(package: Package) -> dict[str, str]:
    """All generated files but the runtime's."""
    fixed = {f"{package.name}/{path.name}" for path in RUNTIME.glob("*.py")} - {f"{package.name}/__init__.py"}
    files = render_client(package) | render_stubs(package)
    return {path: text for path, text in files.items() if path not in fixed}


FILES = rendered(PACKAGE)


@pytest.fixture(scope="module")
def formatted() -> dict[str, str]:
    """The files of the sample in their final form."""
    return {path: content.decode() for path, content in final(FILES).items()}


@pytest.mark.parametrize("path", sorted(FILES), ids=lambda path: path.replace("/", "."))
def test_sample(path: str, formatted: dict[str, str], snapshot: SnapshotAssertion) -> None:
    """Each file of a package that has one of everything."""
    assert formatted[path] == snapshot(extension_class=FileExtension)


def test_the_runtime_is_copied_as_it_is() -> None:
    """Every runtime module but its own `__init__` is part of the package, save what its errors are called; some only
    where asked for, two as the package's own."""
    oauth = OAuth(flows=(OAuthFlow(grant=Grant.CLIENT_CREDENTIALS),), parts=())
    scheme = SecurityScheme(name="OAuth", kind=SchemeKind.BEARER, options=(), location=HERE, oauth=oauth)
    client = dataclasses.replace(
        PACKAGE.client, plain_raw_responses=True, module_client=ModuleClient(), schemes=(scheme,)
    )
    color = EnumClass(name="Color", module="color", location=HERE, members=(EnumMember(name="RED", value="red"),))
    any_value = Anything()
    whole_query = Parameter(
        name="q", wire_name="q", place=Place.QUERY_STRING, type=any_value, required=False, location=HERE
    )
    lines = WholeBody(
        name="body",
        type=ListOf(item=any_value),
        required=True,
        media_type="application/jsonl",
        location=HERE,
        framing=Framing.LINES,
    )
    first = next(resource for resource in PACKAGE.resources if resource.operations)
    operation = dataclasses.replace(first.operations[0], name="send", parameters=(whole_query,), body=lines)
    mixed = dataclasses.replace(
        lines, media_type="multipart/mixed", framing=None, parts=Parts(rest=Encoding(member=""))
    )
    other = dataclasses.replace(operation, name="send_parts", path="/parts", body=mixed)
    callback = Callback(name="c", method="unwrap_c", event=any_value, form=PayloadForm.JSON, location=HERE)
    package = dataclasses.replace(
        PACKAGE,
        client=client,
        client_operations=(dataclasses.replace(operation, path="/send"), other),
        declarations=(*PACKAGE.declarations, color),
        callbacks=(callback,),
        callbacks_resource="callbacks",
        key_tables=(ObjectKeys(name="color"),),
    )
    files = render_client(package)
    added = {path.removeprefix("little/") for path in files.keys() - render_client(PACKAGE).keys()}
    asked_for = {"_legacy_response.py", "_module_client.py", "_enums.py", "_callbacks.py", "_query_string.py"}
    assert added == {
        *asked_for,
        "_sequences.py",
        "_parts.py",
        "_oauth.py",
        "_tokens.py",
        "_flights.py",
        "_keys.py",
        "_key_tables.py",
        "types/color.py",
        "resources/callbacks.py",
    }
    for path in RUNTIME.glob("_*.py"):
        if path.name not in ("__init__.py", "_error_bodies.py", "_key_tables.py", "_method_names.py"):
            assert files[f"little/{path.name}"] == path.read_text("utf-8").replace("SDKError", "LittleError")
    assert files["little/py.typed"] == ""


def test_every_public_module_has_a_stub() -> None:
    """A stub stands beside each module, except the private ones of the runtime and the version."""
    modules = {path for path in FILES if path.endswith(".py")}
    assert {f"{path}i" for path in modules} - FILES.keys() == {"little/_version.pyi"}
    stubbed = {path[:-1] for path in FILES if path.endswith(".pyi")}
    assert stubbed <= modules


SPOKEN = {"doc", "summary", "deprecated", "title", "description", "file_header"}


def spoil(value: Any, text: str) -> Any:
    """The same IR with every free text in it replaced; names stay, since the build stage made them safe."""
    if isinstance(value, tuple):
        return tuple(spoil(item, text) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        changes[field.name] = text if field.name in SPOKEN and isinstance(old, str) and old else spoil(old, text)
    return dataclasses.replace(value, **changes)


@cache
def shape(source: str) -> str:
    """The structure of a module, without what its strings say."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@pytest.mark.parametrize("text", [t for t in HOSTILE_TEXTS if any(c.isalnum() for c in t)])
def test_documentation_cannot_change_code(text: str) -> None:
    """Whatever titles, summaries and descriptions say, the code around them has the same structure."""
    plain, spoiled = rendered(PACKAGE), rendered(spoil(PACKAGE, text))
    assert spoiled.keys() == plain.keys()
    for path, source in plain.items():
        if path.endswith((".py", ".pyi")):
            assert shape(spoiled[path]) == shape(source), path


def wire(value: Any, text: str) -> Any:
    """The same IR with every name of the wire replaced, each by another text."""
    if isinstance(value, tuple):
        return tuple(wire(item, text) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {f.name: wire(getattr(value, f.name), text) for f in dataclasses.fields(value)}
    for name in ("media_type", "parameter", "header", "query", "url", "discriminator", "unwrap", "base_url", "env"):
        if isinstance(changes.get(name), str) and type(value).__name__ != "Stream":
            changes[name] = text
    if "wire_name" in changes:
        changes["wire_name"] = f"{changes['wire_name']} {text}"
    if isinstance(changes.get("values"), tuple):
        changes["values"] = tuple(f"{v} {text}" for v in changes["values"])
    return dataclasses.replace(value, **changes)


@cache
def check(source: str) -> None:
    """Raise where a module is none; most of those that texts are spoiled in are the same each time."""
    compile(source, "module", "exec")


def strings(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_wire_names_survive(text: str) -> None:
    """Wire names, enum values, URLs and headers of any text arrive in the code as they are."""
    table = ObjectKeys(name=f"name {text}", keys=(("own", text),), inside=((text, "x"),), known=(text,), extra="x")
    files = render_client(dataclasses.replace(wire(PACKAGE, text), key_tables=(table,)))
    things = set(strings(files["little/resources/things/things.py"]))
    assert {text, f"after {text}", f"name {text}", f"x-beta {text}"} <= things
    assert f"schema {text}" in set(strings(files["little/types/things/thing.py"]))
    assert {text, f"name {text}"} <= set(strings(files["little/_key_tables.py"]))
    assert text in set(strings(files["little/_client.py"]))
    for path, source in files.items():
        if path.endswith((".py", ".pyi")):
            check(source)


HASHES = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests.unit.render.test_files import FILES
print(hashlib.sha256(repr(FILES).encode()).hexdigest())
"""


def test_hash_seeds_do_not_matter() -> None:
    """The same package gives the same bytes under any hash seed."""
    found = {
        subprocess.run(
            [sys.executable, "-c", HASHES, str(ROOT)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


def test_black_changes_nothing(formatted: dict[str, str]) -> None:
    """The final files, laid out by ruff, are as black would have them."""
    for path, text in formatted.items():
        if path.endswith((".py", ".pyi")):
            mode = black.Mode(
                line_length=120, is_pyi=path.endswith(".pyi"), target_versions={black.TargetVersion.PY310}
            )
            assert black.format_str(text, mode=mode) == text, path


def test_ruff_finds_nothing(tmp_path: Path, formatted: dict[str, str]) -> None:
    """The final files are clean under ruff's default rules and its import order."""
    for path, text in formatted.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--extend-select", "I", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
