"""`update`: a new document under the version that its changes ask for, with an entry in the changelog."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from generator.write.manifest import MODEL_NAME
from tests.support.program import tree
from tests.unit.diff.conftest import Edits, edited

SHOP = Path(__file__).parents[1] / "unit/diff/shop.yaml"
NEW_FIELD: Edits = {"/components/schemas/Pet/properties/age": {"type": "integer"}}
NO_FIELD: Edits = {"/components/schemas/Pet/properties/weight": None}


class Output:
    """An output folder and the document that it is made from."""

    def __init__(self, folder: Path) -> None:
        self.out = folder / "out"
        self.spec = folder / "shop.yaml"
        self.config = folder / "shop.sdk.yaml"
        self.config.write_text(SHOP.with_suffix(".sdk.yaml").read_text())
        self.write({})

    def write(self, edits: Edits) -> None:
        self.spec.write_text(yaml.safe_dump(edited(yaml.safe_load(SHOP.read_text()), edits), sort_keys=False))

    def run(self, command: str, *arguments: str) -> int:
        return main([command, str(self.spec), "--config", str(self.config), "--out", str(self.out), *arguments])

    def update(self, edits: Edits, day: str = "2026-03-04") -> int:
        self.write(edits)
        return self.run("update", "--date", day)

    @property
    def version(self) -> str:
        """What the project's file says, which the package itself says too."""
        found = re.search(r'^version = "(.*)"$', (self.out / "pyproject.toml").read_text(), re.MULTILINE)
        assert found is not None
        assert f'"{found[1]}"' in (self.out / "shop/_version.py").read_text()
        return found[1]

    @property
    def changelog(self) -> Path:
        return self.out / "CHANGELOG.md"


@pytest.fixture
def output(tmp_path: Path) -> Output:
    """The shop's SDK, made by a first update."""
    made = Output(tmp_path)
    assert made.update({}) == 0
    return made


