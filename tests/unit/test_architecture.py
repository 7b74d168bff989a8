"""Which part may import which: `document` knows OpenAPI, the IR the SDK, only `python` and `render` know syntax."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from generator.diagnostics import Diagnostics
from generator.ledger import Ledger
from generator.lower import lower as lowering
from generator.values import Mutable, Value, members

ROOT = Path(__file__).parents[2] / "generator"

# Part -> the parts of ours that it may import. `diagnostics` and `ledger` are what every stage writes into.
ALLOWED = {
    "source": set(),
    "methods": set(),
    "casings": set(),
    "diagnostics": {"source"},
    "ledger": {"source"},
    "document": {"source", "diagnostics", "ledger", "methods"},
    "versioning": set(),
    "config": {"source", "diagnostics", "ledger", "document", "casings", "versioning"},
    "ir": {"source"},
    "python": {"ir", "casings"},
    # The names that were published: text on one side, the IR on the other. What a lock says becomes code, so that it
    # is held to what the code can have as names.
    "published": {"source", "diagnostics", "methods", "ir", "python.identifiers"},
    "lower": {
        "source", "diagnostics", "ledger", "methods", "casings", "document", "config", "ir", "published",
        "python.identifiers",
    },
    "render": {"ir", "methods", "python", "config"},
    # Differences are printed as Markdown too, and only the encoder may let text of the document into that.
    "diff": {"source", "diagnostics", "methods", "ir", "render.markdown", "versioning"},
    # A published package against what would be generated: text on both sides, told in the words of `diff`.
    "compare": {"diagnostics", "diff", "ir", "published", "python", "render", "write.manifest"},
    # The server of the mock runs the code that packages carry.
    "mock": {"ir", "render.testing"},
    "request": set(),
    "carried": set(),
    "extras": set(),
    # What a project adds: plugins know the IR and have the encoders; what renders with them knows the stages.
    "plugins": {"source", "diagnostics", "ir", "methods", "python"},
    "own_parts": {"source", "diagnostics", "document", "ir", "plugins", "render", "write"},
    # What the stages hand on, and what they are given beside the document.
    "outcome": {
        "diagnostics", "ledger", "document", "ir", "plugins", "published", "render", "request", "versioning", "write",
    },
    "chosen": {
        "diagnostics", "ledger", "request", "document", "config", "ir", "lower", "published", "render", "plugins",
        "own_parts",
    },
    "parts": {"ir", "outcome", "render", "trying", "write"},
    "pipeline": {
        "diagnostics", "extras", "ledger", "request", "document", "config", "ir", "lower", "published", "render",
        "write", "plugins", "chosen", "outcome", "own_parts", "parts",
    },
    # Values for generated tests come from the engine that later takes them.
    "trying": {"ir", "ledger", "mock", "render"},
    "write": {
        "", "source", "carried", "diagnostics", "ledger", "request", "ir", "published", "python", "diff",
        "versioning",
    },
    # Of rendering, the command line knows which templates there are, to list and to copy them.
    "cli": {
        "", "carried", "compare", "config", "diagnostics", "diff", "extras", "ir", "outcome", "pipeline", "mock",
        "published", "request", "write", "render.contract", "render.own_templates",
    },
    "__main__": {"cli"},
    "": set(),
    "values": set(),
}  # fmt: skip
EVERYWHERE = "values"
"""What the classes of all parts are made with."""

ONLY_ONE = {
    "msgspec": "values.py",
    "yaml": "document/load.py",
    "jinja2": "render/environment.py",
    "markdown_it": "render/html.py",
    "pygments": "render/colours.py",
}


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever the statement stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module: str) -> str:
    """`generator.lower.names` -> lower; the package itself is the empty name."""
    words = module.split(".")[1:]
    return words[0] if words and ((ROOT / words[0]).is_dir() or (ROOT / f"{words[0]}.py").exists()) else ""


FILES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    """Every import of ours is one that the part may make."""
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    own = "" if own == "__init__" else own
    for module in imports(path):
        if module.split(".")[0] != "generator" or part_of(module) in (own, EVERYWHERE):
            continue
        exact = ".".join(module.split(".")[1:3])
        assert part_of(module) in ALLOWED[own] or exact in ALLOWED[own], f"{own or 'the package'} imports {module}"


def test_no_module_needs_itself() -> None:
    """Whatever a module imports, wherever in it, nothing of that leads back to it."""
    own = {".".join(("generator", *path.relative_to(ROOT).with_suffix("").parts)): path for path in FILES}
    own = {module.removesuffix(".__init__"): path for module, path in own.items()}
    needs = {
        module: {name if name in own else name.rpartition(".")[0] for name in imports(path)} & own.keys()
        for module, path in own.items()
    }
    assert len(tuple(TopologicalSorter(needs).static_order())) == len(FILES)


@pytest.mark.parametrize(("library", "home"), ONLY_ONE.items())
def test_libraries_behind_one_module(library: str, home: str) -> None:
    """YAML is read in one module, templates are rendered in one, and so on."""
    users = [p.relative_to(ROOT).as_posix() for p in FILES if any(m.split(".")[0] == library for m in imports(p))]
    assert users == [home]


def test_only_the_command_line_prints() -> None:
    """No other module writes to the terminal than the one that says where what goes."""
    assert [p.relative_to(ROOT).as_posix() for p in FILES if prints(p)] == ["cli/console.py"]


def prints(path: Path) -> bool:
    """Whether a file calls `print`, an `echo`, or the `show` of an error."""
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    names = {c.id if isinstance(c, ast.Name) else c.attr if isinstance(c, ast.Attribute) else "" for c in calls}
    return not names.isdisjoint({"print", "echo", "show"})


STEPS = [
    step
    for name, step in inspect.getmembers(lowering, inspect.isfunction)
    if step.__module__.startswith("generator.lower.") and name != "lower"
]
SINKS = (Diagnostics, Ledger)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_steps_of_lowering_return_what_nobody_changes(step: Callable[..., Any]) -> None:
    """What a step hands to later ones is frozen all the way down; only memories, under private names, may grow."""
    returned = get_type_hints(step)["return"]
    changing = {made.__name__ for made in reachable(returned) if not issubclass(made, Value)}
    changing |= {kind.__name__ for kind in kinds(returned) if kind in (list, dict, set)}
    changing |= {
        f"{made.__name__}.{name}"
        for made in reachable(returned)
        for name, hint in public_hints(made).items()
        if {list, dict, set} & set(kinds(hint))
    }
    assert not changing


def reachable(hint: Any) -> set[Any]:
    """The classes of the generator that a value of a type is made of, the sinks aside."""
    found: set[Any] = set()
    pending = list(kinds(hint))
    while pending:
        kind = pending.pop()
        if isinstance(kind, type) and issubclass(kind, Value | Mutable) and kind not in found and kind not in SINKS:
            found.add(kind)
            pending += [inner for hint in public_hints(kind).values() for inner in kinds(hint)]
    return found


def public_hints(made: Any) -> dict[str, Any]:
    """The types of the public members of a class."""
    hints = get_type_hints(made)
    return {name: hints[name] for name in members(made) if not name.startswith("_")}


def kinds(hint: Any) -> Iterator[Any]:
    """The classes that a type is written with."""
    yield get_origin(hint) or hint
    for argument in get_args(hint):
        yield from kinds(argument)
