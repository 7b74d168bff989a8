"""Print how far the SDKs of the pairs stand in for the published ones.

    STAINLESS_PAIRS=FOLDER python -m tests.pairs [--summary] [--raise-ratchet | --set-ratchet]

Exit code 1: a number fell or a reason explains nothing; 2: there are no pairs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from generator.compare.comparison import Comparison
from tests.measures.explanations import Category, read_explanations
from tests.measures.ratchet import raised, read_ratchet, write_ratchet
from tests.measures.report import Report, as_text

from .folder import VARIABLE, pairs
from .measured import GOALS, RULES, compared, reached, tallies

REASONS: Final = Path(__file__).with_name("differences.toml")
RATCHET: Final = Path(__file__).with_name("ratchet.json")


def report_of(comparisons: Mapping[str, Comparison]) -> Report:
    """The measures of pairs with the reasons of their differences, beside what was reached before.

    Reasons for pairs that are not looked at are left alone.
    """
    found = {pair.name: pair for pair in pairs()}
    measured = [tally for name, comparison in comparisons.items() for tally in tallies(found[name], comparison)]
    reasons = [e for e in read_explanations(REASONS) if e.measure.partition(":")[0] in (*comparisons, "*")]
    recorded = {n: m for n, m in read_ratchet(RATCHET).items() if n.partition(":")[0] in comparisons}
    return Report.of(measured, reasons, recorded)


def by_hand(pair: str) -> Callable[[str], bool]:
    """What of a pair's published SDK is written by hand, as the reasons say."""
    patterns = [
        reason.subject
        for reason in read_explanations(REASONS)
        if reason.category is Category.MISSING and reason.measure.partition(":")[0] == pair
    ]
    return lambda subject: any(fnmatchcase(subject, pattern) for pattern in patterns)


def goal_lines(comparisons: Mapping[str, Comparison]) -> Iterator[str]:
    """What must be reached, by pair."""
    yield f"{'':16}" + "".join(f"{f'{goal.name} {goal.share:.0%}':>22}" for goal in GOALS)
    for name, comparison in comparisons.items():
        cells = []
        for goal in GOALS:
            same, total = reached(goal, comparison, by_hand(name))
            cells.append(f"{same} of {total} {same / total if total else 1:7.1%}")
        yield f"{name:16}" + "".join(f"{cell:>22}" for cell in cells)


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.pairs", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--summary", action="store_true", help="print the numbers, not the differences")
    parser.add_argument("--raise-ratchet", action="store_true", help="record what is better than recorded")
    parser.add_argument("--set-ratchet", action="store_true", help="record what there is now, worse or better")
    options = parser.parse_args()
    comparisons = {pair.name: compared(pair) for pair in pairs()}
    if not comparisons:
        print(f"no pairs to compare: {VARIABLE} names no folder with any", file=sys.stderr)
        return 2
    report = report_of(comparisons)
    for line in (*as_text(report, RULES, differences=not options.summary), "", *goal_lines(comparisons)):
        print(line)
    if options.set_ratchet:
        write_ratchet(report.reached, RATCHET)
    elif options.raise_ratchet:
        write_ratchet(raised(report.recorded, report.reached), RATCHET)
    return bool(report.defects)


if __name__ == "__main__":
    sys.exit(main())
