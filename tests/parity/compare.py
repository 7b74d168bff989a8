"""The facts held against the generated package, measure by measure."""

from __future__ import annotations

from tests.measures.tally import Tally

from .catalogue import Catalogue
from .facts import Facts
from .introspection import Package
from .methods import compare_asynchronous, compare_methods, compare_paths
from .public_types import compare_aliases, compare_field_types, compare_fields, compare_kinds


def compare(facts: Facts, package: Package) -> tuple[Tally, ...]:
    """Every measure of the facts."""
    catalogue = Catalogue(facts.types, package)
    operations = [(m, package.method(m.path)) for m in facts.methods if m.operation is not None]
    conveniences = [(m, package.method(m.path)) for m in facts.methods if m.operation is None]
    types = [(t, package.type(t.module, t.name)) for t in facts.types]
    return (
        *compare_methods("methods", operations, catalogue),
        compare_paths(facts.methods, package),
        compare_asynchronous(operations, package),
        *compare_methods("conveniences", conveniences, catalogue),
        *compare_kinds("types", types),
        *compare_fields("fields", types),
        compare_field_types(types, catalogue),
        compare_aliases([(t, live) for t, live in types if t.kind == "alias"], catalogue),
    )
