"""The order of declarations in a module: what is used when the module runs comes before its use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.ir.cycles import cycles


def definition_order(uses: Mapping[str, Sequence[str]], evaluated: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    """Names in the order of their definition, and those that cannot be defined without naming themselves.

    `uses` maps each name to those it mentions. An `evaluated` definition runs its text at once, so all it mentions must
    stand before it; the others (classes) only prefer it.
    """
    order: list[str] = []
    recursive: set[str] = set()
    for group in cycles(uses):
        if len(group) == 1 and group[0] not in uses[group[0]]:
            order += group
            continue
        order += [member for member in group if member not in evaluated]
        rest = [member for member in group if member in evaluated]
        among = {member: [used for used in uses[member] if used in rest] for member in rest}
        for inner in cycles(among):
            order += inner
            if len(inner) > 1 or inner[0] in among[inner[0]]:
                recursive.update(inner)
    return order, frozenset(recursive)
