"""JSONPath: that of RFC 9535, which overlays use, and that of JSONPath-Plus, which the transforms of a config use.

The latter is translated: names are quoted, JavaScript's operators become those of the standard, and `^`, which the
standard lacks, is followed here. Nothing is evaluated. What cannot be translated is a `QueryError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

from generator.document.nodes import MapNode
from generator.values import Value


class Selected(Value):
    """A node that a JSONPath selects: the steps that lead to it from the root, and its value."""

    steps: tuple[str | int, ...]
    value: Any


class QueryError(ValueError):
    """A JSONPath that cannot be read."""


LENGTH: Final = 2_000
"""How long a JSONPath-Plus may be."""
DESCENTS: Final = 3
"""How often it may look at everything below."""
MATCHES: Final = 200_000
"""How much it may select."""


def select(root: MapNode, query: str) -> list[Selected]:
    """The nodes that a JSONPath selects, in document order. Raises `QueryError`."""
    return _found(root, query, strict=True)


def select_plus(root: MapNode, query: str) -> list[Selected]:
    """The nodes that a JSONPath-Plus selects. Raises `QueryError`, also where it asks for too much."""
    found = [Selected((), root)]
    for part in _parts(query):
        if part == _PARENT:
            parents = {selected.steps[:-1]: None for selected in found if selected.steps}
            found = [Selected(steps, reached(root, steps)) for steps in parents]
        else:
            found = [
                Selected((*start.steps, *below.steps), below.value)
                for start in found
                for below in _found(start.value, part, strict=False)
            ]
        if len(found) > MATCHES:
            raise _TOO_MUCH
    return list({selected.steps: selected for selected in found}.values())


def destination(query: str) -> tuple[str, str | int]:
    """Where a JSONPath-Plus leads that ends with a name: the path of what holds it, and the name.

    Raises `QueryError` where it ends with anything else.
    """
    segments = list(_segments(query))
    last = _NAME.fullmatch(segments[-1]) if segments and _PARENT not in segments else None
    if last is None:
        raise QueryError("it has to end with one name")
    name: str | int = json.loads(last[1])
    return "$" + "".join(segments[:-1]), name


def reached(root: Any, steps: tuple[str | int, ...]) -> Any:
    """The node that steps lead to."""
    for step in steps:
        root = root[step]
    return root


def _found(node: Any, query: str, *, strict: bool) -> list[Selected]:
    from jsonpath import JSONPathEnvironment, JSONPathError  # noqa: PLC0415 # most runs have no overlay and need not wait

    class Environment(JSONPathEnvironment):
        max_recursion_depth = 1000  # deeper than any document that was loaded

    environment = Environment(strict=strict)
    if not strict:
        environment.function_extensions["search"] = _search
    try:
        matches = environment.finditer(query, node)
        found = [Selected(match.parts, match.obj) for match in (matches if strict else islice(matches, MATCHES + 1))]
    except JSONPathError as error:
        raise QueryError(str(error).partition("\n")[0]) from error
    return list({selected.steps: selected for selected in found}.values())


_TOO_MUCH: Final = QueryError(f"it selects more than {MATCHES:,} nodes")
_PARENT: Final = "^"
_NAME: Final = re.compile(r"\[(\"(?:[^\"\\]|\\.)*\"|\d+)\]")
_LAST: Final = re.compile(r"\(\s*@\.length\s*-\s*(\d+)\s*\)")
_INDEX: Final = re.compile(r"-?\d*(\s*:\s*-?\d*){0,2}")


def _parts(query: str) -> Iterator[str]:
    """The path in pieces that the standard has words for, and what is between them."""
    part, descents = "$", 0
    for segment in _segments(query):
        descents += segment.count("..")
        if descents > DESCENTS:
            raise QueryError(f"it looks at everything below more than {DESCENTS} times")
        if segment == _PARENT:
            if part != "$":
                yield part
            yield _PARENT
            part = "$"
        else:
            part += segment
    if part != "$" or query.strip() == "$":
        yield part


def _segments(query: str) -> Iterator[str]:
    """Each step of a path as RFC 9535 writes it, and `^`."""
    text = query.strip()
    if len(text) > LENGTH:
        raise QueryError(f"it has more than {LENGTH:,} characters")
    if not text:
        raise QueryError("it is empty")
    at = 1 if text.startswith("$") else 0
    if at == 0 and text[0] not in ".[":
        text = f".{text}"
    while at < len(text):
        if text[at] == _PARENT:
            yield _PARENT
            at += 1
            continue
        if text[at] == "~":
            raise QueryError("it selects names (`~`), which cannot be changed")
        dots = 2 if text.startswith("..", at) else 1 if text[at] == "." else 0
        at += dots
        below = ".." if dots == 2 else ""
        if at < len(text) and text[at] == "[" and dots != 1:
            end = _closing(text, at)
            yield f"{below}[{_selectors(text[at + 1 : end].strip())}]"
            at = end + 1
        elif dots:
            end = _end_of_name(text, at)
            yield below + _member(text[at:end])
            at = end
        else:
            raise QueryError(f'"{text[at:]}" is no step')


def _end_of_name(text: str, at: int) -> int:
    while at < len(text) and text[at] not in ".[^~":
        at += 1
    return at


def _member(name: str) -> str:
    if name == "*":
        return "[*]"
    if not name or "(" in name:
        raise QueryError(f'"{name}" is no name')
    return f"[{_quoted(name.removeprefix('`'))}]"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _closing(text: str, at: int) -> int:
    """The bracket that closes the one at a position; those in quotes do not count."""
    depth, quote = 0, ""
    while at < len(text):
        char = text[at]
        if quote:
            if char == "\\":
                at += 1
            elif char == quote:
                quote = ""
        elif char in "'\"":
            quote = char
        elif char == "/" and (regex := _REGEX.match(text, at)) and text[:at].rstrip()[-1:] in ("(", "?"):
            at = regex.end() - 1
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    raise QueryError("a bracket is not closed")


def _selectors(content: str) -> str:
    """What stands in brackets."""
    if content.startswith("?"):
        return f"?({_Filter(content[1:]).translated()})"
    if last := _LAST.fullmatch(content):
        return f"-{last[1]}"
    return ",".join(_selector(one.strip()) for one in _listed(content))


def _selector(text: str) -> str:
    if text == "*" or (text and _INDEX.fullmatch(text)):
        return text
    if text[:1] in ("'", '"') and text.endswith(text[0]) and len(text) > 1:
        return _quoted(_unquoted(text))
    if not text or not re.fullmatch(r"[^\s()\[\]'\"@?]+", text):
        raise QueryError(f'"{text}" is no selector')
    return _quoted(text)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _listed(content: str) -> list[str]:
    """Selectors with commas between them."""
    return re.findall(r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,'"])+""", content) or [content]


