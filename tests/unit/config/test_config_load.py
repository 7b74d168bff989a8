"""Reading the SDK config: what its keys come to, what is absent, null or for other languages."""

from __future__ import annotations

import pytest

from generator.config.load import read_config
from generator.config.model import AliasMethod, Config, ErrorsConfig, HttpMethod, ModelAlias, ModelConfig, Retries
from generator.diagnostics import Diagnostics, UnusableInput
from generator.document.nodes import Sources
from generator.ledger import Ledger
from tests.unit.config.config_reading import COMPLETE, read


def test_without_a_file_the_config_is_empty():
    """No config is a config that changes nothing."""
    nothing = read_config(None, sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger())
    assert nothing == Config()


def test_sections_may_be_null_or_empty(config_of):
    """Real files leave sections empty; that is not worth a finding."""
    reading = config_of(
        """
        organization: {name: paw, contact: ""}
        targets: {python: {production_repo: null}}
        pagination: []
        resources:
          pets:
            models:
            methods:
        client_settings:
        """
    )
    assert reading.printed == []
    assert reading.config.organization.name == "paw"
    assert reading.config.organization.contact is None
    assert reading.config.pagination == ()
    assert reading.config.methods == ()


def test_a_file_that_holds_no_mapping_is_unusable(tmp_path):
    """A list is no config."""
    path = tmp_path / "sdk.yaml"
    path.write_text("- resources\n")
    with pytest.raises(UnusableInput, match="a list where a mapping is needed"):
        read_config(path, sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger())


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1500", 1.5), ("0", 0.0), ("PT30S", 30.0), ("PT1M30.5S", 90.5), ("P1DT2H", 93600.0), ("null", None)],
)
def test_times_are_milliseconds_or_durations(config_of, written, seconds):
    """The vocabulary counts milliseconds; callers and the config's reader count seconds."""
    assert config_of(f"client_settings: {{default_timeout: {written}}}").config.timeout == seconds


@pytest.mark.parametrize("written", ["P", "PT", "P1M", "30s", "-1", "[1]"])
def test_other_times_are_refused(config_of, written):
    """What is no duration is reported, not guessed at."""
    reading = config_of(f"client_settings: {{default_timeout: {written}}}")
    assert reading.config.timeout is None
    assert "default_timeout" in reading.printed[0]


def test_retries_default_one_by_one(config_of):
    """A retry setting that is not given stays open."""
    reading = config_of("client_settings: {default_retries: {max_retries: 3.0}}")
    assert reading.config.retries == Retries(max_retries=3)
    assert isinstance(reading.config.retries.max_retries, int)


def test_options_say_where_their_value_comes_from_and_goes(config_of):
    """Each attribute of an option arrives with its meaning."""
    reading = config_of(
        """
        client_settings:
          opts:
            token: {type: string, read_env: PAW_TOKEN, auth: {security_scheme: Bearer}}
            region: {type: string, default: eu, nullable: true, server_variable: region, send_in_header: Paw-Region}
        """
    )
    token, region = reading.config.options
    assert (token.name, token.env, token.nullable) == ("token", "PAW_TOKEN", False)
    assert token.auth is not None
    assert (token.auth.security_scheme, token.auth.role) == ("Bearer", "value")
    assert (region.default, region.nullable, region.server_variable, region.header) == (
        "eu",
        True,
        "region",
        "Paw-Region",
    )
    assert region.location.line == 5


def test_methods_are_flat_and_in_order(config_of):
    """Short and long forms, nested resources and methods of the client come out as one list."""
    reading = config_of(
        """
        resources:
          $client: {methods: {ping: GET  /ping}}
          pets:
            methods:
              list: {endpoint: get /pets, paginated: false}
              fetch: {type: alias, to: retrieve}
            subresources:
              toys: {methods: {list: "get /pets/{pet_id}/toys"}}
        """
    )
    said = [(method.resource, method.name) for method in reading.config.methods]
    assert said == [((), "ping"), (("pets",), "list"), (("pets",), "fetch"), (("pets", "toys"), "list")]
    ping, first, alias, _ = reading.config.methods
    assert isinstance(ping, HttpMethod)
    assert (ping.verb, ping.path) == ("get", "/ping")
    assert isinstance(first, HttpMethod)
    assert first.paginated is False
    assert isinstance(alias, AliasMethod)
    assert alias.to == "retrieve"


