"""The runtime in layers: a module imports only what stands below it, imports for type checkers and local ones too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "templates" / "runtime"

# From the ground up. A module may import those of its own layer that do not lead back to it.
LAYERS: dict[str, set[str]] = {
    "ground": {
        "_aiohttp", "_constants", "_defaults", "_definition", "_error_bodies", "_exceptions", "_flights", "_http",
        "_key_tables", "_lazy", "_logs", "_method_names", "_oauth", "_platform", "_types",
    },
    "models": {"_annotations", "_compat", "_construct", "_enums", "_formats", "_models", "_utils", "_variants"},
    "requests": {
        "_files", "_forms", "_headers", "_keys", "_parts", "_path", "_qs", "_query_string", "_request", "_sequences",
    },
    "exchange": {"_attempts", "_exchange", "_retry", "_tokens"},
    "answers": {
        "_callbacks", "_decoding", "_legacy_response", "_pagination", "_paginator", "_response", "_streaming",
        "_webhooks",
    },
    "client and resources": {
        "_base_client", "_faces", "_hooks", "_module_client", "_operations", "_resource", "_routes",
    },
    "what is built on them": {
        "lib._accumulation", "lib._assembly", "lib._chunks", "lib._concurrency", "lib._polling", "lib._websocket",
        "lib._websocket_client", "lib._websocket_events", "lib.websocket_types",
    },
    "a mock of the API": {
        "testing._answers", "testing._bodies", "testing._checks", "testing._contract", "testing._declared",
        "testing._engine", "testing._expressions", "testing._json", "testing._mock", "testing._pages",
        "testing._patterns", "testing._schemas", "testing._styles", "testing._trials", "testing._values",
    },
}  # fmt: skip


def modules() -> dict[str, Path]:
    """Every module of the runtime by its dotted name."""
    found = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in ROOT.rglob("*.py")}
    return {module: path for module, path in found.items() if module.rpartition(".")[2] != "__init__"}


MODULES = modules()


def needs(module: str) -> Iterator[str]:
    """The modules of the runtime that one imports, wherever the statement stands."""
    home = module.split(".")[:-1]
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*home[: len(home) - node.level + 1], *(node.module.split(".") if node.module else ())]
            named = {".".join([*base, alias.name]) for alias in node.names} | {".".join(base)}
            yield from named & MODULES.keys()


def test_every_module_has_a_layer() -> None:
    """The drawing is complete, and shows nothing that is not there."""
    drawn = [module for layer in LAYERS.values() for module in layer]
    assert sorted(drawn) == sorted(MODULES)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_go_down(module: str) -> None:
    """Nothing of a layer above is imported."""
    order = list(LAYERS)
    layer_of = {name: number for number, layer in enumerate(order) for name in LAYERS[layer]}
    above = {needed for needed in needs(module) if layer_of[needed] > layer_of[module]}
    assert not above, f"{module} ({order[layer_of[module]]}) imports from above: {sorted(above)}"


def test_no_module_leads_back_to_itself() -> None:
    """There is an order in which each module comes after all that it imports."""
    order = TopologicalSorter({module: set(needs(module)) for module in MODULES}).static_order()
    assert len(tuple(order)) == len(MODULES)


def test_contributing_draws_the_same() -> None:
    """The page that shows the layers names them and their modules as they are."""
    text = (ROOT.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for layer, names in LAYERS.items():
        row = next((line for line in text.splitlines() if line.startswith(f"    {layer}  ")), "")
        own = {name.removeprefix("lib.").removeprefix("testing.") for name in names}
        assert set(row.removeprefix(f"    {layer}").split()) == own, f"CONTRIBUTING draws {layer!r} otherwise"
