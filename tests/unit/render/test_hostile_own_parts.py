"""Whatever a document says: templates of a project, and the plugins of the guide, make code of the same structure."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from generator.render.environment import in_place_of_ours
from generator.render.own_templates import Templates, ejected, ours
from tests.support.rendering import render_client, render_docs, render_stubs
from tests.unit.docs.zoo import PACKAGE
from tests.unit.python.hostile import HOSTILE_TEXTS
from tests.unit.render.test_files import shape, spoil

EJECTED = Templates(Path("templates"), {path: ejected(path) for path in ours()})
PLUGINS = Path(__file__).parents[3] / "docs/plugins"
TEXTS = [text for text in HOSTILE_TEXTS if any(character.isalnum() for character in text)]


def rendered(package: Any) -> dict[str, str]:
    with in_place_of_ours(EJECTED):
        return render_client(package) | render_stubs(package)


PLAIN = rendered(PACKAGE)


@pytest.mark.parametrize("text", TEXTS)
def test_templates_of_a_project(text: str) -> None:
    """Ejected ones, all of them: the encoders are between the document and each."""
    spoiled = rendered(spoil(PACKAGE, text))
    assert spoiled.keys() == PLAIN.keys()
    for path, source in PLAIN.items():
        if path.endswith((".py", ".pyi")):
            assert shape(spoiled[path]) == shape(source), path


def test_ejected_templates_are_what_is_rendered() -> None:
    """The test above is about them: what one says is in what comes out."""
    own = Templates(Path("templates"), {"docs/errors.md.jinja": "Ours.\n"})
    with in_place_of_ours(own):
        assert "Ours.\n" in render_docs(PACKAGE).values()
    assert "Ours.\n" not in render_docs(PACKAGE).values()


def plugin(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(f"plugin_{name}", PLUGINS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["command_line", "spans"])
@pytest.mark.parametrize("text", TEXTS)
def test_plugins_of_the_guide(name: str, text: str) -> None:
    """They print no text of the document but by an encoder."""
    made = plugin(name)
    (plain,), (spoiled,) = made.files(PACKAGE).values(), made.files(spoil(PACKAGE, text)).values()
    assert shape(spoiled) == shape(plain)