def test_what_is_not_for_python_is_left_out():
    """`skip` and `only` are applied before anything else sees the entries, subresources included."""
    config = read(COMPLETE).config
    methods = {(*method.resource, method.name) for method in config.methods}
    assert ("pets", "_update") in methods
    assert ("pets", "update") not in methods
    assert not {m for m in methods if m[:2] in (("pets", "hidden"), ("pets", "go_only"))}
    assert not {"only_go", "not_python"} & {model.name for model in config.models}


def test_models_are_found_by_name_pointer_or_plain_path():
    """Paths of plain steps become pointers; a query that may hit several schemas is named in the ledger."""
    reading = read(COMPLETE)
    targets = {m.name: m.target for m in reading.config.models if isinstance(m, ModelConfig)}
    assert targets["pet"] == "Pet"
    assert targets["owner"] == "#/components/schemas/Pet/properties/owner"
    assert targets["tag"] == "#/components/schemas/Pet/properties/tags/items"
    assert targets["breed"] == "#/components/schemas/Breed"
    assert "anything" not in targets
    assert "pets.models.anything" in reading.without_effect
    (alias,) = (m for m in reading.config.models if isinstance(m, ModelAlias))
    assert (alias.name, alias.to) == ("animal", "pet")


def test_event_models_become_their_schemas(config_of):
    """A dotted model, or an alias of one, is replaced by the schema it names."""
    reading = config_of(
        """
        resources:
          pets:
            models: {purr: PurrEvent, sound: {type: alias, to: purr}}
            methods:
              purr: {endpoint: post /purr, streaming: {param_discriminator: null, stream_event_model: pets.sound}}
        """
    )
    (method,) = reading.config.methods
    assert isinstance(method, HttpMethod)
    assert method.streaming is not None
    assert (method.streaming.parameter, method.streaming.event) == (None, "PurrEvent")


def test_deprecation_may_be_given_by_language():
    """Python's text counts; the whole resource can be deprecated."""
    config = read(COMPLETE).config
    assert {r.path: r.deprecated for r in config.resources if r.deprecated} == {("pets",): "Use animals."}


@pytest.mark.parametrize(
    ("written", "word", "spelling"),
    [
        ("{paw: {initialism: true}}", "paw", "PAW"),
        ("{api: {initialism: false}}", "api", "Api"),
        ("{OpenAI: {pascal: OpenAI}}", "openai", "OpenAI"),
        ("{mouse: {plural: {snake: mice, pascal: MiCe}}}", "mice", "MiCe"),
        ("{}", "url", "URL"),
        ("{}", "ids", "IDs"),
        ("{}", "https", "HTTPS"),
        ("{paw: {initialism: true}}", "paws", "PAWs"),
        ("{tube: {snake: t_ube, pascal: TUbe}}", "tube", "TUbe"),
    ],
)
def test_casings_are_spellings_in_class_names(config_of, written, word, spelling):
    """Initialisms known from the start, and every way to give a spelling."""
    assert config_of(f"custom_casings: {written}").config.casings[word] == spelling


def test_casings_have_every_form(config_of):
    """What is many is known by its one, and a word may have an underscore in lower case."""
    casings = config_of(
        """
        custom_casings:
          mouse: {singular: {snake: mouse, pascal: Mouse}, plural: {snake: mice, pascal: Mice}}
          tube: {snake: t_ube, pascal: TUbe}
        """
    ).config.casings
    assert (casings.singulars, casings.snake) == ({"mice": "mouse"}, {"tube": "t_ube"})


