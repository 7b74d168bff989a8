"""The parts of an output, and what the files of each are made from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from generator.ir.declarations import Declaration
from generator.ir.history import History
from generator.ir.package import Package
from generator.outcome import Outcome
from generator.render.docs import docs_files
from generator.render.extensions import HandWrittenFiles
from generator.render.files import Modules
from generator.render.recipes import FileRecipe, Once, Written
from generator.render.repository import repository_files
from generator.render.testing import FOLDER as MOCK
from generator.render.testing import testing_files
from generator.trying import generated_tests
from generator.write.manifest import MODEL_NAME
from generator.write.stored import store


def parts_of(package: Package, outcome: Outcome, told: History) -> dict[str, Callable[[], dict[str, FileRecipe]]]:
    """What makes the recipes of the files of each part, by the names of the parts."""
    by_hand = outcome.by_hand
    declarations = tuple(map(Once, package.declarations))
    modules = Modules(
        package, declarations, by_hand, stubless=(MOCK,) if "testing" in outcome.parts | outcome.configured else ()
    )

    def client_files() -> dict[str, FileRecipe]:
        return {**modules.client_files(), MODEL_NAME: Written(partial(store, package))}

    def mock_files() -> dict[str, FileRecipe]:
        assert outcome.contract is not None
        return testing_files(package, outcome.contract())

    def test_files() -> dict[str, FileRecipe]:
        assert outcome.contract is not None
        return generated_tests(package, outcome.contract(), by_hand, outcome.ledger)

    return {
        "client": client_files,
        "stubs": modules.stub_files,
        "docs": partial(docs_files, package, declarations, by_hand, told),
        "repository": partial(repository_files, package),
        "site": partial(_site_files, package, declarations, by_hand, told),
        "testing": mock_files,
        "tests": test_files,
    }


def _site_files(
    package: Package, declarations: tuple[Once[Declaration], ...], by_hand: HandWrittenFiles, told: History
) -> dict[str, FileRecipe]:
    from generator.render.site import site_files  # noqa: PLC0415 - it needs libraries that come with an extra

    return site_files(package, declarations, by_hand, told)
