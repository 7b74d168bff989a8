"""The reference of the SDK config: made from its JSON Schema, with the examples of `tests/config/keys.yaml`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any, Final

import yaml

from generator.render.docs.site import slug
from tests.support.config_keys import SCHEMA, key_cases, key_rules, merged

PAGE: Final = "config-reference.md"
_HEAD: Final = """\
<!-- Made by `make docs-pages` from generator/config/schema.json and tests/config/keys.yaml. Do not edit. -->
# Config reference

Every key that the SDK config knows: what its value may be, what it does, and an example with what that changes in the
package. [The config](config.md) says how a file is found and read. In names of keys, `*` stands for a name that you
choose, and the keys of what a list holds stand below the list's own key.

Each example is a whole config. A test makes two packages of [one small document](../tests/config/spec.yaml), with the
key and without it, and looks for the difference that is told below the example. A key that is not on this page is
reported as unknown, and ignored.
"""
_WITHOUT_EFFECT: Final = """\
## Keys without an effect

They are known, so that a complete `stainless.yml` can be used as it is. Each is in the ledger where a config has it,
with the reason.

| key | why |
| --- | --- |
"""
_KINDS: Final = {"string": "text", "integer": "an integer", "number": "a number", "boolean": "`true` or `false`"}
_PARTS: Final = (("shows", "has"), ("hides", "no longer has"))


@cache
def config_reference() -> str:
    """The page."""
    parts = [_HEAD]
    for section, keys in groupby(_told(), key=_section):
        parts.append(f"## `{section}`\n")
        parts += (_entry(key, rule) for key, rule in keys)
    return "\n".join([*parts, _WITHOUT_EFFECT + "".join(_reasons())])


def examples() -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The configs on the page, with the keys that each is an example of."""
    for case in key_cases():
        yield tuple(case["keys"]), merged(case.get("beside", {}), case["config"])


def _told() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The keys that have an effect, or others below them that have one."""
    rules = key_rules()
    for key, rule in rules.items():
        below = [other for path, other in rules.items() if path.startswith(f"{key}.")]
        if "x-not-honoured" not in rule and (not below or any("x-not-honoured" not in other for other in below)):
            yield key, rule


def _section(told: tuple[str, Mapping[str, Any]]) -> str:
    """What a key stands under on the page: its first word, and with our own the second one, too."""
    words = told[0].split(".")
    return ".".join(words[:2]) if words[0] == "sdkgen" else words[0]


def _entry(key: str, rule: Mapping[str, Any]) -> str:
    title = "" if key == _section((key, rule)) else f"### `{key}`\n\n"
    case = _case_of(key)
    own = "" if case is None else _see(key, case) or _example(case)
    return f"{title}{_sentence(_kind(rule))} {rule.get('description', '')}\n{own}"


def _see(key: str, case: Mapping[str, Any]) -> str:
    """Where the example stands, if an earlier key has it already."""
    first = case["keys"][0]
    return "" if first == key else f"\nExample: at [`{first}`](#{slug(first)}).\n"


def _example(case: Mapping[str, Any]) -> str:
    written = _yaml(merged(case.get("beside", {}), case["config"]))
    return f"\n```yaml\n{written}```\n{_files(case)}{_effect(case)}"


def _files(case: Mapping[str, Any]) -> str:
    """Hand-written code that an example builds on; where earlier ones do so, too, it stands at the first of them."""
    files = case.get("files", {})
    first = next(other for other in key_cases() if other.get("files", {}) == files)
    if first is not case:
        key = first["keys"][0]
        return (
            f"\nBeside it, as at [`{key}`](#{slug(key)}): {', '.join(f'`{path}`' for path in files)}.\n"
            if files
            else ""
        )
    return "".join(f"\n`{path}` beside it:\n\n```python\n{text}```\n" for path, text in files.items())


def _effect(case: Mapping[str, Any]) -> str:
    lines = [f"`{path}` {verb} `{text}`" for part, verb in _PARTS for path, text in case.get(part, {}).items()]
    lines += [f"the ledger has `{key}`" for key in case.get("enters", ())]
    lines += [f"this is reported: `{finding}`" for finding in case.get("finds", ())]
    lines += [f"this is not reported any more: `{finding}`" for finding in case.get("silences", ())]
    return f"\nWith it, {'; '.join(lines)}.\n" if lines else ""


def _reasons() -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for key, rule in key_rules().items():
        if "x-not-honoured" in rule:
            reasons.setdefault(rule["x-not-honoured"], []).append(f"`{key}`")
    yield from (f"| {', '.join(keys)} | {reason} |\n" for reason, keys in reasons.items())


def _case_of(key: str) -> Mapping[str, Any] | None:
    return next((case for case in key_cases() if key in case["keys"]), None)


class _Plain(yaml.SafeDumper):
    """Writes YAML as people do: what occurs twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        """Whether something is never an alias."""
        return True


def _yaml(config: Any) -> str:
    text: str = yaml.dump(config, Dumper=_Plain, sort_keys=False, width=110, allow_unicode=True)
    return text


# What a value may be, in words


def _sentence(kind: str) -> str:
    return f"{kind[0].upper()}{kind[1:]}."


def _kind(rule: Mapping[str, Any]) -> str:
    forms = list(dict.fromkeys(_forms(rule)))
    return " or ".join(forms) or "anything"


def _forms(rule: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in rule:
        yield from _forms(_definition(rule["$ref"]))
        return
    if "enum" in rule:
        yield f"one of {', '.join(_word(value) for value in rule['enum'] if value is not None)}"
        return
    if "then" in rule or "else" in rule:
        yield from _branches(rule)
        return
    said = rule.get("type", "object" if "properties" in rule else ())
    for kind in [said] if isinstance(said, str) else said:
        yield from _form(kind, rule)


def _branches(rule: Mapping[str, Any]) -> Iterator[str]:
    """The forms of a rule that depends on what it is given."""
    given = rule.get("if", {})
    if "type" in given:
        yield from _forms({**given, **rule.get("then", {})} if "$ref" not in rule.get("then", {}) else rule["then"])
        yield from _forms(rule.get("else", {}))
        return
    yield from _forms({key: value for key, value in rule.items() if key not in ("if", "then", "else")})


def _form(kind: str, rule: Mapping[str, Any]) -> Iterator[str]:
    if kind == "null":
        return
    if kind == "array":
        inner = _kind(rule.get("items", {}))
        yield f"a list ({inner} each)" if inner != "anything" else "a list"
    elif kind == "object":
        free = rule.get("additionalProperties") or next(iter(rule.get("patternProperties", {}).values()), None)
        inner = _kind(free) if isinstance(free, Mapping) else "anything"
        plain = "properties" in rule or inner == "anything"
        yield "a mapping" if plain else f"a mapping of names ({inner} each)"
    else:
        yield _KINDS[kind]


def _word(value: Any) -> str:
    return f"`{json.dumps(value) if isinstance(value, bool) else value}`"


@cache
def _schema() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


def _definition(reference: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _schema()["$defs"][reference.rpartition("/")[2]]
    return found
