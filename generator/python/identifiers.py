"""Identifiers from arbitrary text: every name in the generated code comes from a function of this module.

Each function is pure and total: any text, hostile or empty, gives an ASCII identifier that is no keyword. Different
texts may give the same identifier; whoever assigns names settles that.

`casings` are words with a spelling of their own ("openai" is OpenAI in class names).
"""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
import unicodedata
from functools import lru_cache

from generator.casings import NO_CASINGS, Casings
from generator.python.module_names import TAKEN

_remembered = lru_cache(maxsize=1 << 16)
"""For what is asked of the same few names over and over. Casings are the same only where they are one object."""

_MAX_LENGTH = 100
_TOLD_APART = 9  # characters that a digest takes, with what joins it to a name
_MOST_CASED = 3  # words with a spelling of their own that follow each other

_WORD = re.compile(
    r"[A-Z]{2,}s(?![a-z])"  # URLs
    r"|[A-Z][A-Z0-9]*(?![a-z])"  # MCP in MCPTool, V2
    r"|[A-Z]?[a-z][a-z0-9]*"  # Tool, sha256
    r"|[0-9][a-z0-9]*"  # 1024x1024
)
_SIGNED = re.compile(r"(?:^|(?<=[^0-9A-Za-z]))([+-])(?=[0-9])")
_SIGN_WORDS = {"+": " plus ", "-": " minus "}
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
)

_LED_BY_UNDERSCORE = re.compile(r"_+[0-9A-Za-z]")

_KEYWORDS = frozenset(keyword.kwlist)

