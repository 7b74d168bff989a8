"""Reading YAML and JSON files into nodes with places. The only module that knows a YAML library.

The nodes are built straight from the C parser's events: composing the library's own node tree first costs several times
as much and refuses documents that YAML 1.2 allows. Scalars follow the core schema of YAML 1.2, so dates and `no` stay
strings.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final

import yaml
import yaml.cyaml

from generator.diagnostics import Code, Diagnostic, Diagnostics, Related, Severity, UnusableInput, register
from generator.document.json_text import MAX_DIGITS, NotJsonError, read_json
from generator.document.nodes import FIRST_COLUMN, FIRST_LINE, ListNode, MapNode, Sources, kind_of
from generator.document.other_formats import refuse_bytes, refuse_text, refuse_unread
from generator.ledger import Ledger
from generator.source import Location, pointer_join
from generator.values import Value

NOT_FOUND = register("file-not-found", Severity.ERROR, "The input file does not exist.")
UNREADABLE = register("file-unreadable", Severity.ERROR, "The input is a folder, or a file that may not be read.")
TOO_LARGE = register("document-too-large", Severity.ERROR, "The input is larger than the limit.")
INVALID_UTF8 = register(
    "invalid-utf8", Severity.WARNING, "The input is not all in UTF-8; bytes that are not are read as Windows-1252."
)
INVALID_CHARACTER = register(
    "invalid-character", Severity.WARNING, "A control character, or half of a character, stands in the input."
)
EMPTY = register("empty-document", Severity.ERROR, "The input holds nothing, or nothing but comments.")
SYNTAX = register("yaml-syntax", Severity.ERROR, "The input is neither YAML nor JSON.")
NOT_A_MAPPING = register("not-a-mapping", Severity.ERROR, "The root of the input is a scalar or a list.")
TOO_DEEP = register("too-deep", Severity.ERROR, "The input nests deeper than the limit.")
ALIAS_BOMB = register("alias-bomb", Severity.ERROR, "Aliases blow the input up to more nodes than the limit.")
UNKNOWN_ALIAS = register(
    "unknown-alias", Severity.WARNING, "An alias names no anchor, or one that it stands inside of; it is null."
)
DUPLICATE_KEY = register("duplicate-key", Severity.WARNING, "A mapping has a key twice; the last one counts.")
INVALID_KEY = register(
    "invalid-key", Severity.WARNING, "The key of a mapping is itself a list or a mapping; it is left out."
)
INVALID_MERGE = register("invalid-merge", Severity.WARNING, "A merge key `<<` holds something other than mappings.")
SEVERAL_DOCUMENTS = register(
    "several-documents", Severity.WARNING, "The file holds several documents; the first counts."
)
UNKNOWN_TAG = register("unknown-tag", Severity.WARNING, "A YAML tag outside the core schema, or one that does not fit.")
NUMBER_TOO_LONG = register("number-too-long", Severity.WARNING, "A number with absurdly many digits is read as text.")

STDIN: Final = "-"
_STDIN_NAME: Final = "<stdin>"


class Limits(Value):
    """What a file may cost: its size in bytes, its depth, and the nodes it has once its aliases are written out.

    Real documents are some 20 levels deep. The limit leaves later stages room to walk what was read by recursion.
    """

    size: int = 64 * 1024 * 1024
    depth: int = 100
    nodes: int = 3_000_000


class Losses(Value):
    """Where a file's defects go that cost something: each is reported, and entered in the ledger."""

    diagnostics: Diagnostics
    ledger: Ledger

    def approximated(self, code: Code, message: str, location: Location, *, subject: str, hint: str | None) -> None:
        """Something is read as what it is not quite."""
        self.diagnostics.report(code, message, location, hint=hint)
        self.ledger.approximated("file", subject, message, location)

    def dropped(
        self, code: Code, message: str, location: Location, *, subject: str, related: tuple[Related, ...] = ()
    ) -> None:
        """Something is left out."""
        self.diagnostics.report(code, message, location, related=related)
        self.ledger.dropped("file", subject, message, location)


class LoadedFile(Value):
    """A file as nodes. `aliased` tells that some node stands in several places of the tree.

    `url` is where it was got from, None for a file of this machine.
    """

    name: str
    root: MapNode
    aliased: bool
    from_stdin: bool
    url: str | None = None


