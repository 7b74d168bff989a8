"""Pages of HTML as tests look at them, read by the parser of the standard library, which holds them to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset({"br", "meta", "link", "hr", "img", "input", "wbr"})


@dataclass
class Page:
    """What a page consists of: its elements with their attributes, the text, and what is wrong with its shape."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """All anchors, in order."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Where links, scripts and styles lead."""
        return [a[name] for _, a in self.elements for name in ("href", "src") if name in a]

    def of(self, tag: str) -> list[dict[str, str]]:
        """The attributes of all elements of a kind."""
        return [attributes for found, attributes in self.elements if found == tag]

    @property
    def words(self) -> str:
        """All text, with single spaces."""
        return " ".join("".join(self.text).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.page.faults.append(f"<{tag}> has an attribute twice")
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.page.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.page.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.page.faults.append(f"a comment: {data[:40]}")


def read(text: str) -> Page:
    """A page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.page.faults += [f"<{tag}> is never closed" for tag in reader.open]
    return reader.page


def site_pages(files: Mapping[str, str]) -> dict[str, Page]:
    """The pages among the files of a site."""
    return {path: read(text) for path, text in files.items() if path.endswith(".html")}


def folder_files(folder: Path) -> dict[str, str]:
    """The files of a folder, as text."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in found}
