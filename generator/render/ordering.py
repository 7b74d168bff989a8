"""The order of declarations in a module: what is used when the module runs comes before its use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def definition_order(uses: Mapping[str, Sequence[str]], evaluated: frozenset[str]) -> tuple[list[str], frozenset[str]]:
    """Names in the order of their definition, and those that cannot be defined without naming themselves.

    `uses` maps each name to those it mentions. An `evaluated` definition runs its text at once, so all it mentions must
    stand before it; the others (classes) only prefer it.
    """
    order: list[str] = []
    recursive: set[str] = set()
    for group in _cycles(uses):
        if len(group) == 1 and group[0] not in uses[group[0]]:
            order += group
            continue
        order += [member for member in group if member not in evaluated]
        rest = [member for member in group if member in evaluated]
        among = {member: [used for used in uses[member] if used in rest] for member in rest}
        for inner in _cycles(among):
            order += inner
            if len(inner) > 1 or inner[0] in among[inner[0]]:
                recursive.update(inner)
    return order, frozenset(recursive)


def _cycles(uses: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Strongly connected groups, used ones first (Tarjan), without recursion; members in the order of `uses`."""
    position = {member: number for number, member in enumerate(uses)}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    open_: set[str] = set()
    groups: list[list[str]] = []
    for root in uses:
        if root in index:
            continue
        work = [(root, iter(uses[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        open_.add(root)
        while work:
            member, successors = work[-1]
            for used in successors:
                if used not in position:
                    continue
                if used not in index:
                    index[used] = low[used] = len(index)
                    stack.append(used)
                    open_.add(used)
                    work.append((used, iter(uses[used])))
                    break
                if used in open_:
                    low[member] = min(low[member], index[used])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[member])
                if low[member] == index[member]:
                    cut = stack.index(member)
                    groups.append(sorted(stack[cut:], key=position.__getitem__))
                    open_.difference_update(stack[cut:])
                    del stack[cut:]
    return groups