def load(
    path: str,
    *,
    sources: Sources,
    diagnostics: Diagnostics,
    ledger: Ledger,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
) -> LoadedFile:
    """Read a file, or `stdin` for the path `-`. Raises `UnusableInput` where no mapping can be read from it."""
    limits = limits or Limits()
    name = _STDIN_NAME if path == STDIN else path
    content = _read(path, name, limits, stdin)
    losses = Losses(diagnostics, ledger)
    return _loaded(_Input(name, name, from_stdin=path == STDIN), content, sources, losses, limits)


def load_fetched(
    url: str,
    content: bytes,
    kept: Path,
    *,
    name: str,
    sources: Sources,
    diagnostics: Diagnostics,
    ledger: Ledger,
    limits: Limits,
) -> LoadedFile:
    """Read what came from `url` and is kept in a file. Raises `UnusableInput` where no mapping can be read from it."""
    return _loaded(_Input(name, str(kept), url=url), content, sources, Losses(diagnostics, ledger), limits)


class _Input(Value):
    """What a file is called, where it is, and where it came from."""

    name: str
    path: str
    from_stdin: bool = False
    url: str | None = None


def _loaded(given: _Input, content: bytes, sources: Sources, losses: Losses, limits: Limits) -> LoadedFile:
    name = given.name
    refuse_bytes(content, name)
    text = _decode(content, name, losses)
    base = sources.add(given.path, text, name=None if given.url is None else name)
    refuse_text(text, name)
    first_place = base + FIRST_LINE + FIRST_COLUMN
    text = _mended(text, sources, first_place, losses)
    try:
        root, aliased = read_json(text, first_place, sources.written, resolve_plain, depth=limits.depth), False
    except NotJsonError:
        builder = _Builder(first_place, sources, losses, limits)
        root, aliased = _of_yaml(text, name, builder, sources), builder.aliased
    return LoadedFile(name, root, aliased, given.from_stdin, given.url)


def _of_yaml(text: str, name: str, builder: _Builder, sources: Sources) -> MapNode:
    try:
        root = builder.build(text)
    except UnusableInput:
        refuse_unread(text, name)
        raise
    if root is None:
        raise _unusable(EMPTY, "the file holds nothing", Location(name, 1, 1))
    if not isinstance(root, MapNode):
        refuse_unread(text, name)
        message = f"the file holds {kind_of(root)} where a mapping is needed"
        raise _unusable(NOT_A_MAPPING, message, sources.location(builder.root_place, ""))
    return root


def _unusable(code: Code, message: str, location: Location | None = None, hint: str | None = None) -> UnusableInput:
    return UnusableInput(Diagnostic(code, message, location, hint))


def _read(path: str, name: str, limits: Limits, stdin: BinaryIO | None) -> bytes:
    try:
        if path == STDIN:
            content = stdin.read(limits.size + 1) if stdin else b""
        else:
            with Path(path).open("rb") as file:
                content = file.read(limits.size + 1)
    except FileNotFoundError:
        raise _unusable(NOT_FOUND, f"there is no file {path}") from None
    except (OSError, ValueError) as error:  # ValueError: the path holds a NUL
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _unusable(UNREADABLE, f"{path} cannot be read: {reason}") from error
    if len(content) > limits.size:
        raise _unusable(TOO_LARGE, f"{name} is larger than {limits.size // (1024 * 1024)} MB")
    return content


