"""The embedded site: every link leads somewhere, everything has its page, and the pages say what the Markdown says."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from generator.ir.declarations import ObjectModel, ObjectParams
from generator.ir.package import Package
from generator.render.arguments import arguments
from generator.render.docs.samples import Samples, methods
from generator.render.html import plain
from generator.render.markdown import Markdown, cell
from tests.site.checks import dead_targets, faults, script_value, search_targets
from tests.support.generated import run
from tests.support.html_pages import site_pages
from tests.support.program import CONFIG, SPEC, sdkgen


@pytest.fixture(scope="module")
def package() -> Package:
    """The package as the generator sees it."""
    found = run(SPEC, CONFIG, "openai_sdk").package
    assert found is not None
    return found


def test_pages_are_whole(embedded_files: dict[str, str]) -> None:
    """Elements are closed, anchors unique, links and anchors lead somewhere, and only our script is there."""
    assert faults(embedded_files) == []
    assert sum(path.endswith(".html") for path in embedded_files) > 800


def test_what_search_and_the_tree_lead_to_is_there(embedded_files: dict[str, str]) -> None:
    """Pages and anchors, for methods, arguments, types, fields, and headings of guides."""
    assert dead_targets(embedded_files) == []


def test_search_knows_every_name(embedded_files: dict[str, str], package: Package) -> None:
    """Each method with its arguments, each type with its fields."""
    known = {name for name, _ in search_targets(embedded_files)}
    for method in methods(package):
        assert method.path in known
        assert {argument.name for argument in arguments(method.operation)} <= known
    for declaration in package.declarations:
        assert declaration.name in known
        if isinstance(declaration, ObjectModel | ObjectParams):
            assert {field.name for field in declaration.fields} <= known


def test_the_index_of_search_is_small(embedded_files: dict[str, str]) -> None:
    """It is loaded at once, when search is first used."""
    assert len(gzip.compress(embedded_files["search-index.js"].encode())) < 300_000
    assert script_value(embedded_files, "search-index.js")


def test_no_page_is_large(embedded_files: dict[str, str]) -> None:
    """A page is read by people, and by those that a slow line keeps waiting."""
    large = {path: len(text) for path, text in embedded_files.items() if path.endswith(".html") and len(text) > 300_000}
    assert large == {}


def test_every_page_is_there_as_markdown(embedded_files: dict[str, str]) -> None:
    """Beside it, with a link from it; and all that say something are in one text, too."""
    whole = embedded_files["llms-full.txt"]
    for path, page in site_pages(embedded_files).items():
        text = f"{path.removesuffix('.html')}.md"
        assert text in embedded_files
        assert text.rpartition("/")[2] in page.links
        if "## " in embedded_files[text]:
            assert f"<!-- {text} -->" in whole, path


def _words(markdown: str) -> str:
    return "".join(plain(Markdown(markdown)).replace("•", "").split())


def test_pages_say_what_the_document_says(embedded_files: dict[str, str], package: Package) -> None:
    """Descriptions of arguments, types and fields are on the pages, word for word."""
    pages = {path: "".join(page.words.split()) for path, page in site_pages(embedded_files).items()}
    everything = "\0".join(pages.values())
    said = [argument.doc for method in methods(package) for argument in arguments(method.operation)]
    for declaration in package.declarations:
        if isinstance(declaration, ObjectModel):
            said += [declaration.doc, *(field.doc for field in declaration.fields)]
    missing = [doc for doc in said if doc and not all(part in everything for part in _paragraphs(doc))]
    assert missing == []
    assert len(said) > 2_000


def _paragraphs(doc: str) -> list[str]:
    return [_words(part) for part in cell(doc).replace("<br>", "\n").split("\n") if part.strip()]


def test_samples_stand_on_the_pages(embedded_files: dict[str, str], package: Package) -> None:
    """The programs that other tests run are those that readers copy."""
    blocks = set()
    for path, text in embedded_files.items():
        if path.endswith(".html"):
            blocks |= {
                re.sub(r"<[^>]*>", "", code) for code in re.findall(r"<pre><code[^>]*>(.*?)</code>", text, re.DOTALL)
            }
    code = Samples(package)
    for method in methods(package):
        for sample in code.of(method):
            written = sample.code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            assert written in blocks, sample


def test_types_in_signatures_are_links(embedded_files: dict[str, str]) -> None:
    """As in an editor, where a click on a type leads to it."""
    page = embedded_files["resources/chat/completions.html"]
    assert re.search(
        r'messages: Iterable\[<a href="[./]*types/chat/[a-z_]+\.html">ChatCompletionMessageParam</a>\]', page
    )
    assert re.search(r'\) -&gt; <a href="[./]*types/chat/chat_completion\.html">ChatCompletion</a>', page)


def test_a_type_is_opened_where_it_stands(embedded_files: dict[str, str]) -> None:
    """What belongs to a type alone is inside of the field that holds it."""
    page = embedded_files["types/chat/chat_completion.html"]
    field = page.split('<dt id="field-choices">')[1].split('<dt id="field-usage">')[0]
    assert "<summary><code>Choice</code></summary>" in field
    assert ".finish_reason" in field


def test_the_same_on_every_machine(embedded_site: Path, tmp_path: Path) -> None:
    """Bytes depend on the document alone."""
    again = sdkgen(
        "generate", SPEC, "--config", CONFIG, "--out", tmp_path, "--only", "site", PYTHONHASHSEED="7", TZ="UTC"
    )
    assert again.returncode == 0, again.stderr
    first = {path.relative_to(embedded_site): path.read_bytes() for path in embedded_site.rglob("*") if path.is_file()}
    assert first == {
        path.relative_to(tmp_path / "site"): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