_REGEX: Final = re.compile(r"/((?:[^/\\\n]|\\.)+)/([a-z]*)")
_STRING: Final = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_TOKEN: Final = re.compile(
    rf"""\s*(?:
        (?P<string>{_STRING})
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<compare>===|!==|==|!=|<=|>=|<|>)
      | (?P<logic>&&|\|\||!|\(|\))
      | (?P<key>@property\b)
      | (?P<path>@(?:\??\.?\[\s*(?:{_STRING}|\d+)\s*\]|\??\.(?![\w$-]+\s*\()[\w$-]+)*)
      | (?P<word>true\b|false\b|null\b|undefined\b)
      | (?P<regex>/(?:[^/\\\n]|\\.)+/[a-z]*)
    )""",
    re.VERBOSE,
)
_CALL: Final = re.compile(r"\s*\??\.(match|test|includes|startsWith|endsWith)\(\s*")
_PATH_STEP: Final = re.compile(rf"\[\s*({_STRING}|\d+)\s*\]|\.([\w$-]+)")


class _Filter:
    """A condition in JavaScript, as far as configs use it, in the words of the standard."""

    def __init__(self, text: str) -> None:
        self._text = text.strip()
        self._at = 0

    def translated(self) -> str:
        """The condition. Raises `QueryError`."""
        pieces: list[tuple[str, str]] = []
        while self._text[self._at :].strip():
            pieces.append(self._piece())
        if not pieces:
            raise QueryError("a condition is empty")
        return " ".join(
            _truth(text) if kind == "path" and not _is_compared(pieces, index) else text
            for index, (kind, text) in enumerate(pieces)
        )

    def _piece(self) -> tuple[str, str]:
        """The next thing: its kind, and its translation."""
        found = _TOKEN.match(self._text, self._at)
        if found is None or found.lastgroup is None:
            raise QueryError(f'"{self._text[self._at :].strip()}" in a condition is not understood')
        kind, text = found.lastgroup, found[found.lastgroup]
        self._at = found.end()
        if kind == "regex":
            return "test", self._test(text)
        if kind in ("path", "key"):
            subject = "#" if kind == "key" else _path(text)
            if call := _CALL.match(self._text, self._at):
                self._at = call.end()
                return "test", self._called(subject, call[1])
            return kind, subject
        if kind == "compare":
            return kind, {"===": "==", "!==": "!="}.get(text, text)
        return kind, _quoted(_unquoted(text)) if kind == "string" else text

    def _test(self, regex: str) -> str:
        """`/pattern/.test(subject)`."""
        call = _CALL.match(self._text, self._at)
        if call is None or call[1] != "test":
            raise QueryError(f"nothing is tested by {regex}")
        self._at = call.end()
        kind, subject = self._piece()
        self._close()
        if kind not in ("path", "key"):
            raise QueryError(f"{regex} tests nothing of a node")
        return f"search({subject}, {_pattern(regex)})"

    def _called(self, subject: str, method: str) -> str:
        """What a method of a node's text or list says."""
        kind, argument = ("regex", "") if (regex := _REGEX.match(self._text, self._at)) else self._piece()
        if regex:
            argument, self._at = regex[0], regex.end()
        self._close()
        if method == "match" and kind == "regex":
            return f"search({subject}, {_pattern(argument)})"
        if method == "includes" and kind in ("string", "number"):
            return f"{subject} contains {argument}"
        if method in ("startsWith", "endsWith") and kind == "string":
            text = re.escape(json.loads(argument))
            return f"search({subject}, {_quoted(f'^{text}' if method == 'startsWith' else f'{text}$')})"
        raise QueryError(f"`{method}` in a condition is not understood")

    def _close(self) -> None:
        rest = self._text[self._at :]
        if not rest.lstrip().startswith(")"):
            raise QueryError("a parenthesis is not closed")
        self._at = len(self._text) - len(rest.lstrip()) + 1


