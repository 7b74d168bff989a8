"""Generated tests, from the document to their files: what it allows is tried, and what cannot be is accounted for."""

from __future__ import annotations

from generator.ir.contract import Contract
from generator.ir.operations import argument_origins
from generator.ir.package import Package, methods_of
from generator.ir.trials import Trial, Untried
from generator.ledger import TEST, Ledger
from generator.mock.trials import trials
from generator.render.extensions import HandWrittenFiles
from generator.render.recipes import FileRecipe
from generator.render.tests import tests_files


def generated_tests(
    package: Package, contract: Contract, by_hand: HandWrittenFiles, ledger: Ledger
) -> dict[str, FileRecipe]:
    """The files of the part `tests`; methods and arguments that no test is about are entered in the ledger."""
    operations = {(resource, operation.name): operation for resource, operation in methods_of(package)}

    def enter(trial: Trial | Untried, argument: str, reason: str, *, is_method: bool) -> None:
        location = operations[trial.resource, trial.method].location
        subject = ".".join((*trial.resource, trial.method))
        if is_method:
            ledger.dropped(TEST, subject, f"{argument}: {reason}" if argument else reason, location)
        else:
            ledger.approximated(TEST, f"{subject} ({argument})", reason, location)

    def lost(trial: Trial, argument: str, *, is_method: bool) -> None:
        enter(trial, argument, "no value that the document allows is of the type in the SDK", is_method=is_method)

    tried: list[Trial] = []
    for trial in trials(package, contract):
        if isinstance(trial, Untried):
            enter(trial, "", trial.reason, is_method=True)
            continue
        tried.append(trial)
        names = dict(argument_origins(operations[trial.resource, trial.method]))
        for origin in trial.alone:
            enter(trial, names[origin], "no value of it is found that goes with the others", is_method=False)
    return tests_files(package, tried, by_hand, lost)
