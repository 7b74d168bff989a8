"""Templates print what encoders made, and nothing else."""

from __future__ import annotations

import jinja2
import pytest

from generator.python.code import Code
from generator.render.environment import TEMPLATES, UnencodedTextError, make_environment


def printed(template: str, **names: object) -> str:
    return make_environment(jinja2.DictLoader({"t": template})).get_template("t").render(**names)


def test_code_is_printed() -> None:
    """Encoded text arrives unchanged, and is never read as a template."""
    assert printed("x = {{ a }}\n", a=Code("{{ b }}{% c %}")) == "x = {{ b }}{% c %}\n"


@pytest.mark.parametrize("value", ["text", 1, None, b"bytes", ("a",), True])
def test_anything_else_is_refused(value: object) -> None:
    """A bare string, or any other value, stops the run."""
    with pytest.raises(UnencodedTextError):
        printed("{{ a }}", a=value)


def test_joining_in_a_template_is_refused() -> None:
    """Text put together in a template is bare text again."""
    with pytest.raises(UnencodedTextError):
        printed("{{ a ~ a }}", a=Code("x"))


def test_undefined_names_raise() -> None:
    """A name that the view lacks is a mistake, not an empty string."""
    with pytest.raises(jinja2.UndefinedError):
        printed("{{ a.missing }}", a=Code("x"))
    with pytest.raises(jinja2.UndefinedError):
        printed("{% if missing %}x{% endif %}")


def test_templates_decide_nothing() -> None:
    """Our templates only print, loop, test, include and bind: no filters, no assignments, no arithmetic, no calls.

    Pages of the site have a frame, and say of each value which encoder places it.
    """
    environment = make_environment(jinja2.FileSystemLoader(TEMPLATES))
    allowed = {
        *("Template", "Output", "TemplateData", "Name", "Getattr", "For", "If", "Include", "With", "Const"),
        *("And", "Or", "Not"),
    }
    for path in environment.list_templates(extensions=["jinja"]):
        if path.startswith("docs/"):
            continue
        source, _, _ = environment.loader.get_source(environment, path)  # type: ignore[union-attr]  # it has one
        nodes = list(environment.parse(source).find_all(jinja2.nodes.Node))
        on_pages = {"Extends", "Block", "Filter"} if path.startswith("site/") else set()
        assert {type(node).__name__ for node in nodes} <= allowed | on_pages, path
        filters = {node.name for node in nodes if isinstance(node, jinja2.nodes.Filter)}
        assert filters <= {"text", "inline", "cell", "blocks", "item", "plain"}, path