def _path(text: str) -> str:
    """What a path from the node leads to, or how long that is."""
    steps = [name or (index if index.isdigit() else _unquoted(index)) for index, name in _PATH_STEP.findall(text)]
    bare = _PATH_STEP.sub("", text.replace("?", ""))
    if bare != "@":
        raise QueryError(f'"{text}" in a condition is not understood')
    measured = len(steps) > 1 and steps[-1] == "length"
    path = "@" + "".join(f"[{step if step.isdigit() else _quoted(step)}]" for step in steps[: -1 if measured else None])
    return f"length({path})" if measured else path


def _is_compared(pieces: list[tuple[str, str]], index: int) -> bool:
    return any(kind == "compare" for kind, _ in (*pieces[max(index - 1, 0) : index], *pieces[index + 1 : index + 2]))


def _truth(path: str) -> str:
    """That a path leads to something that is true in JavaScript, and not only there."""
    return f"({path} && {path} != false && {path} != null && {path} != '' && {path} != 0)"


def _pattern(regex: str) -> str:
    """A regular expression as a text."""
    body, _, flags = regex[1:].rpartition("/")
    pattern = f"(?i){body}" if "i" in flags else body
    try:
        _matcher(pattern)
    except ValidationError as error:
        raise QueryError(f"{regex} is no pattern that can be searched for in one pass") from error
    return _quoted(pattern)


@cache
def _matcher(pattern: str) -> Draft202012Validator:
    """Searches for a pattern in a time that grows with the text only, whatever the pattern is."""
    return Draft202012Validator({"pattern": pattern}, pattern_options=RegexOptions())


def _search(text: object, pattern: object) -> bool:
    return isinstance(text, str) and isinstance(pattern, str) and _matcher(pattern).is_valid(text)
