"""Which types share a page, in what order, and that no two pages are one file anywhere."""

from __future__ import annotations

import random

import pytest

from generator.ir.declarations import Declaration, ObjectModel, ObjectParams
from generator.render.docs.arrangement import PAGE_MODULES, Page, arrange, section_title
from tests.unit.docs.zoo import HERE

RESERVED = {"con", "aux", "nul", "prn", "com1", "lpt1"}


def model(module: str, name: str = "X", *, component: str = "", public: bool = True) -> Declaration:
    return ObjectModel(name=name, module=module, component=component, public=public, location=HERE, fields=())


def param(module: str, name: str = "X", *, component: str = "", public: bool = True) -> Declaration:
    return ObjectParams(name=name, module=module, component=component, public=public, location=HERE, fields=())


def many(module: str) -> list[Declaration]:
    """So many modules that no page may hold one more."""
    return [model(f"{module}_{number}") for number in range(PAGE_MODULES)]


def pages(declarations: list[Declaration]) -> dict[str, Page]:
    return {page.path: page for package in arrange(declarations) for page in package.pages}


def modules(page: Page) -> list[str]:
    return [declaration.module for declaration in page.declarations]


def test_a_small_package_has_one_page() -> None:
    """As many modules as a page may hold stand on the page of their package."""
    found = pages(many("chat.cat"))
    assert list(found) == ["types.md", "types/chat.md"]
    assert len(found["types/chat.md"].declarations) == PAGE_MODULES


def test_a_large_package_is_divided_by_initials() -> None:
    """One module more, and each initial has a page; the page of the package holds no section."""
    found = pages([*many("chat.cat"), model("chat.dog")])
    assert modules(found["types/chat.md"]) == []
    assert len(modules(found["types/chat/by-name/c.md"])) == PAGE_MODULES
    assert modules(found["types/chat/by-name/d.md"]) == ["chat.dog"]
    assert found["types/chat/by-name/d.md"].title == "types.chat: D"


def test_a_frequent_first_word_has_a_page_of_its_own() -> None:
    """Other words of the same initial stay together."""
    found = pages([*many("cat"), model("cat"), model("cow"), model("crab")])
    assert len(modules(found["types/by-name/cat.md"])) == PAGE_MODULES + 1
    assert modules(found["types/by-name/c.md"]) == ["cow", "crab"]


def test_the_name_of_the_package_does_not_count() -> None:
    """All of package `beta` begins with Beta; a name of which too little is left is taken whole."""
    found = pages([*many("beta.beta_cat"), model("beta.beta_dog"), model("beta.beta"), model("beta.beta_3d")])
    assert modules(found["types/beta/by-name/d.md"]) == ["beta.beta_dog"]
    assert modules(found["types/beta/by-name/b.md"]) == ["beta.beta", "beta.beta_3d"]


def test_other_packages_change_no_page() -> None:
    """A page depends on its own package only."""
    own = [*many("beta.cat"), model("beta.dog")]
    before, after = pages(own), pages([*own, *many("cat"), model("dog"), *many("beta.inner.cat"), model("beta2.cat")])
    assert {path: page for path, page in after.items() if path in before and path != "types.md"} == {
        path: page for path, page in before.items() if path != "types.md"
    }


def test_packages_list_what_is_in_them() -> None:
    """A package without types of its own has a page too, because it leads to others."""
    found = {package.name: package.inner for package in arrange([model("a.b.x"), model("a.c.x")])}
    assert found == {"": ("a",), "a": ("a.b", "a.c"), "a.b": (), "a.c": ()}


def test_faces_stand_together_and_inner_types_follow_their_owner() -> None:
    """X and XParam are neighbours, whatever else is named in between, and whatever the order was."""
    declarations = [
        model("zoo.ant", "Ant"),
        model("zoo.cat", "Cat", component="Cat"),
        model("zoo.cat", "Ball", public=False),
        param("zoo.cat_param", "CatParam", component="Cat"),
        param("zoo.cat_param", "Ball", public=False),
        param("zoo.cat_create_params", "CatCreateParams"),
        model("zoo.dog", "Dog"),
    ]
    expected = ["Ant", "Cat", "cat.Ball", "CatParam", "cat_param.Ball", "CatCreateParams", "Dog"]
    for seed in range(20):
        random.Random(seed).shuffle(declarations)
        assert [section_title(d) for d in pages(declarations)["types/zoo.md"].declarations] == expected


@pytest.mark.parametrize("word", ["con", "none", "class", "com1"])
def test_every_first_word_can_be_a_file(word: str) -> None:
    """Reserved names of file systems, and keywords."""
    found = pages([*many(word), model(word), model("other")])
    (path,) = found.keys() - {"types.md", "types/by-name/o.md"}
    assert path.rpartition("/")[2].removesuffix(".md") not in RESERVED
    assert found[path].title == f"types: {word.capitalize()}"


def test_no_two_pages_meet() -> None:
    """Packages may be called like initials, like frequent words, and like each other but for case."""
    large = ("", "c.", "cat.", "by_name.")
    declarations = [
        d for package in large for d in (*many(f"{package}cat"), model(f"{package}cat"), model(f"{package}cow"))
    ]
    listed = [page.path.lower() for package in arrange(declarations) for page in package.pages]
    assert len(listed) == len(set(listed)) == 3 * len(large)
