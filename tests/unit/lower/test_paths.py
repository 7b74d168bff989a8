"""Paths of modules are short enough for file systems, and depend on nothing but the longer path that they stand for."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.ir.package import all_resources
from generator.lower.paths import (
    LONGEST,
    LONGEST_PACKAGE,
    Path,
    module_path,
    resource_place,
    room_for_modules,
    with_room_inside,
)
from generator.python.identifiers import is_identifier
from generator.render.layout import module_file, resource_module, resource_package
from tests.unit.lower.conftest import Built

WORDS = ("a", "catalogs", "entitlement_management", "x" * 100, "_".join(["very"] * 20))
PATHS = [path for length in (1, 2, 3) for path in itertools.product(WORDS, repeat=length)]
PACKAGES = ("shop", "p" * LONGEST_PACKAGE)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_path_of_a_module_fits(package: str) -> None:
    """Whatever a module and the packages around it are called, there is room for it and for `__init__`."""
    room = room_for_modules(package, "types")
    for path in PATHS:
        home = with_room_inside(path[:-1], room)
        module = module_path(home, path[-1], room)
        for inside in (module, (*home, "__init__")):
            assert len(f"{package}/types/{'/'.join(inside)}.pyi") <= LONGEST
        assert all(map(is_identifier, module))


def test_a_path_that_fits_stays() -> None:
    """A module is called otherwise only where its own path is too long; its package only where no module would fit."""
    path: Path = ("identity", "governance")
    assert with_room_inside(path, 60) == path
    assert module_path(path, "x" * 40, 60) == (*path, "x" * 40)
    assert module_path(path, "x" * 41, 60) != (*path, "x" * 41)


def test_a_cut_name_ends_with_a_word() -> None:
    """What is left of a longer name are whole words of it, and what tells it from names that begin alike."""
    first, second = (module_path(("access",), f"packages_incompatible_{end}", 30) for end in ("with_one", "with_two"))
    assert first[1].startswith("packages_") and second[1].startswith("packages_")
    assert first != second
    assert len("/".join(first)) <= 30


@pytest.mark.parametrize("package", PACKAGES)
def test_every_path_of_a_resource_fits(package: str) -> None:
    """A resource's module has room, and in the package of one that others stand below its own module has; no two are
    in one place."""
    room = room_for_modules(package, "resources")
    for path in PATHS:
        place: Path = ()
        for length, name in enumerate(path, 1):
            outside, is_package = place, length < len(path)
            place = resource_place((*outside, name), room, is_package=is_package)
            inside = (*place, max(place[-1], "__init__", key=len)) if is_package else place
            assert len(f"{package}/resources/{'/'.join(inside)}.pyi") <= LONGEST
            assert place[:-1] == outside[: len(place) - 1]
    leaves = {path: resource_place(path, room, is_package=False) for path in PATHS}
    assert len(set(leaves.values())) == len(PATHS)


LONG = "_".join(f"part{number}" for number in range(9))
DOCUMENT = f"""
paths:
  /{LONG}/{{id}}/{LONG}s:
    parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
    get:
      parameters: [{{name: limit, in: query, schema: {{type: integer}}}}]
      responses:
        "200": {{description: Them, content: {{application/json: {{schema: {{$ref: "#/components/schemas/A"}}}}}}}}
  /{LONG}/{{id}}/{LONG}s/short:
    parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
    get:
      parameters: [{{name: limit, in: query, schema: {{type: integer}}}}]
      responses: {{"204": {{description: None}}}}
components:
  schemas:
    A: {{type: object, properties: {{b: {{$ref: "#/components/schemas/{LONG}_{LONG}"}}}}}}
    {LONG}_{LONG}: {{type: object, properties: {{c: {{type: string}}}}}}
"""


def test_names_stay_where_paths_are_cut(built: Callable[[str], Built]) -> None:
    """Resources are reached, and types are called, by the whole names."""
    package = built(DOCUMENT).package
    assert {resource.path for resource in all_resources(package.resources)} == {
        (LONG,),
        (LONG, f"{LONG}s"),
        (LONG, f"{LONG}s", "short"),
    }
    component = next(one for one in package.declarations if one.component not in ("", "A"))
    assert component.name == "".join(word.capitalize() for word in f"{LONG}_{LONG}".split("_"))
    modules = [*(f"types.{one.module}" for one in package.declarations)]
    modules += [f"{resource_package(one)}.__init__" for one in all_resources(package.resources) if one.children]
    modules += map(resource_module, all_resources(package.resources))
    assert all(len(f"{package.name}/{module_file(module, '.pyi')}") <= LONGEST for module in modules)
    assert len(set(modules)) == len(modules)


def test_what_is_new_moves_no_cut_path(built: Callable[[str], Built]) -> None:
    """Modules that are cut are called the same when others come beside them."""
    more = DOCUMENT.replace("  schemas:\n", f"  schemas:\n    {LONG}_{LONG}x: {{type: object, title: More}}\n")
    before, after = ({one.reference for one in built(text).package.declarations} for text in (DOCUMENT, more))
    assert before < after


def test_place_is_only_said_where_it_differs(built: Callable[[str], Built]) -> None:
    """A resource whose path fits has no place of its own."""
    package = built(DOCUMENT.replace(LONG, "parts")).package
    resources = list(all_resources(package.resources))
    assert resources and all(replace(one, place=()) == one for one in resources)
