"""The pages of a small package: what they say, that their links lead somewhere, and how far a change reaches."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.ir.declarations import Declaration, ObjectModel
from generator.ir.operations import JsonResponse, ResponseCase, ResponseCases
from generator.ir.package import WEBHOOK_SECRET, Package
from generator.ir.types import ListOf, LiteralOf, Named, TypeExpr, UnionOf
from generator.render.docs.resource_pages import STATUS_ERRORS as DOCUMENTED_ERRORS
from generator.render.exports import RUNTIME_EXPORTS
from templates.runtime._exceptions import STATUS_ERRORS
from tests.support.rendering import render_docs
from tests.unit.docs.zoo import ANIMAL, CREATE, DECLARATIONS, HERE, NODE, NOTE, PACKAGE, STRING, field

HOSTILE = '# x\n\n</div><script>"""{{ x }} | y\n\n```\nopen [a](javascript:b) \u202e\u2028'


class MarkdownFile(SingleFileSnapshotExtension):
    """Snapshots that read like the page."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


def file_name(path: str) -> str:
    """What the snapshot of a page is called."""
    return path.removeprefix("docs/").rpartition(".")[0].replace("/", "-")


@pytest.mark.parametrize("path", sorted(render_docs(PACKAGE)), ids=file_name)
def test_page(path: str, snapshot: SnapshotAssertion) -> None:
    """The whole text of each page."""
    assert render_docs(PACKAGE)[path] == snapshot(extension_class=MarkdownFile)


def without_code_blocks(page: str) -> str:
    """A page without its fences."""
    return re.sub(r"^ *(`{3,}).*?^ *\1$", "", page, flags=re.MULTILINE | re.DOTALL)


def without_code(page: str) -> str:
    """A page without any code; links keep an empty label where theirs is code."""
    return re.sub(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)", "", without_code_blocks(page))


def headings(page: str) -> list[str]:
    """The headings of a page."""
    return re.findall(r"^#+ (.*)$", without_code_blocks(page), flags=re.MULTILINE)


def anchors(page: str) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    found: set[str] = set()
    for heading in headings(page):
        plain = "".join(c for c in heading.lower() if c.isalnum() or c in "-_ ").replace(" ", "-")
        number = 0
        anchor = plain
        while anchor in found:
            number += 1
            anchor = f"{plain}-{number}"
        found.add(anchor)
    return found


def broken_links(files: dict[str, str]) -> list[str]:
    """Relative links that lead to no page, or to no heading of it."""
    broken = []
    for path, text in files.items():
        for target in re.findall(r"(?<!\\)\]\(([^)\s]*)\)", without_code(text)):
            if re.match(r"https?://|mailto:", target):
                continue
            page, _, anchor = target.partition("#")
            page = posixpath.normpath(posixpath.join(posixpath.dirname(path), page)) if page else path
            if page not in files or (anchor and anchor not in anchors(files[page])):
                broken.append(f"{path}: {target}")
    return broken


def test_every_link_leads_to_a_heading() -> None:
    """Links between pages are relative, and page and anchor exist."""
    files = render_docs(PACKAGE)
    assert broken_links(files) == []
    assert sum(text.count("](") for text in files.values()) > 90


def test_links_tell_headings_of_one_name_apart() -> None:
    """Names that differ in case only share a slug, which renderers count up."""
    twins = (
        ObjectModel(name="HTTP", module="twins", location=HERE, fields=()),
        ObjectModel(
            name="Http", module="twins", location=HERE, fields=(field("x", Named(module="twins", name="Http")),)
        ),
    )
    files = render_docs(replace(PACKAGE, declarations=(*DECLARATIONS, *twins)))
    assert "[`Http`](#http-1)" in files["docs/types.md"]
    assert broken_links(files) == []


def test_every_page_can_be_reached_from_the_index() -> None:
    """Nothing is written that nobody finds."""
    files = render_docs(PACKAGE)
    reached: set[str] = set()
    pending = ["docs/index.md", "docs/llms.txt"]
    while pending:
        path = pending.pop()
        if path not in reached:
            reached.add(path)
            targets = re.findall(r"\]\(([^)#\s]+\.md)", files[path])
            pending += [posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) for target in targets]
    assert reached == files.keys()


def with_text_everywhere(text: str) -> Package:
    """The package with one text in all places that the document fills."""
    operation = replace(
        CREATE,
        summary=text,
        doc=text,
        deprecated=text,
        parameters=(),
        errors=tuple(replace(error, doc=text) for error in CREATE.errors),
    )
    animals = replace(PACKAGE.resources[0], doc=text, operations=(operation, *PACKAGE.resources[0].operations[1:]))
    first, *others = DECLARATIONS
    assert isinstance(first, ObjectModel)
    fields = (
        *(replace(f, doc=text) for f in first.fields),
        field("text", LiteralOf(values=(text,)), wire_name=text, doc=text),
    )
    client = PACKAGE.client
    return replace(
        PACKAGE,
        title=text,
        doc=text,
        resources=(animals,),
        declarations=(replace(first, doc=text, fields=fields), *others),
        webhooks=tuple(replace(webhook, name=text, doc=text) for webhook in PACKAGE.webhooks),
        client=replace(
            client,
            options=tuple(replace(option, doc=text) for option in client.options),
            servers=tuple(replace(server, name=text, url=text) for server in client.servers),
        ),
    )


