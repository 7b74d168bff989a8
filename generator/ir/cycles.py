"""Groups of things that use each other, such as declarations that are mutually recursive."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

_Member = TypeVar("_Member", bound=Hashable)


def cycles(uses: Mapping[_Member, Sequence[_Member]]) -> list[list[_Member]]:
    """Strongly connected groups, used ones first (Tarjan), without recursion; members in the order of `uses`."""
    position = {member: number for number, member in enumerate(uses)}
    index: dict[_Member, int] = {}
    low: dict[_Member, int] = {}
    stack: list[_Member] = []
    open_: set[_Member] = set()
    groups: list[list[_Member]] = []
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
