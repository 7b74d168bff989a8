"""Names from text: readable for ordinary text, valid for any."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.casings import Casings
from generator.python import identifiers
from generator.python.identifiers import (
    is_identifier,
    key_name,
    pascal_case,
    safe_class_name,
    safe_client_attribute,
    safe_field_name,
    safe_method_name,
    safe_module_name,
    safe_package_name,
    snake_case,
)

CASINGS = Casings(pascal={"openai": "OpenAI", "api": "API", "mcp": "MCP"})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FineTuningJob", "fine_tuning_job"),
        ("hate/threatening", "hate_threatening"),
        ("MCPTool", "mcp_tool"),
        ("api_key.created", "api_key_created"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("$top", "top"),
        ("@type", "type"),
        ("gpt-4", "gpt_4"),
        ("imageURLs", "image_urls"),
        ("MP3File", "mp3_file"),
        ("1024x1024", "n1024x1024"),
        ("__class__", "class_"),
        ("class", "class_"),
        ("Straße", "strasse"),
        ("naïve café", "naive_cafe"),
        ("*", "asterisk"),
        ("", "empty"),
        ("OpenAIFile", "open_ai_file"),
        ("include[]", "include"),
        ("HTTP_METHOD", "http_method"),
        ("match", "match"),
    ],
)
def test_snake_case(text: str, name: str) -> None:
    """Words are found at case changes, digits stay with their word, symbols separate."""
    assert snake_case(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("api_key.created", "ApiKeyCreated"),
        ("MCPTool", "MCPTool"),
        ("HTTP_METHOD", "HttpMethod"),
        ("list-fine-tuning jobs", "ListFineTuningJobs"),
        ("3d_model", "N3dModel"),
        ("none", "None_"),
        ("", "Empty"),
    ],
)
def test_pascal_case(text: str, name: str) -> None:
    """Class names keep acronyms that were written as such."""
    assert pascal_case(text) == name


def test_casings_decide_how_words_are_written() -> None:
    """A casing makes a spelling one word and writes it its own way."""
    assert snake_case("OpenAIFile", CASINGS) == "openai_file"
    assert pascal_case("openai_file", CASINGS) == "OpenAIFile"
    assert pascal_case("admin-api-key", CASINGS) == "AdminAPIKey"
    assert pascal_case("McpTool", CASINGS) == "MCPTool"
    assert pascal_case("GCSBucket", CASINGS) == "GcsBucket"
    assert (
        snake_case("YouTubeURL", Casings(pascal={"youtube": "YouTube"}, snake={"youtube": "you_tube"}))
        == "you_tube_url"
    )


def test_a_spelling_is_no_part_of_another_word() -> None:
    """What begins like a word with a spelling, in capitals, is a word of its own."""
    casings = Casings(pascal={"ss": "SS", "api": "API", "url": "URL", "id": "ID"})
    assert [snake_case(text, casings) for text in ("SSN", "IDENTIFIER", "APIURLs", "userID")] == [
        "ssn",
        "identifier",
        "apiurls",
        "user_id",
    ]
    assert snake_case("APIURLKey", casings) == "api_url_key"


def test_non_ascii_text_is_stable_and_apart() -> None:
    """Text without any ASCII form gets a name of its own."""
    assert snake_case("メッセージ") == snake_case("メッセージ") != snake_case("名前")
    assert is_identifier(snake_case("名前")) and is_identifier(pascal_case("名前"))


@pytest.mark.parametrize(
    ("make", "text", "name"),
    [
        (safe_field_name, "schema", "schema_"),
        (safe_field_name, "model_config", "api_model_config"),
        (safe_field_name, "model_name", "api_model_name"),
        (safe_field_name, "copy", "copy_"),
        (safe_field_name, "object", "object"),
        (key_name, "ringSize", "ring_size"),
        (key_name, "schema", "schema"),
        (key_name, "_rpc", "_rpc"),
        (key_name, "__mangled", "_mangled"),
        (key_name, "_class", "_class"),
        (safe_method_name, "_update", "_update"),
        (safe_method_name, "_get", "_get_"),
        (safe_method_name, "list", "list"),
        (safe_method_name, "with_raw_response", "with_raw_response_"),
        (safe_client_attribute, "close", "close_"),
        (safe_module_name, "aux", "aux_"),
        (safe_package_name, "Profile", "profile_sdk"),
        (safe_package_name, "Docs", "docs_sdk"),
        (safe_package_name, "PyDantic", "py_dantic"),
        (safe_module_name, "../../etc/passwd", "etc_passwd"),
        (safe_class_name, "literal", "Literal_"),
    ],
)
def test_names_that_would_shadow_something(make: Callable[[str], str], text: str, name: str) -> None:
    """Each kind of name keeps clear of what its scope holds already."""
    assert make(text) == name


HOSTILE = [
    *("", " ", "\0", "\n", "'", '"""', "{{ x }}", "{% raw %}", "\\", "../../x", "\u202eabc", "\u2028", "🙂", "_", "__"),
    *("1", "+", "-", "a" * 5000, "名" * 5000, "İstanbul", "ǅ", "ﬁne", "x\ud800y", "#!/bin/sh"),
    *keyword.kwlist,
    *keyword.softkwlist,
]
MAKERS = [
    value
    for name, value in vars(identifiers).items()
    if name.startswith("safe_") or name in ("snake_case", "pascal_case")
]


@pytest.mark.parametrize("make", MAKERS)
def test_any_text_gives_an_identifier(make: Callable[[str], str]) -> None:
    """Hostile text gives a short ASCII identifier that is no keyword."""
    for text in HOSTILE:
        name = make(text)
        assert is_identifier(name), (text, name)
        assert len(name) <= 110
        assert not name.startswith("_")


def test_no_field_is_called_like_what_models_have() -> None:
    """What a model has already, by its class or by the class of that, is no name of a field."""
    public = [name for name in {*dir(BaseModel), *dir(type(BaseModel))} if not name.startswith("_")]
    assert {"copy", "mro", "register"} <= set(public)
    assert not {safe_field_name(name) for name in public} & set(public)


RUNTIME = Path(__file__).parents[3] / "templates" / "runtime"


@pytest.mark.parametrize(
    ("module", "make"),
    [
        ("_base_client", identifiers.safe_client_attribute),
        ("_operations", identifiers.safe_method_name),
        ("_resource", identifiers.safe_method_name),
        ("_webhooks", identifiers.safe_method_name),
    ],
)
def test_no_name_is_one_of_the_runtime_s_own(module: str, make: Callable[[str], str]) -> None:
    """What clients and resources derive from has methods with an underscore in front; none of them is taken away."""
    tree = ast.parse((RUNTIME / f"{module}.py").read_text(encoding="utf-8"))
    methods = {
        method.name
        for made in tree.body
        if isinstance(made, ast.ClassDef)
        for method in made.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    private = {name for name in methods if name.startswith("_") and not name.startswith("__")}
    assert private
    assert {name for name in private if make(name) == name} == set()
