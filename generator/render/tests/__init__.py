"""The part `tests` of a package: tests of each method against the mock that the package carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.ir.package import Package, all_resources
from generator.ir.trials import Trial
from generator.python.identifiers import cut_name, file_name
from generator.render.extensions import HandWrittenFiles
from generator.render.files import header
from generator.render.recipes import FileRecipe, prepared
from generator.render.tests.calls import Calls
from generator.render.tests.client import client_tests
from generator.render.tests.fixtures import InitView, fixtures
from generator.render.tests.resources import Lost, resource_tests

FOLDER = "tests"
_OWN_FILES = frozenset({"client"})
"""What files of tests are called that belong to no resource."""
_LONGEST = 100
"""Characters of the name of a file."""


def tests_files(
    package: Package, trials: Iterable[Trial], by_hand: HandWrittenFiles, lost: Lost
) -> dict[str, FileRecipe]:
    """What every file of the tests is made from, by its path below the output folder."""
    own = header(package)
    files: dict[str, FileRecipe] = {
        f"{FOLDER}/__init__.py": prepared("tests/init.py.jinja", InitView(header=own)),
        f"{FOLDER}/conftest.py": prepared("tests/conftest.py.jinja", fixtures(package, own)),
    }
    calls = Calls(package, by_hand.files)
    by_resource: dict[tuple[str, ...], list[Trial]] = {}
    for trial in trials:
        by_resource.setdefault(trial.resource, []).append(trial)
    for resource, module in _modules(package).items():
        if resource in by_resource:
            view = resource_tests(module, tuple(by_resource[resource]), calls, own, lost)
            files[f"{FOLDER}/{module}.py"] = prepared("tests/resource.py.jinja", view)
    files |= {f"{FOLDER}/{path}": recipe for path, recipe in client_tests(package, own).items()}
    return files


def _modules(package: Package) -> Mapping[tuple[str, ...], str]:
    """What the file of each resource is called; () stands for the client itself."""
    found: dict[tuple[str, ...], str] = {(): "test_methods_of_client"}
    taken = {*found.values(), *(f"test_{own}" for own in _OWN_FILES)}
    for resource in all_resources(package.resources):
        wanted = file_name(f"test_{'_'.join(resource.path)}")
        if len(wanted) > _LONGEST:
            wanted = cut_name(wanted, _LONGEST, ".".join(resource.path))
        while wanted in taken:
            wanted += "_"
        taken.add(wanted)
        found[resource.path] = wanted
    return found