def test_hostile_text_changes_no_outline() -> None:
    """Whatever the document says, pages keep their headings, tables and links, and hold no HTML."""
    calm, hostile = render_docs(with_text_everywhere("Calm.")), render_docs(with_text_everywhere(HOSTILE))
    assert calm.keys() == hostile.keys()
    assert broken_links(hostile) == []
    for path in calm:
        skipped = 1 if path in ("docs/index.md", "docs/llms.txt") else 0
        assert headings(calm[path])[skipped:] == headings(hostile[path])[skipped:]
        assert table_shapes(calm[path]) == table_shapes(hostile[path])
        assert not re.search(r"<(?!br>)", without_code(hostile[path])), path
        assert "\u202e" not in hostile[path]
        assert "\u2028" not in hostile[path]


def table_shapes(page: str) -> list[int]:
    """How many cells each row of a page has."""
    return [len(re.split(r"(?<!\\)\|", row)) for row in page.split("\n") if row.startswith("|")]


def changed_pages(change: Callable[[Declaration], Declaration], name: str) -> set[str]:
    """The pages that differ after one declaration changed."""
    declarations = tuple(change(d) if d.name == name else d for d in DECLARATIONS)
    before, after = render_docs(PACKAGE), render_docs(replace(PACKAGE, declarations=declarations))
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def with_field(type: TypeExpr) -> Callable[[Declaration], Declaration]:
    """A change that adds a field to a model."""

    def change(declaration: Declaration) -> Declaration:
        assert isinstance(declaration, ObjectModel)
        return replace(declaration, fields=(*declaration.fields, field("new", type)))

    return change


def test_a_new_field_changes_what_shows_it() -> None:
    """A change of one schema changes the page that it stands on, and those with an example of it."""
    changed = changed_pages(with_field(STRING), "Animal")
    assert changed == {"docs/types/zoo.md", "docs/resources/animals.md", "docs/testing.md"}


def test_a_new_use_changes_the_used_page_too() -> None:
    """The page of a type says who uses it."""
    changed = changed_pages(with_field(ListOf(item=NODE)), "Animal")
    assert changed == {"docs/types/zoo.md", "docs/types.md", "docs/resources/animals.md", "docs/testing.md"}


def test_the_order_of_declarations_changes_nothing() -> None:
    """A schema that moves in the document leaves every page as it is."""
    assert render_docs(replace(PACKAGE, declarations=DECLARATIONS[::-1])) == render_docs(PACKAGE)


def test_a_package_without_operations_has_docs() -> None:
    """Only types: no guide about what the package cannot do, and no dead link."""
    files = render_docs(replace(PACKAGE, resources=(), client_operations=(), webhooks=(), webhook_event=None))
    assert broken_links(files) == []
    assert not {"docs/streaming.md", "docs/pagination.md", "docs/webhooks.md", "docs/client.md"} & files.keys()
    assert "## Animal\n" in files["docs/types/zoo.md"]


def test_webhooks_follow_the_client() -> None:
    """Without an option for the secret it is an argument; without events to receive, no method is promised."""
    options = tuple(option for option in PACKAGE.client.options if option.name != WEBHOOK_SECRET)
    package = replace(PACKAGE, client=replace(PACKAGE.client, options=options))
    page = render_docs(package)["docs/webhooks.md"]
    assert WEBHOOK_SECRET not in page
    assert "    event = client.webhooks.unwrap(payload, headers, secret=secret)" in page
    assert "unwrap" not in render_docs(replace(PACKAGE, webhook_event=None))["docs/webhooks.md"]


def test_answers_that_an_argument_decides() -> None:
    """Below what a method returns stands what each value of the argument makes of it, whatever the value is."""
    cases = ResponseCases(
        argument="body",
        omitted="plain",
        cases=(ResponseCase(values=("plain", "`|\n"), type=ANIMAL), ResponseCase(values=("words",), type=STRING)),
    )
    response = JsonResponse(type=UnionOf(variants=(ANIMAL, STRING)))
    package = replace(PACKAGE, client_operations=(replace(NOTE, response=response, cases=cases),))
    page = render_docs(package)["docs/client.md"]
    animal = "[`Animal`](types/zoo.md#animal)"
    returns = page.split("**Returns**\n\n")[1].split("\n\n")[0]
    assert returns.splitlines() == [
        f"- {animal} or `str`",
        f'  - with `body="plain"`, ``body="`|\\n"``, or without `body`: {animal}',
        '  - with `body="words"`: `str`',
    ]
    assert broken_links(render_docs(package)) == []


def test_errors_are_called_what_they_are() -> None:
    """Every error that a page names is exported by the package or Python's own, and stands for the right status."""
    named = {error for page in render_docs(PACKAGE).values() for error in re.findall(r"`(\w+Error)`", page)}
    assert named <= {*RUNTIME_EXPORTS["_exceptions"], PACKAGE.client.error_name, "ValueError"}
    assert {status: error.__name__ for status, error in STATUS_ERRORS.items()} == {
        int(status): error for status, error in DOCUMENTED_ERRORS.items()
    }


def test_rendering_twice_gives_the_same() -> None:
    """Nothing is remembered from one run to the next."""
    assert render_docs(PACKAGE) == render_docs(PACKAGE)