def test_query_settings_have_the_vocabularys_defaults(config_of):
    """Where the section stands, what it does not say is comma and brackets; without it nothing is said."""
    assert config_of("query_settings: {}").config.array_format == "comma"
    assert config_of("query_settings: {nested_format: dots}").config.nested_format == "dots"
    assert config_of("settings: {}").config.array_format is None


def test_dates_and_aliases_are_what_they_look_like(config_of):
    """An unquoted date stays text, and an alias stands for its anchor."""
    reading = config_of(
        """
        edition: 2025-10-10
        client_settings: {default_headers: &headers {Paw-Version: 2024-10-01}}
        diagnostics: {ignored: *headers}
        """
    )
    assert reading.printed == []
    assert reading.config.default_headers == (("Paw-Version", "2024-10-01"),)


def test_a_config_names_its_documents(config_of):
    """A config is meant for the documents it names, and for any when it names none."""
    named = config_of("sdkgen: {documents: {titles: [Paw API]}}").config
    assert named.written_for("Paw API")
    assert not named.written_for("Cat API")
    assert Config().written_for("Cat API")


def test_module_client(config_of):
    """The package is a client where the key stands, even without variants, and nowhere else."""
    hints = "settings: [size], env: [BIG_KEY]"
    variants = f"{{big: {{module: lib.big, class: Big, {hints}}}, small: {{module: lib.small, class: Small}}}}"
    said = f"{{setting: kind, variants: {variants}, settings: {{size: {{type: integer}}}}}}"
    module_client = config_of(f"sdkgen: {{module_client: {said}}}").config.module_client
    assert module_client.setting == "kind"
    assert [(v.value, v.module, v.class_name, v.settings, v.variables) for v in module_client.variants] == [
        ("big", "lib.big", "Big", ("size",), ("BIG_KEY",)),
        ("small", "lib.small", "Small", (), ()),
    ]
    assert [(s.name, s.type, s.module) for s in module_client.settings] == [("size", "integer", None)]
    assert config_of("sdkgen: {module_client: {}}").config.module_client.variants == ()
    assert config_of("sdkgen: {documents: {}}").config.module_client is None


def test_errors(config_of):
    """What errors have of their bodies; by default the whole and its type."""
    said = config_of("sdkgen: {errors: {body: error, attributes: [code], data: false}}").config.errors
    assert (said.body, said.attributes, said.data) == ("error", ("code",), False)
    assert config_of("sdkgen: {}").config.errors == ErrorsConfig(body=None, attributes=(), data=True)


@pytest.mark.parametrize(
    ("said", "suffix"),
    [("{}", "Resource"), ('{resource_class_suffix: ""}', ""), ("{resource_class_suffix: API}", "API")],
)
def test_resource_class_suffix(config_of, said, suffix):
    """What says nothing is the habit of this family of SDKs; an empty text is no suffix."""
    assert config_of(f"sdkgen: {said}").config.resource_class_suffix == suffix


@pytest.mark.parametrize(
    ("text", "by_rule"),
    [("{}", True), ("resources: {}", True), ("resources: {pets: {}}", False), ("pagination: []", True)],
)
def test_what_a_list_of_resources_decides(config_of, text, by_rule):
    """A file that lists resources says what answers are called, which of them count, and what streams; one that does
    not leaves it to the document."""
    config = config_of(text).config
    assert config.names_answers_by_method is not by_rule
    assert config.takes_first_answer is not by_rule
    assert config.offers_declared_streams is by_rule


def test_what_a_list_of_resources_need_not_decide(config_of):
    """Each of these can be said, whatever the file lists."""
    config = config_of(
        """
        resources: {pets: {}}
        sdkgen:
          success_answers: all
          declared_streams: true
          conventional_pages: true
          types: {answer_names: component}
        """
    ).config
    assert not config.names_answers_by_method
    assert not config.takes_first_answer
    assert config.offers_declared_streams
    assert config.has_conventional_pages