def _decode(content: bytes, name: str, losses: Losses) -> str:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = content.decode("utf-8-sig", _AS_WINDOWS_1252)
        before = content[: error.start].decode("utf-8-sig", "replace")
        location = Location(name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        message = f"byte 0x{content[error.start]:02x} is not valid UTF-8; it is read as Windows-1252"
        losses.approximated(INVALID_UTF8, message, location, subject="text", hint="save the file as UTF-8")
        return text


_MARKS: Final = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""What a file in another encoding of Unicode begins with; the longer ones come first."""
_AS_WINDOWS_1252: Final = "sdkgen-windows-1252"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


codecs.register_error(_AS_WINDOWS_1252, _as_windows_1252)


# JSON writes a character beyond the basic plane as two escapes, which YAML knows as one. An even number of backslashes
# before them is text. Only JSON is rewritten: its strings are the only place where an escape can stand.
_SURROGATES = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u(?:([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|[dD][89a-fA-F][0-9a-fA-F]{2})"
)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""What hardly any file has, and is found at once."""
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _mended(text: str, sources: Sources, first_place: int, losses: Losses) -> str:
    """The text as YAML can be read from it: no character in it that may not stand in a file, and escapes of YAML's."""

    def report(found: re.Match[str], message: str) -> None:
        line = text.count("\n", 0, found.start())
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1)
        location = sources.location(first_place + line * FIRST_LINE + column, "")
        hint = "write it as an escape in a quoted string"
        losses.approximated(INVALID_CHARACTER, message, location, subject="character", hint=hint)

    def as_space(found: re.Match[str]) -> str:
        report(found, f"the control character U+{ord(found[0]):04X} may not stand in a file; it is read as a space")
        return " "

    def as_yaml_escape(found: re.Match[str]) -> str:
        if found[2] is None:
            report(found, f"{found[0][len(found[1]) :]} is half of a character; it is read as U+FFFD")
            return f"{found[1]}\\ufffd"
        high, low = int(found[2], 16), int(found[3], 16)
        return f"{found[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"

    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub(as_space, text)
    if text.lstrip().startswith(("{", "[")) and _SURROGATE.search(text):
        text = _SURROGATES.sub(as_yaml_escape, text)
    return text


# YAML 1.2, core schema. The first character decides for nearly every scalar that it is a string.
_MAYBE_SPECIAL = frozenset("-+.0123456789~nNtTfF")
_WORDS: Final[dict[str, Any]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CORE_TAG = "tag:yaml.org,2002:"


def resolve_plain(text: str) -> Any:
    """The value of a plain scalar by the core schema of YAML 1.2."""
    if text and text[0] not in _MAYBE_SPECIAL:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > MAX_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text, 0 if text[:2] in ("0o", "0x") else 10)
    return float(text) if _FLOAT.fullmatch(text) else text


class _Anchor:
    """What an anchor names: a node, how many nodes it holds when written out, and how many levels."""

    __slots__ = ("height", "nodes", "value")

    def __init__(self, value: Any, nodes: int, height: int) -> None:
        self.value = value
        self.nodes = nodes
        self.height = height


class _Frame:
    """An open container: what it is the value of, its anchor, and what had been counted when it was opened."""

    __slots__ = ("anchor", "count", "height", "key", "key_place", "node")

    def __init__(self, node: MapNode | ListNode, anchor: str | None, count: int) -> None:
        self.node = node
        self.anchor = anchor
        self.count = count
        self.height = 0
        self.key: str | None = None
        self.key_place = 0


# Stand for the merge key inside an open mapping, and for a key that is left out with its value: no text equals them.
_MERGE: Final = "<<\ud800"
_LEFT_OUT: Final = "\ud800"


