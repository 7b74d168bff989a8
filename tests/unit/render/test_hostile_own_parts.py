"""Whatever a document says, with what a project has of its own: the tests of injection once more.

Once with ejected copies in the place of all templates, and once with a plugin that adds to every resource and object.
The functions that are imported here are those tests: under the fixture below they render otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.render.environment import in_place_of_ours
from generator.render.own_templates import CONTRACT, Templates
from tests.site.test_hostile import test_text_stays_text  # noqa: F401 # it is run here
from tests.support.adding_plugin import ADDED
from tests.support.own_parts import EJECTED, with_plugin
from tests.support.rendering import render_client, render_docs, render_stubs
from tests.unit.docs.test_pages import test_hostile_text_changes_no_outline  # noqa: F401 # it is run here
from tests.unit.docs.zoo import PACKAGE
from tests.unit.render.test_files import (
    test_documentation_cannot_change_code,  # noqa: F401 # it is run here
    test_wire_names_survive,  # noqa: F401 # it is run here
)


@pytest.fixture(autouse=True, scope="module", params=["templates", "plugin"])
def own_parts(request: pytest.FixtureRequest) -> Iterator[str]:
    """What is not the generator's in all that is rendered."""
    with in_place_of_ours(EJECTED) if request.param == "templates" else with_plugin():
        yield request.param


def test_own_parts_have_their_part(own_parts: str) -> None:
    """The tests here are about them: what they say is in what comes out."""
    if own_parts == "templates":
        assert all(f"sdkgen templates {CONTRACT}" in text for path, text in EJECTED.texts.items() if "jinja" in path)
        with in_place_of_ours(Templates(EJECTED.folder, {**EJECTED.texts, "docs/errors.md.jinja": "Ours.\n"})):
            assert "Ours.\n" in render_docs(PACKAGE).values()
        return
    assert ADDED in render_stubs(PACKAGE)["zoo_sdk/resources/animals/animals.pyi"]
    assert ADDED in render_docs(PACKAGE)["docs/resources/animals.md"]
    assert ADDED in render_client(PACKAGE)["zoo_sdk/texts.py"]
