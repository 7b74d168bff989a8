"""The docs as a site: whole, complete, and with everything that links, tree and search lead to."""

from __future__ import annotations

import pytest

from tests.docs.pages import DOCS, INDEX, contents, written_pages
from tests.docs.site import docs_site
from tests.site.checks import dead_targets, faults, search_targets, tree_targets
from tests.support.html_pages import read


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The files of the site."""
    return docs_site()


def test_pages_are_whole(files: dict[str, str]) -> None:
    """Elements are closed, anchors unique, links and anchors lead somewhere, and only our script is there."""
    assert faults(files) == []
    assert dead_targets(files) == []


def test_no_page_is_missing(files: dict[str, str]) -> None:
    """Each page of `docs/` is in the site, as Markdown beside it, in the tree, in search, and in the index once."""
    names = sorted(path.name for path in DOCS.glob("*.md"))
    listed = [page for _, pages in contents() for _, page in pages]
    assert sorted(listed) == names
    pages = {f"{name.removesuffix('.md')}.html" for name in names}
    assert pages | set(names) <= set(files)
    assert pages <= set(tree_targets(files))
    assert pages <= {target for _, target in search_targets(files)}
    assert INDEX in names


def test_pages_say_what_they_say(files: dict[str, str]) -> None:
    """Every heading is on the page, every block of code is whole, and no comment has become words."""
    for path, text in written_pages().items():
        page = read(files[f"{path.removesuffix('.md')}.html"])
        assert "<!--" not in page.words
        assert len(page.of("pre")) == text.count("\n```") // 2, path
        assert {f"#{anchor}" for anchor in page.ids} >= {link for link in page.links if link.startswith("#")}


def test_search_finds_headings(files: dict[str, str]) -> None:
    """A key of the config is found by its name, and an option's command by its."""
    known = dict(search_targets(files))
    assert known["client_settings.default_timeout"].startswith("config-reference.html#")
    assert known["sdkgen update"] == "command-line.html#sdkgen-update"


def test_files_of_the_repository_are_there(files: dict[str, str]) -> None:
    """A link to a file that is no page of `docs/` leads to it, without a host that has the repository."""
    assert "repository/spec/openai.sdk.yaml" in files
    assert "repository/CONTRIBUTING.html" in files