class _Builder:
    """Turns the event stream of one file into nodes, without recursion."""

    def __init__(self, first_place: int, sources: Sources, losses: Losses, limits: Limits) -> None:
        self._first_place = first_place
        self.aliased = False
        self._sources = sources
        self._losses = losses
        self._limits = limits
        self._documents = ListNode(self._first_place)
        self._frame = _Frame(self._documents, None, 0)
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchor | None] = {}  # None: the node it names is still open
        self._count = 0
        self._is_read = False

    def build(self, text: str) -> Any:
        """The root node of the first document; None where there is none."""
        # Kept here alone: a builder that held them would be held by them, and all nodes by it.
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._mapping_end,
            yaml.SequenceEndEvent: self._close,
            yaml.DocumentStartEvent: self._document,
        }
        try:
            next_event = yaml.cyaml.CSafeLoader(text).get_event
            while (kind := (event := next_event()).__class__) is not yaml.StreamEndEvent and not self._is_read:
                if handler := handlers.get(kind):
                    handler(event)
        except yaml.MarkedYAMLError as error:
            raise self._syntax_error(error) from None
        return next(iter(self._documents), None)

    @property
    def root_place(self) -> int:
        """Where the first document begins."""
        return self._documents.places[0]

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> UnusableInput:
        mark = error.problem_mark or error.context_mark
        place = self._place(mark) if mark else self._first_place
        related: tuple[Related, ...] = ()
        if error.context and error.context_mark and self._place(error.context_mark) != place:
            related = (Related(error.context, self._sources.location(self._place(error.context_mark), "")),)
        location = self._sources.location(place, "")
        return UnusableInput(Diagnostic(SYNTAX, error.problem or "not YAML", location, related=related))

    def _place(self, mark: Any) -> int:
        return self._first_place + mark.line * FIRST_LINE + mark.column  # type: ignore[no-any-return] # a mark is untyped

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._anchors.clear()
        if self._frame.node:
            location = self._sources.location(self._place(event.start_mark), "")
            message = "a second document starts here; only the first is read"
            self._losses.dropped(SEVERAL_DOCUMENTS, message, location, subject="document")
            self._is_read = True

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        frame = self._frame
        mark: Any = event.start_mark
        place = self._first_place + mark.line * FIRST_LINE + mark.column
        if frame.key is None and frame.node.__class__ is MapNode:
            self._key(event, place)
            return
        value: Any = event.value
        if event.tag is not None and event.tag != "!":
            value = self._tagged(event.tag, value, place)
        elif event.implicit[0] and (not value or value[0] in _MAYBE_SPECIAL):
            value = self._plain(value, place)
            if value is not event.value:
                self._sources.written[frame.key_place if frame.key else place] = event.value
        self._count += 1
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(value, 1, 0)
        self._attach(value, place)

    def _plain(self, text: str, place: int) -> Any:
        if len(text) > MAX_DIGITS and _FLOAT.fullmatch(text):
            message = f"a number of {len(text)} characters is read as text"
            location = self._location(place)
            self._losses.approximated(NUMBER_TOO_LONG, message, location, subject="number", hint=None)
        return resolve_plain(text)

    def _tagged(self, tag: str, text: str, place: int) -> Any:
        kind = tag.removeprefix(_CORE_TAG)
        if kind == "str":
            return text
        value = resolve_plain(text)
        if kind == "float" and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        expected = _SCALAR_TAGS.get(kind) if tag.startswith(_CORE_TAG) else None
        if expected is None or type(value) is not expected:
            self._ignore_tag(tag, place)
        return value

    def _ignore_tag(self, tag: str, place: int) -> None:
        self._losses.dropped(UNKNOWN_TAG, f"the tag {tag} is ignored here", self._location(place), subject="tag")

    def _key(self, event: yaml.ScalarEvent, place: int) -> None:
        frame = self._frame
        key: str = event.value
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(key, 1, 0)
        if key == "<<" and event.implicit[0]:
            key = _MERGE
        elif key in frame.node:
            self._report_duplicate(frame, key, place)
        frame.key = key
        frame.key_place = place

    def _report_duplicate(self, frame: _Frame, key: str, place: int) -> None:
        assert isinstance(frame.node, MapNode)
        first = self._sources.location(frame.node.places[key], self._pointer(key))
        location = self._sources.location(place, self._pointer(key))
        related = (Related("first written", first),)
        message = f'the key "{key}" is there twice; the last one counts'
        self._losses.dropped(DUPLICATE_KEY, message, location, subject="key", related=related)

    def _alias(self, event: yaml.AliasEvent) -> None:
        place = self._place(event.start_mark)
        anchor = self._anchors.get(event.anchor or "")
        if anchor is None:
            anchor = self._report_unknown(event, place)
        self.aliased = True
        self._count += anchor.nodes
        if self._count > self._limits.nodes:
            message = f"aliases blow the file up to more than {self._limits.nodes:,} nodes"
            raise _unusable(ALIAS_BOMB, message, self._location(place))
        if len(self._stack) + anchor.height > self._limits.depth:
            raise self._too_deep(place)
        frame = self._frame
        if isinstance(anchor.value, MapNode | ListNode):
            frame.height = max(frame.height, anchor.height)
        if frame.key is None and isinstance(frame.node, MapNode):
            self._alias_key(anchor.value, place)
        else:
            self._attach(anchor.value, place)

    def _report_unknown(self, event: yaml.AliasEvent, place: int) -> _Anchor:
        """What an alias stands for that stands for nothing."""
        why = "stands inside the node it names" if event.anchor in self._anchors else "names no anchor"
        message = f"the alias *{event.anchor} {why}; it is read as null"
        self._losses.dropped(UNKNOWN_ALIAS, message, self._location(place), subject="alias")
        return _Anchor(None, 1, 0)

    def _leave_out(self, key: Any, place: int) -> None:
        """Take something for a key that can be none; its value will be left out with it."""
        message = f"a key is {kind_of(key)}; it is left out, with its value"
        self._losses.dropped(INVALID_KEY, message, self._location(place), subject="key")
        self._frame.key, self._frame.key_place = _LEFT_OUT, place

    def _alias_key(self, value: Any, place: int) -> None:
        if not isinstance(value, str):
            self._leave_out(value, place)
            return
        if value in self._frame.node:
            self._report_duplicate(self._frame, value, place)
        self._frame.key = value
        self._frame.key_place = place

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open(MapNode(self._container_place(event)), event)

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._open(ListNode(self._container_place(event)), event)

    def _container_place(self, event: yaml.CollectionStartEvent) -> int:
        # A reader looks for a value where its key is; a block mapping itself starts on the line below.
        frame = self._frame
        return self._place(event.start_mark) if frame.key is None else frame.key_place

    def _open(self, node: MapNode | ListNode, event: yaml.CollectionStartEvent) -> None:
        frame = self._frame
        if len(self._stack) >= self._limits.depth:
            raise self._too_deep(node.place)
        if event.tag is not None and event.tag not in _CONTAINER_TAGS[type(node)]:
            self._ignore_tag(event.tag, node.place)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(frame)
        self._frame = _Frame(node, event.anchor, self._count)

    def _mapping_end(self, event: yaml.MappingEndEvent) -> None:
        node = self._frame.node
        if _LEFT_OUT in node:
            assert isinstance(node, MapNode)
            del node[_LEFT_OUT], node.places[_LEFT_OUT]
        if _MERGE in node:
            assert isinstance(node, MapNode)
            self._merge(node)
        self._close(event)

    def _merge(self, node: MapNode) -> None:
        """Apply the merge key: keys of the merged mappings count where the mapping lacks them, earlier ones first."""
        value, place = node.pop(_MERGE), node.places.pop(_MERGE)
        for merged in value if isinstance(value, ListNode) else [value]:
            if not isinstance(merged, MapNode):
                message = f"the merge key `<<` holds {kind_of(merged)}, not a mapping"
                self._losses.dropped(INVALID_MERGE, message, self._location(place), subject="key")
                continue
            for key in merged:
                if key not in node:
                    node.put(key, merged[key], merged.places[key])

    def _close(self, _event: object) -> None:
        frame = self._frame
        self._frame = outer = self._stack.pop()
        self._count += 1
        height = frame.height + 1
        outer.height = max(outer.height, height)
        if frame.anchor:
            self._anchors[frame.anchor] = _Anchor(frame.node, self._count - frame.count, height)
        if outer.key is None and outer.node.__class__ is MapNode:
            self._leave_out(frame.node, frame.node.place)
        else:
            self._attach(frame.node, frame.node.place)

    def _attach(self, value: Any, place: int) -> None:
        frame = self._frame
        node = frame.node
        if node.__class__ is MapNode:
            key = frame.key
            node[key] = value  # type: ignore[index] # the class test above is quicker than the one mypy knows
            node.places[key] = frame.key_place  # type: ignore[index] # likewise
            frame.key = None
        else:
            node.append(value)  # type: ignore[union-attr] # likewise
            node.places.append(place)  # type: ignore[union-attr] # likewise

    def _too_deep(self, place: int) -> UnusableInput:
        return _unusable(TOO_DEEP, f"the file nests more than {self._limits.depth} levels deep", self._location(place))

    def _location(self, place: int) -> Location:
        return self._sources.location(place, self._pointer())

    def _pointer(self, *keys: str) -> str:
        """The pointer of the open container, or of a key in it."""
        steps: list[str | int] = [frame.key if frame.key is not None else len(frame.node) for frame in self._stack[1:]]
        return pointer_join("", *steps, *keys)


_SCALAR_TAGS: Final[dict[str, type]] = {"int": int, "float": float, "bool": bool, "null": type(None)}
_CONTAINER_TAGS: Final[dict[type, tuple[str, ...]]] = {
    MapNode: ("!", _CORE_TAG + "map"),
    ListNode: ("!", _CORE_TAG + "seq"),
}
