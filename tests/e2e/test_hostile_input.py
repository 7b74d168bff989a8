"""Whatever stands at the input, the program as users start it gives an SDK or a clear error, and never a traceback."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.program import sdkgen, tree

HEAD = 'openapi: 3.1.0\ninfo: {title: T, version: "1"}\n'
DOCUMENT = HEAD + (
    "paths:\n  /pets:\n    get:\n      operationId: listPets\n"
    '      responses: {"200": {description: All., content: {application/json: {schema: {type: string}}}}}\n'
)

Maker = Callable[[Path], str]


def text(content: str) -> Maker:
    """A file with this text."""
    return data(content.encode())


def data(content: bytes) -> Maker:
    """A file with these bytes."""

    def make(folder: Path) -> str:
        (folder / "spec.yaml").write_bytes(content)
        return "spec.yaml"

    return make


def a_folder(folder: Path) -> str:
    (folder / "spec.yaml").mkdir()
    return "spec.yaml"


def a_link_to_itself(folder: Path) -> str:
    (folder / "spec.yaml").symlink_to("spec.yaml")
    return "spec.yaml"


def a_socket(folder: Path) -> str:
    with contextlib.chdir(folder), socket.socket(socket.AF_UNIX) as made:
        made.bind("spec.yaml")
    return "spec.yaml"


def schemas(content: str) -> Maker:
    """A document with these component schemas (a flow mapping's members)."""
    return text(f"{DOCUMENT}components: {{schemas: {{{content}}}}}\n")


def answered(schema: str) -> Maker:
    """A document whose operation answers this schema, the component A."""
    document = DOCUMENT.replace("{type: string}", "{$ref: '#/components/schemas/A'}")
    return text(f"{document}components: {{schemas: {{A: {schema}}}}}\n")


def alias_bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return HEAD + "\n".join(lines) + "\npaths: {}\n"


# What is unusable, and the start of the first line of standard error that tells why.
UNUSABLE = {
    "no file": (lambda _: "spec.yaml", "error: file-not-found:"),
    "a folder": (a_folder, "error: file-unreadable:"),
    "a link to itself": (a_link_to_itself, "error: file-unreadable:"),
    "a socket": (a_socket, "error: file-unreadable:"),
    "an empty file": (text(""), "spec.yaml:1:1: error: empty-document:"),
    "only comments": (text("# nothing\n"), "spec.yaml:1:1: error: empty-document:"),
    "a scalar": (text("hello\n"), "spec.yaml:1:1: error: not-a-mapping:"),
    "a list": (text("- openapi\n- 3.1.0\n"), "spec.yaml:1:1: error: not-a-mapping:"),
    "not YAML": (text("openapi: 3.1.0\n\tpaths: [\n"), "spec.yaml:2:1: error: yaml-syntax:"),
    "broken JSON": (text('{"openapi": "3.1.0", "paths": {'), "spec.yaml:2:1: error: yaml-syntax:"),
    "a program": (data(b"\x7fELF\x02\x01\x01\x00" * 40), "spec.yaml:1:2: error: not-a-mapping:"),
    "Swagger 1.2": (text('swaggerVersion: "1.2"\napis: []\n'), "spec.yaml:1:1: error: other-format:"),
    "a login page": (text("<!DOCTYPE html>\n<title>Sign in</title>\n"), "spec.yaml:1:1: error: other-format:"),
    "a gzip file": (data(b"\x1f\x8b\x08\0" * 40), "spec.yaml:1:1: error: other-format:"),
    "missing paths": (text(HEAD), "spec.yaml:1:1: error: missing-paths:"),
    "an alias bomb": (text(alias_bomb()), "spec.yaml:"),
    "10,000 lists": (text(HEAD + "paths: " + "[" * 10_000 + "]" * 10_000), "spec.yaml:3:"),
    "10,000 mappings": (text(HEAD + "paths: " + "{a: " * 10_000 + "}" * 10_000), "spec.yaml:3:"),
    "10,000 levels of indentation": (
        text(HEAD + "paths:\n" + "".join(f"{' ' * n}a:\n" for n in range(1, 10_001))),
        "spec.yaml:",
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_input(name: str, tmp_path: Path) -> None:
    """Exit code 2; the first line says where and what; nothing is written."""
    make, first = UNUSABLE[name]
    spec = make(tmp_path)
    run = sdkgen("generate", spec, "--out", "out", "-q", cwd=tmp_path)
    assert run.returncode == 2, run.stdout + run.stderr
    assert run.stderr.startswith(first)
    assert "Traceback" not in run.stderr
    assert "internal error" not in run.stderr
    assert len(run.stderr) < 20_000
    assert not (tmp_path / "out").exists()


# What is odd, and still generated: with a finding of this code, or with none.
ODD = {
    "a schema of itself": (schemas("A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}"), None),
    "invalid UTF-8": (data(DOCUMENT.encode().replace(b"title: T", b"title: \xff\xfe\x80")), "invalid-utf8"),
    "a NUL": (text(DOCUMENT.replace("title: T", "title: T\0")), "invalid-character"),
    "two documents": (text(f"{DOCUMENT}---\n{DOCUMENT}"), "several-documents"),
    "a duplicate key": (text(DOCUMENT + "info: {title: U}\n"), "duplicate-key"),
    "an unknown alias": (text(DOCUMENT + "tags: *nowhere\n"), "unknown-alias"),
    "an alias of itself": (text(DOCUMENT + "x-a: &a {x: *a}\n"), "unknown-alias"),
    "a cyclic reference": (
        schemas("A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}"),
        "cyclic-reference",
    ),
    "a dangling reference": (schemas("A: {$ref: '#/components/schemas/B'}"), "dangling-reference"),
    "a reference to a device": (schemas("A: {$ref: /dev/zero}"), "reference-outside"),
    "a reference out of the folder": (schemas("A: {$ref: ../../../../etc/passwd}"), "reference-outside"),
    "a reference to the network": (schemas("A: {$ref: 'http://localhost:9/x.yaml'}"), "remote-reference"),
    "a map of itself and more": (
        answered(
            "{additionalProperties: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, minProperties: 1}]}}"
        ),
        None,
    ),
    "Swagger 2.0": (text(f'swagger: "2.0"\n{DOCUMENT.partition(HEAD)[2]}'), "swagger-2"),
    "webhooks alone": (text(HEAD + "webhooks: {ping: {post: {responses: {}}}}\n"), None),
    "OpenAPI 4.0": (text(DOCUMENT.replace("3.1.0", "4.0.0")), "unknown-version"),
    "no version": (text(DOCUMENT.replace("openapi: 3.1.0\n", "")), "unknown-version"),
    "an extension that looks like code": (text(DOCUMENT + "x-run: !!python/object/apply:os.system [exit 7]\n"), None),
    "a byte order mark": (data("\ufeff".encode() + DOCUMENT.encode()), None),
    "CR LF": (data(DOCUMENT.replace("\n", "\r\n").encode()), None),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_input(name: str, tmp_path: Path) -> None:
    """Such documents are generated, and what is odd is said."""
    make, code = ODD[name]
    spec = make(tmp_path)
    run = sdkgen("generate", spec, "--out", "out", cwd=tmp_path)
    assert "Traceback" not in run.stderr
    assert "internal error" not in run.stderr
    if code is not None:
        assert f": {code}: " in run.stderr, run.stderr
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out/README.md").exists()


def test_a_string_of_100_megabytes(tmp_path: Path) -> None:
    """A file beyond the limit is refused by its size, quickly, without reading it whole."""
    spec = tmp_path / "spec.yaml"
    with spec.open("wb") as file:
        file.write(HEAD.encode() + b"x-text: '")
        for _ in range(100):
            file.write(b"a" * 1_000_000)
        file.write(b"'\npaths: {}\n")
    begun = time.monotonic()
    run = sdkgen("generate", "spec.yaml", "--out", "out", "-q", cwd=tmp_path)
    assert run.returncode == 2
    assert run.stderr.startswith("error: document-too-large:")
    assert time.monotonic() - begun < 20


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file(tmp_path: Path) -> None:
    """A file without permission is named."""
    (tmp_path / "spec.yaml").write_text(DOCUMENT)
    (tmp_path / "spec.yaml").chmod(0)
    run = sdkgen("generate", "spec.yaml", "--out", "out", "-q", cwd=tmp_path)
    assert run.returncode == 2
    assert run.stderr.startswith("error: file-unreadable:")


def test_standard_input(tmp_path: Path) -> None:
    """`-` reads a document from standard input, and its findings name it."""
    good = sdkgen("generate", "-", "--out", "out", "-q", cwd=tmp_path, stdin=DOCUMENT.encode())
    assert good.returncode == 0, good.stderr
    assert (tmp_path / "out/README.md").exists()
    bad = sdkgen("generate", "-", "--out", "none", "-q", cwd=tmp_path, stdin=b"[")
    assert bad.returncode == 2
    assert bad.stderr.startswith("<stdin>:2:1: error: yaml-syntax:")


def test_an_output_that_is_a_file(tmp_path: Path) -> None:
    """The output folder may not be a file."""
    text(DOCUMENT)(tmp_path)
    (tmp_path / "out").write_text("mine")
    run = sdkgen("generate", "spec.yaml", "--out", "out", "-q", cwd=tmp_path)
    assert run.returncode == 2
    assert "out" in run.stderr
    assert "Traceback" not in run.stderr
    assert (tmp_path / "out").read_text() == "mine"


def test_an_edited_file_stops_the_run(tmp_path: Path) -> None:
    """The run stops with the file's name and changes nothing, until `--force` overwrites the edit."""
    text(DOCUMENT)(tmp_path)
    arguments = ("generate", "spec.yaml", "--out", "out", "--package", "pets", "-q")
    assert sdkgen(*arguments, cwd=tmp_path).returncode == 0
    clean = tree(tmp_path / "out")
    edited = tmp_path / "out/pets/_client.py"
    edited.write_text(edited.read_text() + "# mine\n")
    before = tree(tmp_path / "out")
    (tmp_path / "spec.yaml").write_text(DOCUMENT.replace("All.", "Every one."))
    stopped = sdkgen(*arguments, cwd=tmp_path)
    assert stopped.returncode == 2
    assert "pets/_client.py" in stopped.stderr
    assert "--force" in stopped.stderr
    assert tree(tmp_path / "out") == before
    (tmp_path / "spec.yaml").write_text(DOCUMENT)
    assert sdkgen(*arguments, "--force", cwd=tmp_path).returncode == 0
    assert _generated(tree(tmp_path / "out")) == _generated(clean)


def _generated(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if not path.startswith(".sdkgen/")}
