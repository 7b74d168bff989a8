"""Definitions stand before their use where Python needs it."""

from __future__ import annotations

from generator.render.ordering import definition_order


def test_used_names_come_first() -> None:
    """Without cycles, everything follows what it mentions."""
    uses = {"A": ["B", "C"], "B": ["C"], "C": [], "D": []}
    assert definition_order(uses, frozenset()) == (["C", "B", "A", "D"], frozenset())


def test_classes_may_mention_what_follows() -> None:
    """In a cycle the classes go first: an alias needs all it mentions, a class does not."""
    uses = {"Filter": ["Both"], "Both": ["Filter"]}
    assert definition_order(uses, frozenset({"Filter"})) == (["Both", "Filter"], frozenset())
    assert definition_order(dict(reversed(uses.items())), frozenset({"Filter"}))[0] == ["Both", "Filter"]


def test_aliases_in_a_cycle_with_a_class_keep_their_order() -> None:
    """Several aliases around one class still follow one another."""
    uses = {"Model": ["Outer"], "Outer": ["Inner"], "Inner": ["Model"]}
    assert definition_order(uses, frozenset({"Outer", "Inner"})) == (["Model", "Inner", "Outer"], frozenset())


def test_aliases_of_themselves_are_found() -> None:
    """An alias that cannot be written without its own name is reported as recursive."""
    assert definition_order({"A": ["A"]}, frozenset({"A"})) == (["A"], frozenset({"A"}))
    order, recursive = definition_order({"A": ["B"], "B": ["A"], "C": ["A"]}, frozenset({"A", "B", "C"}))
    assert (order, recursive) == (["A", "B", "C"], frozenset({"A", "B"}))


def test_long_chains_do_not_overflow() -> None:
    """Depth is no problem: the walk does not recurse."""
    uses = {str(n): [str(n + 1)] for n in range(5000)} | {"5000": []}
    assert definition_order(uses, frozenset(uses))[0] == [str(n) for n in range(5000, -1, -1)]
