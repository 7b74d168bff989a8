"""Two surfaces to what differs, measure by measure, in the words of `diff`.

The old surface is that of a package which exists, the new one that of what would be generated: a change says what the
package's users feel when they get the new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.compare.arguments import argument_types, arguments, further_arguments, positions, requiredness
from generator.compare.clients import clients, exceptions, exports, further_options, options, pages
from generator.compare.judged import Tally, tally
from generator.compare.matching import Matching
from generator.compare.methods import further_methods, methods, pair_methods, resource_classes, resources, results
from generator.compare.model import Surface
from generator.compare.types import (
    field_types,
    fields,
    further_fields,
    further_types,
    kinds,
    modules,
    required_fields,
    types,
)
from generator.diff.codes import Verdict
from generator.diff.model import Change
from generator.values import Value


class Comparison(Value, kw_only=True):
    """Every measure, and what only the new side has."""

    tallies: tuple[Tally, ...]
    further: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, worst first, then as they are measured."""
        found = [change for tally in self.tallies for change in tally.changes]
        return tuple(sorted((*found, *self.further), key=lambda change: change.verdict.rank))

    def groups(self) -> Iterator[tuple[Verdict, tuple[Change, ...]]]:
        """Changes by verdict, worst first, without empty groups."""
        for verdict in Verdict:
            if found := tuple(change for change in self.changes if change.verdict is verdict):
                yield verdict, found


def compare(old: Surface, new: Surface) -> Comparison:
    """What the users of the package `old` feel when they get `new`."""
    matching = Matching(old, new)
    pairs = pair_methods(old, new)
    tallies = (
        tally("clients", clients(matching)),
        tally("options", options(matching)),
        tally("exceptions", exceptions(matching)),
        tally("exports", exports(matching)),
        tally("pages", pages(matching)),
        tally("resources", resources(matching)),
        tally("resource classes", resource_classes(matching)),
        tally("methods", methods(pairs)),
        tally("arguments", arguments(pairs)),
        tally("positions", positions(pairs)),
        tally("required arguments", requiredness(pairs)),
        tally("types of arguments", argument_types(matching, pairs)),
        tally("results", results(matching, pairs)),
        tally("types", types(matching)),
        tally("modules of types", modules(matching)),
        tally("kinds of types", kinds(matching)),
        tally("fields", fields(matching)),
        tally("required fields", required_fields(matching)),
        tally("types of fields", field_types(matching)),
    )
    further = (
        *further_options(matching),
        *further_methods(pairs),
        *further_arguments(pairs),
        *further_types(matching),
        *further_fields(matching),
    )
    return Comparison(tallies=tallies, further=tuple(change for change in further if change is not None))
