"""Print how far a generated package stands in for the official one.

    python -m tests.parity --package-dir DIR [--official VENV] [--summary] [--json FILE] [--raise-ratchet]

The facts are found by SPEC_FACTS (their folder) or SPEC_UPSTREAM (the document, in a folder beside theirs).
Exit code 1: a number fell or a reason explains nothing; 2: there are no facts.
What falls on purpose is lowered in ratchet.json by hand.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Final

from tests.measures.explanations import read_explanations
from tests.measures.ratchet import raised, read_ratchet, write_ratchet
from tests.measures.report import Report, as_json, as_text

from .catalogue import RULES
from .compare import compare
from .facts import MissingFactsError, facts_folder, read_facts
from .introspection import Package
from .official import ask, compare_official

_REASONS: Final = Path(__file__).with_name("differences.toml")
_RATCHET: Final = Path(__file__).with_name("ratchet.json")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.parity", description=str(__doc__).partition("\n")[0])
    parser.add_argument("--package-dir", type=Path, required=True, help="the folder in which the package stands")
    parser.add_argument("--package", default="openai", help="its import name")
    parser.add_argument("--client", default="OpenAI", help="its client class")
    parser.add_argument("--official", type=Path, help="a virtual environment that has the official package")
    parser.add_argument("--summary", action="store_true", help="print the numbers, not the differences")
    parser.add_argument("--json", type=Path, help="write everything to this file too")
    parser.add_argument("--raise-ratchet", action="store_true", help="record what is better than recorded")
    return parser.parse_args()


def main() -> int:
    """Run the comparison and print it."""
    options = arguments()
    try:
        facts = read_facts(facts_folder(os.environ))
    except MissingFactsError as error:
        print(f"no facts to compare with: {error}", file=sys.stderr)
        return 2
    package = Package.imported(options.package_dir, options.package, options.client)
    tallies = compare(facts, package)
    if options.official:
        tallies = (*tallies, *compare_official(ask(options.official), facts, package))
    report = Report.of(tallies, read_explanations(_REASONS), read_ratchet(_RATCHET))
    for line in as_text(report, RULES, differences=not options.summary):
        print(line)
    if options.json:
        options.json.write_text(json.dumps(as_json(report), indent=1), encoding="utf-8")
    if options.raise_ratchet:
        write_ratchet(raised(report.recorded, report.reached), _RATCHET)
    return bool(report.defects)


if __name__ == "__main__":
    sys.exit(main())