# Attributes of pydantic's models and of the runtime's own base class.
_MODEL_ATTRIBUTES = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "fields",
        "from_orm",
        "json",
        "mro",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "to_dict",
        "to_json",
        "update_forward_refs",
        "validate",
    }
)
# What the arguments of every method stand beside: they are given to the call and not to the operation.
CALL_ARGUMENTS = frozenset({"self", "extra_headers", "extra_query", "extra_body", "timeout"})
# Names that class bodies of resources use, beside the attributes of the runtime's base class.
_RESOURCE_ATTRIBUTES = frozenset(
    {
        "with_raw_response",
        "with_streaming_response",
        "cached_property",
        "deprecated",
        "omit",
        "overload",
        "property",
    }
)
# What the runtime's base classes of resources and of clients have for themselves.
_PRIVATE_OF_RESOURCES = frozenset(
    {
        *("_answer_to", "_client", "_delete", "_execute", "_get", "_get_page", "_given", "_head", "_options", "_other"),
        *("_paginate", "_patch", "_post", "_post_page", "_put", "_query", "_query_page", "_read", "_read_checked"),
        *("_read_signed", "_read_unchecked", "_trace", "_unwrap"),
    }
)
_PRIVATE_OF_CLIENTS = _PRIVATE_OF_RESOURCES | frozenset(
    {
        *("_add_options", "_allowed", "_async_platform", "_asynchronous", "_base", "_base_url", "_base_url_given"),
        *(
            "_base_url_variable",
            "_build_request",
            "_call_hooks",
            "_caller_authorizes",
            "_checked_base",
            "_choose_schemes",
        ),
        *("_client_of", "_copied", "_credential_sources", "_custom_headers", "_custom_query", "_definition"),
        *("_environment", "_environment_base_url", "_error_data", "_fixed", "_fixed_headers", "_follows_redirects"),
        *("_given_base_url", "_go_by_hooks", "_has_credentials", "_has_hook", "_headers_given", "_http_client"),
        *("_http_request", "_in_form", "_library", "_logger", "_loop", "_make_http_client", "_make_status_error"),
        *("_may_retry", "_no_credentials", "_option_value", "_own_timeout", "_parse", "_perform", "_phases", "_pool"),
        *("_prepare_options", "_prepare_request", "_present_arguments", "_process_response", "_raw_response"),
        *("_requirements", "_resolve_url", "_retries_for", "_retry_delay", "_route", "_route_security", "_run"),
        *("_secret_names", "_server", "_set_base", "_shown_base_url", "_socket_query", "_stream_content"),
        *("_strict_response_validation", "_timeout_phases", "_token_source", "_type_of", "_with_variables"),
    }
)
_CLIENT_ATTRIBUTES = _RESOURCE_ATTRIBUTES | frozenset(
    {
        "not_given",
        "with_options",
        "copy",
        "close",
        "is_closed",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "request",
        "default_headers",
        "default_query",
        "user_agent",
        "base_url",
        "timeout",
        "max_retries",
    }
)
CALL_HOOKS = ("before_request", "after_response", "on_error")
"""The arguments of every client's constructor that are asked at each try of a call."""
# Arguments of every client's constructor, and what else a client has, beside the attributes of resources.
_CLIENT_MEMBERS = _CLIENT_ATTRIBUTES | frozenset(
    {"self", "environment", "http_client", "is_closed", "options", "Mapping", "NotGiven", "Timeout", "URL", *CALL_HOOKS}
)
# What generated types modules import or use by name.
_MODULE_NAMES = frozenset(
    {
        "Annotated",
        "Any",
        "BaseModel",
        "FieldInfo",
        "FileTypes",
        "Iterable",
        "List",
        "Literal",
        "Mapping",
        "Optional",
        "PropertyInfo",
        "Required",
        "SequenceNotStr",
        "TYPE_CHECKING",
        "TypeAlias",
        "TypedDict",
        "Union",
    }
)
_DEVICE_NAMES = frozenset(
    ["aux", "con", "nul", "prn", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)


def is_identifier(text: str) -> bool:
    """Whether the text can stand as a name in the generated code as it is: ASCII, and no keyword."""
    return text.isascii() and text.isidentifier() and text not in _KEYWORDS


def snake_case(text: str, casings: Casings = NO_CASINGS) -> str:
    """`FineTuningJob` -> `fine_tuning_job`, `hate/threatening` -> `hate_threatening`, `+1` -> `plus_1`."""
    return _snake_case(text, casings or NO_CASINGS)


@_remembered
def _snake_case(text: str, casings: Casings) -> str:
    words = (word.lower() for word in _words(text, casings))
    return _finish("_".join(casings.snake.get(word, word) for word in words), text)


def pascal_case(text: str, casings: Casings = NO_CASINGS) -> str:
    """`api_key.created` -> `ApiKeyCreated`; acronyms that the text writes in capitals keep them (`MCPTool`), but where
    `casings` say which words are acronyms."""
    return _pascal_case(text, casings or NO_CASINGS)


@_remembered
def _pascal_case(text: str, casings: Casings) -> str:
    words = _words(text, casings)
    shouted = bool(casings) or (len(words) > 1 and all(word.upper() == word for word in words))
    return _finish("".join(_capitalized(word, casings, shouted) for word in words), text, capital=True)


def safe_class_name(text: str, casings: Casings = NO_CASINGS) -> str:
    """The name of a declaration: free of the names that types modules import."""
    return _apart(pascal_case(text, casings), _MODULE_NAMES)


def safe_member_name(text: str) -> str:
    """The name of a member of an enum: in capitals, which neither enums nor their values have for anything else."""
    name = "_".join(_words(text, NO_CASINGS)).upper()
    return _finish(name, text).upper()


def safe_field_name(text: str, casings: Casings = NO_CASINGS) -> str:
    """The name of a model's attribute: free of what pydantic models have already (`schema` -> `schema_`), and of what
    they keep for themselves (`model_ids` -> `api_model_ids`)."""
    name = snake_case(text, casings)
    return f"api_{name}" if name.startswith("model_") else _apart(name, _MODEL_ATTRIBUTES)


def key_name(text: str, casings: Casings = NO_CASINGS) -> str:
    """The name of a method or an argument, or the key of a dictionary that callers build: `ringSize` -> `ring_size`; a
    leading underscore stays."""
    name = snake_case(text, casings)
    return f"_{name.removesuffix('_')}" if _LED_BY_UNDERSCORE.match(text) else name


def safe_method_name(text: str) -> str:
    """The name of a resource's method, or of a resource below another."""
    return _apart(key_name(text), _RESOURCE_ATTRIBUTES | _PRIVATE_OF_RESOURCES)


def safe_client_attribute(text: str) -> str:
    """The name of a resource or a method that stands on the client itself."""
    return _apart(key_name(text), _CLIENT_ATTRIBUTES | _PRIVATE_OF_CLIENTS)


def is_class_name(name: str) -> bool:
    """Whether a declaration may have this name as it is."""
    return _is_usable(name, _MODULE_NAMES) and name[0].isupper()


def is_field_name(name: str) -> bool:
    """Whether an attribute of a model, or a member of an enum, may have this name as it is."""
    return _is_usable(name, _MODEL_ATTRIBUTES) and not name.startswith(("_", "model_"))


def is_key_name(name: str) -> bool:
    """Whether an argument, or a key of a dictionary that callers build, may have this name as it is."""
    return _is_usable(name, frozenset())


def is_method_name(name: str) -> bool:
    """Whether a method, or a resource below another, may have this name as it is."""
    return _is_usable(name, _RESOURCE_ATTRIBUTES | _PRIVATE_OF_RESOURCES)


def is_client_attribute(name: str) -> bool:
    """Whether a resource or a method on the client itself may have this name as it is."""
    return _is_usable(name, _CLIENT_ATTRIBUTES | _PRIVATE_OF_CLIENTS)


def is_module_name(name: str) -> bool:
    """Whether a module or a package may have this name as it is."""
    return _is_usable(name, _DEVICE_NAMES) and name == name.lower()


def _is_usable(name: str, taken: frozenset[str]) -> bool:
    return is_identifier(name) and len(name) <= _MAX_LENGTH and not name.startswith("__") and name not in taken


def is_builtin(name: str) -> bool:
    """Whether Python has this name for something of its own."""
    return hasattr(builtins, name)


def is_option_name(name: str) -> bool:
    """Whether a client option may have this name: an identifier that no client has for something else."""
    return is_identifier(name) and name not in _CLIENT_MEMBERS


def safe_module_name(text: str, casings: Casings = NO_CASINGS) -> str:
    """The name of a module or package, also fit to be a file name on every system."""
    return _apart(snake_case(text, casings), _DEVICE_NAMES)


def file_name(name: str) -> str:
    """A name as that of a file or folder, which no system has for a device of its own."""
    return _apart(name, _DEVICE_NAMES)


def cut_name(name: str, length: int, whole: str) -> str:
    """A name of at most `length` characters in the place of a longer one: its first words, and what tells it from
    others that begin alike. That depends on the `whole` way to it alone, so that no other name has a part in it."""
    room = length - _TOLD_APART
    words = name[:room] if name[room : room + 1] == "_" else name[:room].rpartition("_")[0] or name[:room]
    return f"{words.rstrip('_')}_{_digest(whole)}"


def safe_package_name(text: str) -> str:
    """The import name of a package: none that Python has itself, or something that the package needs."""
    name = safe_module_name(text)
    return f"{name}_sdk" if name in TAKEN else name


def _apart(name: str, taken: frozenset[str]) -> str:
    return name + "_" if name in taken else name


def _finish(name: str, text: str, *, capital: bool = False) -> str:
    """An identifier from joined words: never empty, never a keyword or led by a digit, of bounded length."""
    if not name:
        name = f"u{_digest(text)}" if text else "empty"
        name = name.capitalize() if capital else name
    if name[0].isdigit():
        name = ("N" if capital else "n") + name
    if len(name) > _MAX_LENGTH:
        name = f"{name[: _MAX_LENGTH - _TOLD_APART].rstrip('_')}_{_digest(text)}"
    return name + "_" if name in _KEYWORDS else name


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _words(text: str, casings: Casings) -> list[str]:
    plain = _SIGNED.sub(lambda sign: _SIGN_WORDS[sign[1]], _ascii(text))
    return _word_pattern(tuple(casings.values())).findall(plain) or _symbol_names(plain)


@lru_cache(maxsize=64)
def _word_pattern(cased: tuple[str, ...]) -> re.Pattern[str]:
    """Words as they are split without casings, but a cased spelling (`OpenAI`) is one word wherever it stands."""
    longest_first = sorted({word for word in cased if word}, key=lambda word: (-len(word), word))
    if not longest_first:
        return _WORD
    whole = "|".join(map(re.escape, longest_first))
    more = rf"(?:{whole}){{0,{_MOST_CASED}}}"  # SSN does not begin with SS, but APIURL with API
    return re.compile(rf"(?:{whole})(?={more}(?:[A-Z][a-z]|[^A-Za-z]|\Z))|{_WORD.pattern}")


def _ascii(text: str) -> str:
    """Accents dropped, ligatures spelled out; what has no ASCII form separates words."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return "".join(c if c.isascii() else "" if unicodedata.combining(c) else " " for c in decomposed)


def _symbol_names(text: str) -> list[str]:
    """Words for a text of ASCII punctuation alone: `*` -> asterisk."""
    names = (unicodedata.name(c, "") for c in text if not c.isspace() and c not in "_-.")
    return [word.lower() for name in names for word in name.replace("-", " ").split()]


def _capitalized(word: str, casings: Casings, shouted: bool) -> str:
    cased = casings.get(word.lower())
    if cased is not None:
        return cased
    is_acronym = word.removesuffix("s").isupper()
    return word.capitalize() if shouted and is_acronym else word[:1].upper() + word[1:]
