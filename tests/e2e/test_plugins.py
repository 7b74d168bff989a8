"""Plugins of a project: they change the SDK and add files, and what they do wrong is a finding with their line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.program import REPOSITORY
from tests.support.project import Project
from tests.support.server import Server, reply_json

EXAMPLES = REPOSITORY / "docs/plugins"
RENAMING = """
from dataclasses import replace
from generator.plugins import Package

def lower(package: Package) -> Package:
    resources = tuple(
        replace(r, operations=tuple(replace(o, name=f"{o.name}_now") for o in r.operations)) for r in package.resources
    )
    return replace(package, resources=resources)
"""
NOTE = "def files(package):\n    return {'NOTE.txt': package.name, f'{package.name}/extra.py': 'x  =  1'}\n"


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    made = Project(tmp_path, capsys)
    made.configure("plugins: [plugins/own.py]")
    return made


def test_a_plugin_adds_files(project: Project) -> None:
    """Formatted like all others, known to the manifest, compared by `--check`; gone when the plugin is."""
    file = project.write("plugins/own.py", NOTE)
    report = project.folder / "report.json"
    run = project.generate("--report", str(report))
    assert run.code == 0, run.complained
    assert (project.text("NOTE.txt"), project.text("pets/extra.py")) == ("pets", "x = 1\n")
    assert "plugins    of the project: plugins/own.py\n" in run.said
    assert json.loads(report.read_text())["plugins"] == ["plugins/own.py"]
    assert "nothing has changed since the last run" in project.generate().said
    assert "custom     0 files" in project.generate().said
    file.write_text(NOTE.replace("x  =  1", "x = 2"))
    assert project.generate("--check").code == 1
    assert re.search(r"^files +0 new, 1 changed", project.generate().said, re.MULTILINE)
    assert project.text("pets/extra.py") == "x = 2\n"
    project.configure("")
    assert project.generate().code == 0
    assert not (project.out / "NOTE.txt").exists()
    assert not list(project.folder.rglob("__pycache__"))


def test_files_belong_to_parts(project: Project) -> None:
    """What a plugin puts into the docs is made with them, and never in the place of a page that a run did not make."""
    project.write("plugins/own.py", "def files(package):\n    return {'docs/own.md': 'Own.', 'NOTE.txt': 'n'}\n")
    assert project.generate("--only", "client").code == 0
    assert ((project.out / "docs").exists(), project.text("NOTE.txt")) == (False, "n")
    assert project.generate("--only", "docs").code == 0
    assert (project.text("docs/own.md"), project.text("NOTE.txt")) == ("Own.", "n")
    errors = project.text("docs/errors.md")
    project.write("plugins/own.py", "def files(package):\n    return {'docs/errors.md': 'Own.'}\n")
    assert project.generate("--only", "client").code == 0
    assert (project.text("docs/errors.md"), project.text("docs/own.md")) == (errors, "Own.")
    refused = project.generate()
    assert (refused.code, project.text("docs/errors.md")) == (2, errors)
    assert "'docs/errors.md', which the output has already" in refused.complained


def test_what_others_wrote_stays(project: Project) -> None:
    """A file of the output's owner is in the way of one of a plugin's."""
    assert project.generate().code == 2
    project.write("plugins/own.py", NOTE)
    project.write("out/NOTE.txt", "mine")
    run = project.generate()
    assert (run.code, project.text("NOTE.txt")) == (2, "mine")
    assert "NOTE.txt" in run.complained


def test_a_run_leaves_no_module(project: Project) -> None:
    """Plugins of two runs in one process do not meet; classes in them find their module while it runs."""
    paths, modules = sys.path.copy(), set(sys.modules)
    for word in ("one", "two"):
        text = (
            "from __future__ import annotations\nimport sys, typing\nfrom dataclasses import dataclass\n"
            "sys.path.insert(0, 'nowhere')\n\n@dataclass\nclass Note:\n    text: typing.ClassVar[str] = 'x'\n\n"
            f"def files(package):\n    typing.get_type_hints(Note)\n    return {{'NOTE.txt': '{word}'}}\n"
        )
        project.write("plugins/own.py", text)
        assert project.generate().code == 0
        assert project.text("NOTE.txt") == word
    assert sys.path == paths
    assert not [name for name in set(sys.modules) - modules if "plugin" in name and "own" in name]


def test_watching_notices_a_change(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a plugin, and one that the config names before it is there."""
    file = project.folder / "plugins/own.py"
    run = project.watch(
        monkeypatch,
        lambda: project.write("plugins/own.py", NOTE),
        lambda: file.write_text(NOTE.replace("x  =  1", "x = 2")),
    )
    assert "the plugin plugins/own.py cannot be read" in run.complained
    assert re.findall(r"^changed +(\S+)", run.said, re.MULTILINE) == [str(file)] * 2
    assert project.text("pets/extra.py") == "x = 2\n"


