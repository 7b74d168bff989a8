"""Documents of the network: got once, kept under a lock, read again without it; nobody else is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import commands
from tests.support.server import Received, Reply, Server

OPENAPI = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: ../v1}]
paths: {/pets: {$ref: parts/pets.yaml}}
components: {schemas: {Pet: {$ref: "../shared/pet.json#/Pet"}}}
"""
PETS = """
get: {responses: {"200": {description: x, content: {application/json: {schema: {$ref: '../../shared/pet.json#/Pet'}}}}}}
"""
PET = '{"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}}'


class Site:
    """A web server that has some files, and counts what it is asked for."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.files = {"/api/openapi.yaml": OPENAPI, "/api/parts/pets.yaml": PETS, "/shared/pet.json": PET}
        self.redirects: dict[str, str] = {}
        server.script(self.answer)

    def answer(self, request: Received) -> Reply:
        if request.path in self.redirects:
            return Reply(status=302, headers={"location": self.redirects[request.path]})
        text = self.files.get(request.path)
        return Reply(status=404) if text is None else Reply(body=text.encode())

    @property
    def url(self) -> str:
        return f"{self.server.url}/api/openapi.yaml"

    def asked(self) -> list[str]:
        """The paths that were asked for since the last look."""
        found = [request.path for request in self.server.received]
        self.server.received.clear()
        return sorted(found)


@pytest.fixture
def site(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site, and an empty working directory."""
    monkeypatch.chdir(tmp_path)
    yield Site(server)


def run(*arguments: str) -> tuple[int, str]:
    """Run the command line; the result is its exit code and what it printed."""
    result = CliRunner().invoke(commands, arguments, standalone_mode=False)
    return result.return_value, result.output


def generate(site: Site, *options: str) -> tuple[int, str]:
    return run("generate", site.url, "--package", "shop", "--only", "client", *options)


def test_the_network_is_asked_once(site: Site):
    """A second run asks nobody, needs no permission and gives the same; servers count from where the document was."""
    assert generate(site, "--out", "first", "--allow-remote")[0] == 0
    assert site.asked() == ["/api/openapi.yaml", "/api/parts/pets.yaml", "/shared/pet.json"]
    client = Path("first/shop/_client.py").read_text()
    assert f"{site.server.url}/v1" in client
    assert generate(site, "--out", "second")[0] == 0
    assert site.asked() == []
    assert client == Path("second/shop/_client.py").read_text()
    assert generate(site, "--out", "second", "--check")[0] == 0


def test_without_permission_nobody_is_asked(site: Site):
    """Neither for the document, nor for what one of this machine refers to."""
    code, printed = generate(site)
    assert (code, site.asked()) == (2, [])
    assert "--allow-remote" in printed
    Path("local.yaml").write_text(OPENAPI.replace("../shared", f"{site.server.url}/shared"))
    code, printed = run("validate", "local.yaml")
    assert (code, site.asked()) == (0, [])
    assert "remote-reference" in printed


def test_nothing_is_kept_where_nothing_is_to_be_written(site: Site):
    """`validate` and `--check` leave no file behind."""
    assert run("validate", site.url, "--allow-remote")[0] == 0
    assert generate(site, "--check", "--allow-remote")[0] == 1
    assert list(Path().iterdir()) == []


def test_what_changed_stops_the_run(site: Site):
    """A kept file that was edited and an answer that is another are named; `--update-remote` accepts what is there."""
    generate(site, "--allow-remote")
    kept = next(Path("remote").rglob("pet-*.json"))
    kept.write_text(PET.replace("name", "title"))
    code, printed = generate(site)
    assert code == 2
    assert "remote-changed" in printed
    assert kept.as_posix() in printed.replace("\n", "")
    kept.unlink()
    site.files["/shared/pet.json"] = PET.replace("name", "label")
    site.asked()
    code, printed = generate(site, "--allow-remote")
    assert code == 2
    assert "/shared/pet.json: what is there now" in printed.replace("\n", " ")
    assert site.asked() == ["/shared/pet.json"]
    assert generate(site, "--allow-remote", "--update-remote")[0] == 0
    assert generate(site)[0] == 0
    assert "label" in Path("output/shop/types/pet.py").read_text()


def test_redirects_stay_with_their_host(site: Site):
    """One to another path is followed, one to another host is not."""
    site.redirects["/shared/pet.json"] = "/shared/other.json"
    site.files["/shared/other.json"] = PET
    assert run("validate", site.url, "--allow-remote")[0] == 0
    site.redirects["/shared/pet.json"] = "http://other.invalid/pet.json"
    code, printed = run("validate", site.url, "--allow-remote")
    assert code == 2
    assert "another host, other.invalid" in printed.replace("\n", " ")


def test_what_comes_from_the_network_reads_no_file_here(site: Site, tmp_path: Path):
    """Neither by path nor by URL."""
    (tmp_path / "secret.yaml").write_text("Pet: {type: string}")
    site.files["/api/openapi.yaml"] = OPENAPI.replace("../shared/pet.json", (tmp_path / "secret.yaml").as_uri())
    code, printed = run("validate", site.url, "--allow-remote")
    assert code == 0
    assert "reference-outside" in printed


@pytest.mark.parametrize("query", ["?token=hunter2", ""])
def test_secrets_in_urls_are_neither_shown_nor_kept(site: Site, query: str):
    """A query that may hold one is told by a hash of it; a password in a URL is refused."""
    address = site.url + query if query else site.url.replace("http://", "http://user:hunter2@")
    code, printed = run("generate", address, "--package", "shop", "--allow-remote", "-v")
    assert code == (0 if query else 2)
    texts = [path.read_text() for path in Path().rglob("*") if path.is_file()]
    assert "hunter2" not in "".join([printed, *texts])
    if query:
        assert any("?" in url for url in json.loads(Path("remote.lock").read_text())["files"])


def test_a_project_may_ask_for_its_document(site: Site):
    """Its config names the address: that alone is asked for, once, and again by `update`."""
    text = OPENAPI.replace("{$ref: parts/pets.yaml}", "{get: {responses: {'204': {description: x}}}}")
    site.files["/api/openapi.yaml"] = text
    Path("sdk.yaml").write_text(f"sdkgen: {{project: {{document: '{site.url}', output: sdk}}}}\n")
    code, printed = run("generate", "--only", "client")
    assert (code, site.asked()) == (0, ["/api/openapi.yaml"])
    assert "remote-reference" in printed
    site.files["/api/openapi.yaml"] = text.replace("/pets", "/cats")
    assert "nothing has changed since the last run" in run("generate", "--only", "client")[1]
    assert site.asked() == []
    code, printed = run("update")
    assert (code, site.asked()) == (0, ["/api/openapi.yaml"])
    assert "client.cats" in printed


def test_a_project_keeps_what_was_got(site: Site):
    """Where what is kept is gone, only what the lock says may take its place; `update` takes what is new."""
    site.files["/api/openapi.yaml"] = OPENAPI.replace("{$ref: parts/pets.yaml}", "{}")
    Path("sdk.yaml").write_text(f"sdkgen: {{project: {{document: '{site.url}', output: sdk}}}}\n")
    assert run("generate", "--only", "client")[0] == 0
    for kept in Path("remote").rglob("*.yaml"):
        kept.unlink()
    site.files["/api/openapi.yaml"] += "# changed\n"
    code, printed = run("generate", "--only", "client")
    assert code == 2
    assert "remote-changed" in printed
    assert run("update")[0] == 0