def test_the_first_run_has_nothing_to_compare_with(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """It generates the first version, without an entry."""
    assert output.version == "0.1.0"
    assert not output.changelog.exists()


def test_an_addition(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """Before 1.0, what breaks nothing raises the last number; the run says what it is, and so does the changelog."""
    assert output.update(NEW_FIELD) == 0
    assert output.version == "0.1.1"
    assert "types.Pet.age is a new field" in capsys.readouterr().out
    assert output.changelog.read_text() == (
        "# Changelog\n\n## 0.1.1 (2026-03-04)\n\n### Compatible\n\n"
        "- `types.Pet.age` is a new field. Nothing that exists has changed.\n"
    )


def test_pages_tell_of_versions(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """The changelog is a page of the docs; methods say which version brought and deprecated them; a run after that has
    nothing to change, until somebody edits the changelog."""
    answers = {"responses": {"204": {"description": "Counted."}}}
    counted = {"/paths/~1count": {"get": {"operationId": "countPets", "tags": ["pets"], **answers}}}
    assert output.update({"/paths/~1pets/get/deprecated": True, **counted}) == 0
    assert "\n## 0\\.1.1 (2026-03-04)\n" in (output.out / "docs/changelog.md").read_text()
    assert "[Changelog](changelog.md)" in (output.out / "docs/index.md").read_text()
    page = (output.out / "docs/resources/pets.md").read_text()
    assert "**Deprecated since `0.1.1`.**" in page
    assert "Since version" not in page
    assert "Since version `0.1.1`." in (output.out / "docs/resources/count.md").read_text()
    assert output.run("generate", "--check") == 0
    capsys.readouterr()
    assert output.run("generate") == 0
    assert "nothing has changed since the last run" in capsys.readouterr().out
    output.changelog.write_text(output.changelog.read_text() + "\n## 0.1.0\n\nThe first.\n")
    assert output.run("generate", "--check") == 1
    assert output.run("generate") == 0
    assert "\nThe first.\n" in (output.out / "docs/changelog.md").read_text()


def test_a_given_version(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """It stays the output's, counts as a change of the output, and is what updates go on from."""
    assert output.run("generate", "--package-version", "3.3.1") == 0
    assert output.version == "3.3.1"
    capsys.readouterr()
    for again in ((), ("--package-version", "3.3.1")):
        assert output.run("generate", *again) == 0
        assert "nothing has changed" in capsys.readouterr().out
    assert output.run("generate", "--package-version", "3.4.0", "--check") == 1
    assert output.update(NEW_FIELD) == 0
    assert output.version == "3.4.0"


@pytest.mark.parametrize("version", ["3.3", "v3.3.1", "3.3.1rc1", '3.3.1"', ""])
def test_a_version_is_three_numbers(output: Output, version: str) -> None:
    """Anything else is refused before anything is read."""
    assert output.run("generate", "--package-version", version) == 2
    assert output.version == "0.1.0"


def test_a_breaking_change(output: Output) -> None:
    """It raises the number that tells of it, stands first, and says how to migrate."""
    assert output.update({**NO_FIELD, **NEW_FIELD, "/info/description": "Other."}) == 0
    assert output.version == "0.2.0"
    entry = output.changelog.read_text()
    assert entry.index("### Breaking") < entry.index("### Compatible") < entry.index("### Documentation")
    assert re.search(r"- `types\.Pet\.weight` is gone\. .* To migrate, ", entry)


def test_the_second_run_does_nothing(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither on the same day nor on another."""
    output.update(NEW_FIELD)
    before = tree(output.out)
    capsys.readouterr()
    assert output.update(NEW_FIELD, "2026-12-31") == 0
    assert tree(output.out) == before
    assert "nothing has changed since the last run" in capsys.readouterr().out


def test_nothing_is_done_without_local_state_either(output: Output) -> None:
    """In a fresh checkout, where only the committed files are, an update that was made is not made again."""
    output.update(NEW_FIELD)
    for file in (output.out / ".sdkgen").iterdir():
        file.unlink()
    before = tree(output.out)
    assert output.update(NEW_FIELD, "2026-12-31") == 0
    after = tree(output.out)
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} <= {
        path for path in before.keys() | after.keys() if path.startswith(".sdkgen/")
    }


def test_generate_keeps_the_version(output: Output) -> None:
    """The version lives in the output: what `update` made is what `generate` makes there."""
    output.update(NO_FIELD)
    assert output.run("generate", "--check") == 0
    assert output.run("generate", "--check", "--verbose") == 0


def test_words_alone(output: Output) -> None:
    """A change of descriptions is a new patch version, under a heading of its own."""
    assert output.update({"/components/schemas/Pet/description": "An animal."}) == 0
    assert output.version == "0.1.1"
    assert "### Documentation\n\n- `types.Pet`: described in other words.\n" in output.changelog.read_text()


def test_order_is_no_change(output: Output) -> None:
    """Components in another order leave every file as it is."""
    before = tree(output.out)
    document = yaml.safe_load(SHOP.read_text())
    names = list(document["components"]["schemas"])
    random.Random(7).shuffle(names)
    document["components"]["schemas"] = {name: document["components"]["schemas"][name] for name in names}
    output.spec.write_text(yaml.safe_dump(document, sort_keys=False))
    assert output.run("update") == 0
    after = tree(output.out)
    assert {path for path in before if before[path] != after.get(path)} <= {
        path for path in before if path.startswith(".sdkgen/")
    }


def test_entries_pile_up(output: Output) -> None:
    """The newest stands first; what the owner wrote stays."""
    output.update(NEW_FIELD)
    text = output.changelog.read_text().replace("# Changelog\n", "# What is new\n\nSee the site.\n")
    output.changelog.write_text(f"{text}\nBy hand.\n\n## Before\n\nNobody knows.\n")
    assert output.update({**NEW_FIELD, **NO_FIELD}, "2026-03-05") == 0
    headings = re.findall(r"^#{1,2} .*", output.changelog.read_text(), re.MULTILINE)
    assert headings == ["# What is new", "## 0.2.0 (2026-03-05)", "## 0.1.1 (2026-03-04)", "## Before"]
    assert "See the site." in output.changelog.read_text()
    assert "By hand.\n\n## Before\n\nNobody knows.\n" in output.changelog.read_text()


def test_an_interrupted_run_leaves_no_second_entry(output: Output) -> None:
    """The changelog is written first: the run after a kill finds the entry of the version that it makes."""
    output.changelog.write_text("# Changelog\n\n## 0.1.1 (2026-03-01)\n\nHalf of it\n\n## 0.1.0\n\nThe first.\n")
    output.update(NEW_FIELD)
    text = output.changelog.read_text()
    assert re.findall(r"^## .*", text, re.MULTILINE) == ["## 0.1.1 (2026-03-04)", "## 0.1.0"]
    assert "Half of it" not in text


def test_somebodys_edit_stops_it(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a generated file was edited, neither the output nor the changelog is touched."""
    (output.out / "README.md").write_text("Mine.")
    before = tree(output.out)
    assert output.update(NEW_FIELD) == 2
    assert "README.md was edited" in capsys.readouterr().err
    assert tree(output.out) == before


def test_a_changelog_that_is_a_link(output: Output, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It could lead anywhere, and is not followed."""
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text("Mine.")
    output.changelog.symlink_to(elsewhere)
    assert output.update(NEW_FIELD) == 2
    assert elsewhere.read_text() == "Mine."
    assert output.version == "0.1.0"


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"is": "Package"}', '{"is": "Path", "x": 1}', '{"version": "0.1.0"}']
)
def test_a_damaged_model(output: Output, damage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing can be said then, and nothing is done; the message names the file."""
    (output.out / MODEL_NAME).write_text(damage)
    assert output.update(NEW_FIELD) == 2
    captured = capsys.readouterr().err
    assert MODEL_NAME in captured
    assert "Traceback" not in captured
    assert "internal error" not in captured


def test_text_of_the_document_in_the_changelog(output: Output) -> None:
    """Values of the document stand there as code, whatever is in them."""
    hostile = ["`] <script>", "a\n# Heading", "{{ x }}", "\u202ecod"]
    assert output.update({"/components/schemas/Pet/properties/kind/enum": ["cat", "dog", *hostile]}) == 0
    text = output.changelog.read_text()
    assert "\n# Heading" not in text
    assert "\u202e" not in text
    assert '``"`] <script>"``' in text