def test_a_plugin_changes_the_package(project: Project) -> None:
    """Code, stubs and docs follow; the lock keeps the names that the plugin is given, so that each run is the same."""
    project.write("plugins/own.py", RENAMING)
    assert project.generate("--lock").code == 0
    for path in ("pets/resources/pets/pets.py", "pets/resources/pets/pets.pyi", "docs/resources/pets.md"):
        assert "list_now" in project.text(path)
    before, lock = project.files(), (project.folder / "names.lock").read_text()
    assert "list_now" not in lock
    again = project.generate("--lock", "-v")
    assert again.code == 0
    assert (project.files(), (project.folder / "names.lock").read_text()) == (before, lock)
    assert project.generate("--check").code == 0


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("x = (\n", 1, "it cannot be imported: SyntaxError: "),
        ("\nimport nothing_of_that_name\n", 2, "it cannot be imported: ModuleNotFoundError: "),
        ("import sys\nsys.exit(3)\n", 2, "it cannot be imported: SystemExit: 3"),
        ("x = 1\n", 1, "defines neither `lower\\(package\\)` nor `files\\(package\\)`"),
        ("def lower(package):\n    return package.nothing\n", 2, "`lower` fails: AttributeError: "),
        ("def lower(package):\n    pass\n", 1, "`lower` returns what is no package: it is NoneType"),
        ("def files(package):\n    pass\n", 1, "`files` returns NoneType, not a mapping"),
        ("def lower(package):\n    return 1\n", 1, "`lower` returns what is no package: it is int"),
        (
            "from dataclasses import replace\ndef lower(package):\n    return replace(package, resources=[1])\n",
            2,
            "`lower` returns what is no package: package.resources is list, not a tuple",
        ),
        (
            "from dataclasses import replace\ndef lower(package):\n    return replace(package, title=None)\n",
            2,
            "package.title is NoneType, not str",
        ),
        (
            "from dataclasses import replace\ndef lower(package):\n    return replace(package, declarations=())\n",
            2,
            "is referred to and declared nowhere",
        ),
        (
            "from dataclasses import replace\ndef lower(p):\n"
            "    r = p.resources[0]\n    o = replace(r.operations[0], name='a b')\n"
            "    return replace(p, resources=(replace(r, operations=(o,)), *p.resources[1:]))\n",
            2,
            "'a b' among the names of methods can be no name",
        ),
        (
            "from dataclasses import replace\ndef lower(p):\n    return replace(p, resources=p.resources * 2)\n",
            2,
            "there is more than one resource ",
        ),
        ("def files(package):\n    return ['a']\n", 1, "`files` returns list, not a mapping"),
        ("def files(package):\n    return {'a.txt': b'x'}\n", 1, "whose content is bytes, not text"),
        ("def files(package):\n    return {'a.py': 'x = ('}\n", 1, "'a.py', which is no Python in line 1"),
        ("def files(package):\n    return {'../a.txt': ''}\n", 1, "which is no path below the output folder"),
        ("def files(package):\n    return {'/etc/a.txt': ''}\n", 1, "which is no path below the output folder"),
        ("def files(package):\n    return {'a\\\\b': ''}\n", 1, "which is no path on every system"),
        ("def files(package):\n    return {'.sdkgen.json': ''}\n", 1, "a name that the generator keeps for itself"),
        ("def files(package):\n    return {'readme.MD': ''}\n", 1, "which the output has already"),
        ("def files(package):\n    return {'README.md/a': ''}\n", 1, "one of both would have to be a folder"),
        ("def files(package):\n    return {'CHANGELOG.md': ''}\n", 1, "which the output has already"),
        ("def files(package):\n    return {1: ''}\n", 1, "`files` returns 1, which is no path"),
        ("def files(package):\n    return {'a.txt': '\\ud800'}\n", 1, "halves of characters"),
        ("def files(package):\n    raise RecursionError('deep')\n", 2, "`files` fails: RecursionError: deep"),
    ],
)
def test_what_a_plugin_does_wrong(project: Project, text: str, line: int, said: str) -> None:
    """It is an error with the plugin and its line; nothing is written, and the run has no traceback."""
    file = project.write("plugins/own.py", text)
    run = project.generate()
    assert run.code == 2
    expected = rf"^{re.escape(file.as_posix())}:{line}:1: error: invalid-plugin: plugins/own.py: .*{said}"
    assert re.search(expected, run.complained, re.MULTILINE), run.complained
    assert "Traceback" not in run.complained
    assert "internal error" not in run.complained
    assert not (project.out / "pets").exists()


@pytest.mark.parametrize("name", ["nowhere.py", "../own.py", "plugins"])
def test_where_plugins_stand(project: Project, name: str) -> None:
    """Below the config: what is elsewhere is not imported."""
    project.configure(f"plugins: [{name}]")
    (project.folder.parent / "own.py").write_text("raise SystemExit('it was run')")
    project.write("plugins/own.py", NOTE)
    run = project.generate()
    assert run.code == 2
    assert re.search(rf"sdk.yaml:2:\d+: error: invalid-plugin: the plugin {re.escape(name)} ", run.complained)
    assert "it was run" not in run.complained


