"""Docstrings from any text are docstrings, and say what the text says."""

from __future__ import annotations

import ast
import subprocess

import black
import pytest
from ruff import find_ruff_bin
from syrupy.assertion import SnapshotAssertion

from generator.python.docstrings import WIDTH, docstring, first_sentence, summary
from tests.unit.python.hostile import HOSTILE_TEXTS

MARKDOWN = """\
A paragraph that is long enough to be filled, since it goes on and on without saying anything at all, as paragraphs in
descriptions do. It has a second sentence.

* an item that is long enough to need a second line when it is wrapped, which hangs below the first word of the item
* another
  that continues
1. numbered

```python
x = {"code":   "kept as it is"}
```

| a | table |
|---|-------|

    indented code   kept

# Heading
Last\ttab."""


def function(doc: str) -> ast.FunctionDef:
    module = ast.parse(f"def f():\n    {doc}\n    return 1\n")
    (definition,) = module.body
    assert isinstance(definition, ast.FunctionDef)
    return definition


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
@pytest.mark.parametrize("write", [docstring, summary])
def test_shape_is_kept(write: object, text: str) -> None:
    """Whatever the text: a function with that docstring has one docstring and its own body, nothing else."""
    written = write(text, 4)  # type: ignore[operator]  # one of the two encoders
    body = function(written).body
    assert len(body) == (2 if written else 1)
    assert isinstance(body[-1], ast.Return)
    if written:
        assert isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        assert isinstance(body[0].value.value, str)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_nothing_invisible_is_left(text: str) -> None:
    """Controls, bidi marks and odd line separators never reach the file."""
    written = docstring(text, 4)
    assert not any(ord(c) < 32 and c != "\n" for c in written)
    assert not any(c in written for c in "\x7f\x85\u200b\u202e\u2028\u2029\u2066\ufeff\ud800")


@pytest.mark.parametrize("text", [t for t in HOSTILE_TEXTS if t.isprintable() and t.split()])
def test_words_survive(text: str) -> None:
    """The words of a printable text are all there, in order."""
    assert ast.get_docstring(function(docstring(text, 4))) is not None
    read = ast.literal_eval(docstring(text, 4)).split()
    assert read == text.split() or read == f"{text}.".split()


def test_width() -> None:
    """Paragraphs are filled up to the width, indentation included."""
    written = docstring(MARKDOWN, 8)
    assert max(len(line) for line in written.split("\n")[1:]) <= WIDTH


def test_markdown(snapshot: SnapshotAssertion) -> None:
    """Paragraphs and items are filled; code, tables and headings stay."""
    assert docstring(MARKDOWN, 4) == snapshot


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("See e.g. this one. Two.", "See e.g. this one."),
        ("Version 1.5 of it", "Version 1.5 of it"),
        ("First\nline goes on.\n\nSecond.", "First line goes on."),
        ("A [link](https://x.example/y) here.", "A link here."),
        ("Options:\n- a\n- b", "Options"),
        ("# Heading\n\nText.", "Heading"),
        ("", ""),
    ],
)
def test_first_sentence(text: str, sentence: str) -> None:
    """The summary is one sentence, without the target of links."""
    assert first_sentence(text) == sentence


def test_formatters_leave_docstrings_alone() -> None:
    """Neither ruff nor black changes anything about what the encoder writes, so they agree on it."""
    docs = [written for text in [*HOSTILE_TEXTS, MARKDOWN] if (written := docstring(text, 4))]
    source = "\n\n".join(f"def f{n}():\n    {doc}\n    return 1\n" for n, doc in enumerate(docs))
    assert black.format_str(source, mode=black.Mode()) == source
    done = subprocess.run(
        [find_ruff_bin(), "format", "--isolated", "--no-cache", "-"],
        input=source.encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == source