@pytest.mark.parametrize(
    ("text", "expected"),
    [("{}", True), ("resources: {pets: {}}", False), ("pagination: []", False), ("pagination: null", True)],
)
def test_conventional_pages(config_of, text, expected):
    """Pages are made by convention only where the file says nothing of pages or resources."""
    assert config_of(text).config.has_conventional_pages is expected


def test_idempotency_keys(config_of):
    """Which methods take one: what changes something where there is a header, or as the config says."""
    header = "client_settings: {idempotency: {header: Idempotency-Key}}\n"
    methods = "resources: {pets: {methods: {list: get /pets}}}\n"
    always = "sdkgen: {idempotency_key: always}\n"
    for text, taken in (
        ("sdkgen: {}", (True, True)),
        (methods, (False, False)),
        (header + methods, (False, True)),
        (header + methods + always, (True, True)),
        ("sdkgen: {idempotency_key: configured}", (False, False)),
    ):
        config = config_of(text).config
        assert (config.takes_idempotency_key("get"), config.takes_idempotency_key("post")) == taken


def test_raw_responses(config_of):
    """Answers as they came are awaited unless the config wants the older kind."""
    assert config_of("sdkgen: {raw_responses: plain}").config.plain_raw_responses
    assert not config_of("sdkgen: {raw_responses: awaited}").config.plain_raw_responses
    assert not config_of("sdkgen: {}").config.plain_raw_responses


def test_guides(config_of):
    """Pages of the docs in the owner's words."""
    (guide,) = config_of("sdkgen: {guides: {moving: {title: Moving, text: Pack.}}}").config.guides
    assert (guide.name, guide.title, guide.summary, guide.text) == ("moving", "Moving", "", "Pack.")


def test_extras(config_of):
    """Dependencies that only some users need, with the module that needs them."""
    (extra,) = config_of("sdkgen: {extras: {loud: {module: lib.purr, requires: ['horn>=1', 'bell']}}}").config.extras
    assert (extra.name, extra.module, extra.requires) == ("loud", "lib.purr", ("horn>=1", "bell"))


def test_answers_by_argument(config_of):
    """Which value of which argument is answered how: with a schema, or with text."""
    (operation,) = config_of(
        """
        sdkgen:
          operations:
            POST /reports:
              response_by:
                parameter: format
                omitted: short
                cases: [{values: [short, long], schema: Report}, {values: [table], response: text}]
        """
    ).config.operations
    said = operation.response_by
    assert said is not None
    assert (said.parameter, said.omitted) == ("format", "short")
    assert [(case.values, case.schema) for case in said.cases] == [(("short", "long"), "Report"), (("table",), None)]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{response: text, response_by: {parameter: a, cases: []}}", "either response or response_by"),
        ("{response_by: {parameter: a, cases: [{values: [b]}]}}", "item 1"),
        ("{response_by: {parameter: a, cases: [{values: [], response: text}]}}", "values"),
        ("{response_by: {parameter: a, cases: [{values: [b], response: text, schema: B}]}}", "item 1"),
    ],
)
def test_answers_said_twice_or_not_at_all(config_of, written, told):
    """One answer for the operation, or one for each case; and no case without values."""
    reading = config_of(f"sdkgen: {{operations: {{get /pets: {written}}}}}")
    assert len(reading.printed) == 1
    assert "invalid-config" in reading.printed[0]
    assert told in reading.printed[0]


def test_answers_of_methods(config_of):
    """A method is told from others for the same operation by its resource and name; one of the client has no dot."""
    answers = config_of(
        "sdkgen: {methods: {pets.toys.read: {response: text}, ping: {response: empty}}}"
    ).config.method_answers
    assert [(a.resource, a.name, a.response) for a in answers] == [
        (("pets", "toys"), "read", "text"),
        ((), "ping", "empty"),
    ]