def test_no_document_names_plugins(project: Project) -> None:
    """An extension of the document is data, whatever it is called."""
    project.configure("")
    project.write("plugins/own.py", "raise SystemExit('it was run')")
    document = (project.folder / "spec.yaml").read_text()
    named = "{plugins: [plugins/own.py]}"
    project.write("spec.yaml", f"{document}\nx-sdkgen: {named}\nsdkgen: {named}\n")
    run = project.generate("-v")
    assert "it was run" not in run.complained
    assert "of the project" not in run.said


def example(project: Project, name: str) -> None:
    """Generate the SDK with a plugin of the guide."""
    project.write("plugins/own.py", (EXAMPLES / name).read_text(encoding="utf-8"))
    run = project.generate()
    assert run.code == 0, run.complained


def test_the_command_line_of_the_guide(project: Project, server: Server) -> None:
    """Each method is a command, its arguments are options, and the answer is JSON."""
    example(project, "command_line.py")
    server.script(reply_json({"id": "t1", "name": "Ball"}))

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pets.cli", "--base-url", server.url, *arguments]
        return subprocess.run(
            command, cwd=project.out, env={"PETS_API_KEY": "k", "PATH": ""}, capture_output=True, text=True, check=False
        )

    got = call("pets", "toys", "retrieve", "--pet-id", "p/1", "--toy-id", "t1")
    assert (got.returncode, got.stderr) == (0, "")
    assert json.loads(got.stdout)["name"] == "Ball"
    assert server.received[0].target == "/pets/p%2F1/toys/t1"
    missing = call("pets", "toys", "retrieve")
    assert missing.returncode == 2
    assert "Missing option '--toy-id'" in missing.stderr
    server.script(reply_json({"message": "no"}, status=400))
    refused = call("pets", "toys", "retrieve", "--pet-id", "p", "--toy-id", "t")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error: Error code: 400")


class Span:
    """A span that writes down what it is told."""

    def __init__(self, name: str, attributes: dict[str, Any]) -> None:
        self.name, self.attributes, self.status, self.ended = name, dict(attributes), None, False

    def set_attribute(self, key: str, value: Any) -> None:
        self.attributes[key] = value

    def set_status(self, status: Any) -> None:
        self.status = status

    def end(self) -> None:
        assert not self.ended
        self.ended = True


def stand_in(monkeypatch: pytest.MonkeyPatch, spans: list[Span]) -> Any:
    """Put a little of the OpenTelemetry API in its place, and return a tracer of it."""
    api, trace, propagate = (ModuleType(f"opentelemetry{part}") for part in ("", ".trace", ".propagate"))
    trace.SpanKind = type("SpanKind", (), {"CLIENT": "client"})  # type: ignore[attr-defined]
    trace.StatusCode = type("StatusCode", (), {"ERROR": "error"})  # type: ignore[attr-defined]
    trace.set_span_in_context = lambda span: span  # type: ignore[attr-defined]
    propagate.inject = lambda headers, context: headers.__setitem__("traceparent", context.name)  # type: ignore[attr-defined]
    api.trace, api.propagate = trace, propagate  # type: ignore[attr-defined]
    for module in (api, trace, propagate):
        monkeypatch.setitem(sys.modules, module.__name__, module)

    class Tracer:
        def start_span(self, name: str, *, kind: str, attributes: dict[str, Any]) -> Span:
            assert kind == "client"
            spans.append(Span(name, attributes))
            return spans[-1]

    return Tracer()


@pytest.mark.parametrize("asynchronous", [False, True])
def test_the_spans_of_the_guide(
    project: Project, server: Server, monkeypatch: pytest.MonkeyPatch, asynchronous: bool
) -> None:
    """A span for each try, called after the method, with the path of the description and no secret."""
    import asyncio
    import importlib

    example(project, "spans.py")
    spans: list[Span] = []
    tracer = stand_in(monkeypatch, spans)
    monkeypatch.syspath_prepend(str(project.out))
    pets = importlib.import_module("pets")
    try:
        options = importlib.import_module("pets.telemetry").tracing(tracer)
        server.script(reply_json({}, status=503), reply_json({"id": "t1"}))
        arguments = {"pet_id": "secret-pet", "toy_id": "t"}
        if asynchronous:

            async def call() -> None:
                async with pets.AsyncClient(base_url=server.url, api_key="k", **options) as client:
                    await client.pets.toys.retrieve(**arguments)

            asyncio.run(call())
        else:
            with pets.Client(base_url=server.url, api_key="k", **options) as client:
                client.pets.toys.retrieve(**arguments)
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "pets"]:
            del sys.modules[name]
    assert [(span.name, span.status, span.ended) for span in spans] == [
        ("pets.toys.retrieve", "error", True),
        ("pets.toys.retrieve", None, True),
    ]
    assert spans[1].attributes == {
        "http.request.method": "GET",
        "server.address": "127.0.0.1",
        "url.template": "/pets/{pet_id}/toys/{toy_id}",
        "http.request.resend_count": 1,
        "http.response.status_code": 200,
    }
    assert [received.headers["traceparent"] for received in server.received] == ["pets.toys.retrieve"] * 2
    assert "secret" not in str([span.attributes for span in spans])
