"""Recipes: a file whose text changes has another key, whatever it was that changed, and the others keep theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from generator.ir.package import Package
from generator.ir.types import Named
from generator.render.docs import docs_files
from generator.render.extensions import HandWrittenFiles
from generator.render.files import Modules
from generator.render.recipes import FileRecipe, Given, Recipe, prepared
from generator.source import Location
from tests.support.rendering import declarations
from tests.unit.render.sample import PACKAGE

Step = tuple[str | int, ...]


def recipes(package: Package) -> dict[str, FileRecipe]:
    """Every file of a package."""
    shared = declarations(package)
    modules = Modules(package, shared, HandWrittenFiles())
    return modules.client_files() | modules.stub_files() | docs_files(package, shared, HandWrittenFiles())


def keys(package: Package) -> dict[str, str]:
    """The key of every file."""
    return {path: recipe.key() for path, recipe in recipes(package).items()}


def leaves(value: Any, path: Step = ()) -> Iterator[tuple[Step, Any]]:
    """The scalars in a package, with the fields and indices that lead to each; names of declarations are whole."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    elif is_dataclass(value) and not isinstance(value, Location | Named):
        for member in fields(value):
            yield from leaves(getattr(value, member.name), (*path, member.name))
    elif isinstance(value, str | bool | int | float):
        yield path, value


def changed(value: Any, path: Step, leaf: Any) -> Any:
    """A copy with one leaf replaced."""
    if not path:
        return leaf
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], changed(value[step], tuple(rest), leaf), *value[step + 1 :])
    return replace(value, **{step: changed(getattr(value, step), tuple(rest), leaf)})


def other(leaf: Any) -> Any:
    """Another value of the same type."""
    match leaf:
        case bool():
            return not leaf
        case int() | float():
            return leaf + 1
        case _:
            return f"{leaf}x"


def one_of_each(package: Package) -> Iterator[tuple[str, Step, Any]]:
    """Two leaves for each field of each class; what declarations are called is left out, since others mention it."""
    seen: dict[str, int] = {}
    declared = {type(declaration).__name__ for declaration in package.declarations}
    for path, leaf in leaves(package):
        holder: Any = package
        owner = member = ""
        for step in path:
            if isinstance(step, str):
                owner, member = type(holder).__name__, step
            holder = holder[step] if isinstance(step, int) else getattr(holder, step)
        field = f"{owner}.{member}"
        seen[field] = seen.get(field, 0) + 1
        if seen[field] <= 2 and not (owner in declared and member in ("name", "module")):
            yield f"{field}-{seen[field]}", path, leaf


BASE = recipes(PACKAGE)
KEYS = {path: recipe.key() for path, recipe in BASE.items()}
TEXTS = {path: recipe.text() for path, recipe in BASE.items()}
CHANGES = {field: (path, leaf) for field, path, leaf in one_of_each(PACKAGE)}


@pytest.mark.parametrize("field", CHANGES)
def test_no_text_changes_without_its_key(field: str) -> None:
    """Whatever changes in the package: a file that keeps its key keeps its text."""
    path, leaf = CHANGES[field]
    for name, recipe in recipes(changed(PACKAGE, path, other(leaf))).items():
        if recipe.key() == KEYS.get(name):
            assert recipe.text() == TEXTS[name], name


def test_a_renamed_type_is_noticed_where_it_is_mentioned() -> None:
    """Files that mention a declaration under its old name get another key than those that mention the new one."""
    old, new = Named(module="things.thing", name="Thing"), Named(module="things.thing", name="Renamed")
    after = keys(renamed(PACKAGE, old, new))
    mentioning = {name for name, text in TEXTS.items() if "things.md#thing)" in text or "things import Thing\n" in text}
    assert mentioning
    assert not [name for name in mentioning if after.get(name) == KEYS[name]]


def renamed(value: Any, old: Named, new: Named) -> Any:
    """A copy in which a declaration has another name wherever it is mentioned."""
    if value == old:
        return new
    if isinstance(value, tuple):
        return tuple(renamed(item, old, new) for item in value)
    if not is_dataclass(value) or isinstance(value, Location | type):
        return value
    if (getattr(value, "module", None), getattr(value, "name", None)) == (old.module, old.name):
        value = replace(value, name=new.name)
    return replace(value, **{member.name: renamed(getattr(value, member.name), old, new) for member in fields(value)})


def test_places_have_no_part() -> None:
    """A line inserted in the document moves everything below it, and changes no file."""
    assert keys(moved(PACKAGE)) == KEYS


def moved(value: Any) -> Any:
    """A copy in which everything stands elsewhere in the document."""
    if isinstance(value, Location):
        return Location("other.yaml", value.line + 7, value.column, "/elsewhere")
    if isinstance(value, tuple):
        return tuple(map(moved, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{member.name: moved(getattr(value, member.name)) for member in fields(value)})
    return value


def test_a_change_reaches_few_files() -> None:
    """The docs of one field concern its own module, the stub beside it, and the page that it is described on."""
    index = next(i for i, d in enumerate(PACKAGE.declarations) if d.module == "scores_param")
    after = keys(changed(PACKAGE, ("declarations", index, "fields", 0, "doc"), "Another text."))
    assert {name for name, key in KEYS.items() if after[name] != key} == {
        "little/types/scores_param.py",
        "little/types/scores_param.pyi",
        "docs/types.md",
    }


def test_the_template_and_the_function_have_a_part() -> None:
    """The same content under another template, or prepared by another function, is another file."""
    found = {
        Recipe(template, view, Given(1)).key() for template in ("a.jinja", "b.jinja") for view in (leaves, renamed)
    }
    assert len(found) == 4


@pytest.mark.parametrize(
    ("one", "another"),
    [((1,), (True,)), ((1,), ("1",)), (("a", "b"), ("ab",)), (((),), (None,)), ((1.0,), (1,)), (({"a": 1},), ({},))],
)
def test_what_differs_has_different_keys(one: tuple[object, ...], another: tuple[object, ...]) -> None:
    """Values that Python takes for equal, and values that look alike, are told apart."""
    assert prepared("a.jinja", one).key() != prepared("a.jinja", another).key()


def test_sets_have_no_order() -> None:
    """The key of a set is the same in every run, whatever the seed of hashes."""
    names = frozenset(Named(module="m", name=f"N{number}") for number in range(50))
    again = frozenset(sorted(names, key=lambda n: n.name[::-1]))
    assert Given(names).key == Given(again).key


def test_content_without_a_hash_is_refused() -> None:
    """What cannot be hashed cannot be overlooked either."""
    with pytest.raises(TypeError, match="object, whose content has no hash"):
        Given(object()).key  # noqa: B018 - the property raises
