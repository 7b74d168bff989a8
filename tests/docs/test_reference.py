"""The pages that are made: they are what they are made from, and nothing is missing on them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.cli import commands
from tests.docs.config_reference import PAGE, config_reference, examples
from tests.docs.pages import DOCS, made_pages, written_pages
from tests.support.config_keys import SCHEMA, config_keys, key_rules, leaves

HEADINGS = re.findall(r"^###? `(.+)`$", config_reference(), re.MULTILINE)


@pytest.mark.parametrize("page", made_pages())
def test_a_made_page_is_not_stale(page: str) -> None:
    """`make docs-pages` writes it anew."""
    assert (DOCS / page).read_text(encoding="utf-8") == made_pages()[page]


def test_every_key_is_in_the_reference_once() -> None:
    """Under a heading, where it has an effect or others below it have; else in the table, with the reason."""
    page = config_reference()
    rows = {
        key: reason
        for keys, reason in re.findall(r"^\| (`.*?) \| (.*) \|$", page, re.MULTILINE)
        for key in re.findall(r"`([^`]+)`", keys)
    }
    told = [*HEADINGS, *rows]
    assert len(told) == len(set(told))
    assert set(leaves()) <= set(told)
    without = {key for key, reason in config_keys().items() if reason is not None}
    containers = {key for key in config_keys() if key not in leaves() and key not in HEADINGS}
    assert set(config_keys()) - set(told) == containers - without
    assert all(key in rows or any(row.startswith(f"{key}.") for row in rows) for key in containers)
    assert {key: reason for key, reason in config_keys().items() if reason is not None} == rows


def test_every_key_says_what_it_is_for() -> None:
    """In the schema, where editors find it."""
    silent = [key for key, rule in key_rules().items() if not ({"description", "x-not-honoured"} & rule.keys())]
    assert silent == []


def test_every_key_with_an_effect_has_an_example() -> None:
    """Which `tests/config/keys.yaml` proves."""
    shown = {key for keys, _ in examples() for key in keys}
    assert {key for key, reason in leaves().items() if reason is None} == shown & set(leaves())
    page = config_reference()
    for keys, config in examples():
        part = page.partition(f"`{keys[0]}`\n")[2].partition("\n## ")[0]
        assert config == yaml.safe_load(part.partition("```yaml\n")[2].partition("```")[0])


def test_examples_are_what_the_schema_allows() -> None:
    """Each of them, whole."""
    schema = json.loads(Path(SCHEMA).read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for keys, config in examples():
        assert [error.message for error in validator.iter_errors(config)] == [], keys


def test_every_option_is_told() -> None:
    """Each command and each of its options is in the reference of the command line, with words about it."""
    page = written_pages()["command-line.md"]
    for name, command in commands.commands.items():
        part = page.partition(f"\n## `sdkgen {name}`\n")[2].partition("\n## ")[0]
        assert part
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("-"):
                    assert re.search(rf"^\|.*`{option}`.* \| \S.* \|$", part, re.MULTILINE), (name, option)


def test_options_in_pages_are_there() -> None:
    """Whatever looks like an option of ours in a page is one, of the command that it stands with."""
    from tests.docs.snippets import snippets

    for page, text in written_pages().items():
        for snippet in snippets(text):
            for name, rest in re.findall(r"^ *(?:- )?(?:run: )?sdkgen (\w+)(.*)$", snippet.text, re.MULTILINE):
                known = {option for parameter in commands.commands[name].params for option in parameter.opts}
                assert set(re.findall(r"(?<=\s)--[a-z-]+", rest)) <= known, (page, snippet.line)


def test_the_page_is_that_of_the_config() -> None:
    """Its name is the one that other pages link to."""
    assert (DOCS / PAGE).exists()
