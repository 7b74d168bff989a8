"""Amazon Bedrock: where requests go, how they are authorized, and what never leaves."""

from __future__ import annotations

import hashlib
import hmac
import io
import re
from collections.abc import Callable
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from tests.support.recorded import Recorded

SECRET = "never-to-be-seen"
MANTLE = "https://bedrock-mantle.us-east-1.api.aws/openai/v1"
RUNTIME = "https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1"
KEYS = {"access_key_id": "AK", "secret_access_key": SECRET, "session_token": "ST"}
AWS_KEYS = {f"aws_{name}": value for name, value in KEYS.items()}
OK = {"object": "list", "data": []}

signing = pytest.mark.usefixtures("_botocore")


@pytest.fixture
def _botocore() -> None:
    pytest.importorskip("botocore")


@pytest.fixture(autouse=True)
def no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own is read."""
    for name in (
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION"),
        *("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_BEARER_TOKEN_BEDROCK", "AWS_BEDROCK_BASE_URL"),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nowhere")


class Service:
    """Answers; `answers` are used up one by one."""

    def __init__(self) -> None:
        self.answers: list[httpx2.Response] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        return self.answers.pop(0) if self.answers else httpx2.Response(200, json=OK)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def asynchronous(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def api(openai_sdk: ModuleType, service: Service, asynchronous: bool) -> Recorded:
    return Recorded(openai_sdk, "OpenAI", service, asynchronous=asynchronous)


@pytest.fixture
def legacy(openai_sdk: ModuleType, service: Service, asynchronous: bool) -> Recorded:
    return Recorded(openai_sdk, "BedrockOpenAI", service, asynchronous=asynchronous)


@pytest.fixture
def bedrock(openai_sdk: ModuleType) -> Any:
    return import_module(f"{openai_sdk.__name__}.providers").bedrock


def get(client: Any, path: str = "/models", **options: Any) -> Any:
    return client.get(path, cast_to=object, **options)


def refused(api: Recorded, match: str, use: Callable[[Any], Any] = get, **options: Any) -> Any:
    with pytest.raises(api.package.OpenAIError, match=match) as raised:
        api.run(use, **options)
    assert SECRET not in str(raised.value) + repr(raised.value)
    return raised.value


def check_signature(request: httpx2.Request, *, scope: str, key: str = SECRET) -> None:
    """Compute the signature again, as AWS's documentation says."""
    body = request.content
    assert request.headers["x-amz-content-sha256"] == hashlib.sha256(body).hexdigest()
    found = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=(\w+)/(.+), SignedHeaders=(.+), Signature=(\w+)", request.headers["authorization"]
    )
    assert found is not None
    assert found[2] == f"{request.headers['x-amz-date'][:8]}/{scope}/aws4_request"
    names = found[3].split(";")
    assert {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names)
    assert {"connection", "user-agent"}.isdisjoint(names)
    values = {**request.headers, "host": request.url.netloc.decode()}
    headers = "".join(f"{name}:{' '.join(values[name].split())}\n" for name in names)
    query = "&".join(
        sorted(f"{quote(n, safe='-_.~')}={quote(v, safe='-_.~')}" for n, v in request.url.params.multi_items())
    )
    path = quote(request.url.raw_path.decode().partition("?")[0], safe="/-_.~")
    canonical = "\n".join((request.method, path, query, headers, found[3], hashlib.sha256(body).hexdigest()))
    text = "\n".join(
        ("AWS4-HMAC-SHA256", request.headers["x-amz-date"], found[2], hashlib.sha256(canonical.encode()).hexdigest())
    )
    digest = f"AWS4{key}".encode()
    for part in (*found[2].split("/"), text):
        digest = hmac.new(digest, part.encode(), hashlib.sha256).digest()
    assert digest.hex() == found[4]


def test_the_provider_says_where_and_as_whom(api: Recorded, bedrock: Any) -> None:
    """With all else as it is: resources, retries, errors."""
    client = api.client(provider=bedrock(region="us-east-1", api_key="token"))
    assert (str(client.base_url), client.api_key, client.auth_headers) == (f"{MANTLE}/", "", {})
    api.settle(lambda: get(client))
    api.settle(lambda: get(client.with_options(timeout=5)))
    assert api.urls() == [f"{MANTLE}/models"] * 2
    assert api.keys() == ["Bearer token"] * 2


PARTITIONS = [
    ("us-east-1", "amazonaws.com", "api.aws"),
    ("cn-north-1", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    ("eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"),
    ("us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"),
    ("us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"),
    ("eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ("us-isof-south-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
]


@pytest.mark.parametrize(("region", "suffix", "dual"), PARTITIONS)
def test_the_other_endpoint(openai_sdk: ModuleType, bedrock: Any, region: str, suffix: str, dual: str) -> None:
    """Its domain is that of the partition; a URL of AWS's own says which endpoint it is."""
    error = openai_sdk.OpenAIError
    made = openai_sdk.OpenAI(provider=bedrock(endpoint="runtime", region=region, api_key="k"))
    assert str(made.base_url) == f"https://bedrock-runtime.{region}.{suffix}/openai/v1/"
    other = "us-west-2" if region == "us-east-1" else "us-east-1"
    for host in (
        f"{first}.{region}.{end}" for first in ("bedrock-runtime", "bedrock-runtime-fips") for end in (suffix, dual)
    ):
        url = f"https://{host}./openai/v1"
        assert openai_sdk.OpenAI(provider=bedrock(base_url=url, region=region, api_key="k")).base_url.host == f"{host}."
        for given, match in (
            ({"base_url": url.replace("https", "http")}, "HTTPS"),
            ({"base_url": url, "endpoint": "mantle"}, "does not match the selected"),
            ({"base_url": url, "region": other}, "region .* does not match"),
        ):
            with pytest.raises(error, match=match):
                bedrock(api_key="k", **given)


@signing
@pytest.mark.parametrize(
    ("given", "scope"),
    [
        ({}, "us-east-1/bedrock-mantle"),
        ({"endpoint": "runtime"}, "us-east-1/bedrock"),
        ({"base_url": RUNTIME}, "us-east-1/bedrock"),
        ({"base_url": "https://proxy.example/v1"}, "us-east-1/bedrock-mantle"),
        ({"base_url": "https://proxy.example/v1", "endpoint": "runtime"}, "us-east-1/bedrock"),
    ],
)
def test_signatures(api: Recorded, bedrock: Any, given: dict[str, str], scope: str) -> None:
    """Each request is signed, all of it, for the endpoint's service; what a caller adds of that kind is replaced."""

    def use(client: Any) -> Any:
        headers = {"X-Own": "a   b", "X-Amz-Date": "x", "X-Amz-Security-Token": "x", "X-Amz-Content-SHA256": "x"}
        return client.post("/a b/c?z=1&y=%20&y=a/b", body={"ü": 1}, cast_to=object, options={"headers": headers})

    api.run(use, provider=bedrock(region="us-east-1", **KEYS, **given), http=api.http(auth=("u", "p")))
    check_signature(api.sent[0], scope=scope)
    assert api.sent[0].headers.get_list("x-amz-security-token") == ["ST"]


@signing
def test_hooks(api: Recorded, bedrock: Any) -> None:
    """What a hook changes of the headers is signed; copies carry hooks, and what these are given shows no secret."""
    told: list[str] = []

    def before(attempt: Any) -> None:
        attempt.request.headers["x-hook"] = "1"
        told.append(f"{attempt!r} {attempt.operation_id}")

    provider = bedrock(region="us-east-1", **KEYS)
    api.run(
        lambda client: client.with_options(timeout=5).models.retrieve("m"), provider=provider, before_request=before
    )
    check_signature(api.sent[0], scope="us-east-1/bedrock-mantle")
    assert "x-hook" in api.sent[0].headers["authorization"]
    assert told == ["<Attempt 1 of models.retrieve> retrieveModel"]


@pytest.mark.parametrize("source", ["function", "coroutine"])
def test_tokens_are_asked_for_each_time(api: Recorded, service: Service, bedrock: Any, source: str) -> None:
    """Also when a call is tried again; a coroutine is for asynchronous clients."""
    tokens = iter(("t1", "t2", "t3"))

    async def awaited() -> str:
        return next(tokens)

    provider = bedrock(region="us-east-1", token_provider=(lambda: next(tokens)) if source == "function" else awaited)
    if source == "coroutine" and not api.asynchronous:
        refused(api, "requires `AsyncOpenAI`", provider=provider)
        return
    service.answers = [httpx2.Response(500, headers={"retry-after-ms": "1"})]
    api.run(get, provider=provider, max_retries=1)
    assert api.keys() == ["Bearer t1", "Bearer t2"]


@pytest.mark.parametrize("token", ["", None, 5, f"{SECRET}\nb", f"{SECRET}é", b"k"])
def test_functions_that_give_no_token(api: Recorded, bedrock: Any, token: object) -> None:
    """Nothing is sent, and nothing shows what came."""
    error = refused(api, "bearer credential", provider=bedrock(region="us-east-1", token_provider=lambda: token))
    assert (api.sent, error.__cause__, error.__context__) == ([], None, None)


def test_tokens_that_show_themselves_otherwise(api: Recorded, bedrock: Any) -> None:
    """The text itself is sent."""

    class Odd(str):
        def __str__(self) -> str:
            return "shown"

        def __format__(self, _how: str) -> str:
            return "shown"

    api.run(get, provider=bedrock(region="us-east-1", token_provider=lambda: Odd("t1")))
    assert api.keys() == ["Bearer t1"]


def test_functions_that_fail(api: Recorded, bedrock: Any) -> None:
    """The error says which one, and has the cause."""

    def fail() -> str:
        raise KeyError(SECRET)

    error = refused(api, "Failed to resolve a bearer", provider=bedrock(region="us-east-1", token_provider=fail))
    assert isinstance(error.__cause__, KeyError)


@pytest.mark.parametrize(
    "given",
    [
        {"api_key": SECRET},
        {"admin_api_key": SECRET},
        {"workload_identity": {"provider": SECRET}},
        {"base_url": "https://a.example"},
        {"data_residency": "eu"},
    ],
)
def test_what_a_provider_decides(api: Recorded, bedrock: Any, given: dict[str, Any]) -> None:
    """Nobody else does: neither an argument nor a copy."""
    provider = bedrock(region="us-east-1", api_key="k")
    refused(api, "provider", provider=provider, **given)
    refused(api, "provider", lambda client: client.copy(**given), provider=provider)
    refused(api, "Invalid provider", provider=object())


def test_variables_of_the_other_service(api: Recorded, bedrock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """They say nothing of this one."""
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "https://other.example/v1")
    client = api.client(provider=bedrock(region="us-east-1", api_key="k"))
    api.settle(lambda: get(client))
    assert api.urls() == [f"{MANTLE}/models"]
    assert (client.organization, client.project, client.api_key) == (None, None, "")
    assert SECRET not in str(api.sent[0].headers.multi_items())
    own = api.client(provider=bedrock(region="us-east-1", api_key="k"), organization="o")
    api.settle(lambda: get(own.with_options(max_retries=1)))
    assert api.sent[1].headers["openai-organization"] == "o"


def test_an_authorization_of_ones_own(api: Recorded, bedrock: Any) -> None:
    """There is one already, whoever adds another."""
    asked: list[int] = []
    provider = bedrock(region="us-east-1", token_provider=lambda: asked.append(1) or "k")
    headers = {"authorization": SECRET}
    refused(api, "custom `Authorization`", lambda c: get(c, options={"headers": headers}), provider=provider)
    refused(api, "custom `Authorization`", provider=provider, default_headers=headers)
    refused(api, "custom `Authorization`", provider=provider, http=api.http(headers=headers))
    assert (api.sent, asked) == ([], [])


@pytest.mark.parametrize("kind", ["bearer", "keys"])
@pytest.mark.parametrize("url", ["https://other.example/v1", MANTLE.replace("https", "http"), f"{MANTLE[:-10]}:444/v1"])
def test_other_origins(api: Recorded, bedrock: Any, kind: str, url: str) -> None:
    """They are refused before anyone is asked for credentials."""

    def ask() -> Any:
        raise AssertionError

    own = {"token_provider": ask} if kind == "bearer" else {"credential_provider": ask}
    provider = bedrock(region="us-east-1", **own)
    refused(api, "origin other than", lambda client: get(client, url), provider=provider)

    def moved(client: Any) -> Any:
        client.base_url = url
        return get(client)

    refused(api, "origin other than", moved, provider=provider)
    assert api.sent == []


@pytest.mark.parametrize(
    "region", ["us-east-1.amazonaws.com@other.example#", "us-east-1/../other", "us-east-1?x=y", "local", "us-east-1\n"]
)
@pytest.mark.parametrize("endpoint", ["mantle", "runtime"])
def test_regions_that_are_none(openai_sdk: ModuleType, bedrock: Any, region: str, endpoint: str) -> None:
    """They would lead elsewhere."""
    if region.strip() == "us-east-1":
        made = openai_sdk.OpenAI(provider=bedrock(endpoint=endpoint, region=region, api_key="k"))
        assert "\n" not in str(made.base_url)
        return
    with pytest.raises(openai_sdk.OpenAIError, match="`region` is invalid"):
        bedrock(endpoint=endpoint, region=region, api_key="k")


def test_the_region_of_the_environment(openai_sdk: ModuleType, bedrock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts where nothing else says where, or what is signed; a token is for any."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert "eu-west-1" in str(openai_sdk.OpenAI(provider=bedrock(api_key="k")).base_url)
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    assert "us-west-2" in str(openai_sdk.OpenAI(provider=bedrock(api_key="k")).base_url)
    assert str(openai_sdk.OpenAI(provider=bedrock(base_url=RUNTIME, api_key="k")).base_url) == f"{RUNTIME}/"
    with pytest.raises(openai_sdk.OpenAIError, match="does not match the configured"):
        bedrock(base_url=RUNTIME, **KEYS)
    monkeypatch.setenv("AWS_BEDROCK_BASE_URL", "https://own.example/openai/v1/responses/")
    assert str(openai_sdk.OpenAI(provider=bedrock(api_key="k")).base_url) == "https://own.example/openai/v1/"
    assert "us-west-2" in str(openai_sdk.OpenAI(provider=bedrock(api_key="k", base_url=None)).base_url)


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"api_key": "k", "token_provider": str}, "mutually exclusive"),
        ({"api_key": "k", "profile": "p"}, "ambiguous"),
        ({"profile": "p", **KEYS}, "ambiguous"),
        ({"credential_provider": str, "profile": "p"}, "ambiguous"),
        ({"access_key_id": SECRET}, "require both"),
        ({"session_token": SECRET}, "require both"),
        ({"api_key": " "}, "must not be empty"),
        ({"profile": ""}, "must not be empty"),
        ({"base_url": " ", "api_key": "k"}, "must not be empty"),
        ({"endpoint": "other", "api_key": "k"}, "either `mantle` or `runtime`"),
    ],
)
def test_what_contradicts_itself(openai_sdk: ModuleType, bedrock: Any, given: dict[str, Any], match: str) -> None:
    """It is said so at once."""
    with pytest.raises(openai_sdk.OpenAIError, match=match) as raised:
        bedrock(region="us-east-1", **given)
    assert SECRET not in str(raised.value)


def test_nothing_shows_a_secret(openai_sdk: ModuleType, bedrock: Any) -> None:
    """Neither what is printed of a provider, a client, nor what these consist of."""
    for given in ({"api_key": SECRET}, KEYS):
        provider = bedrock(region="us-east-1", **given)
        client = openai_sdk.OpenAI(provider=provider)
        shown = [provider, client, vars(client), client._service, client._authorizer, vars(client._authorizer)]
        assert SECRET not in " ".join(map(repr, shown)).replace(f"'token': '{SECRET}'", "")
        old = openai_sdk.BedrockOpenAI(
            aws_region="us-east-1", **({"api_key": SECRET} if "api_key" in given else AWS_KEYS)
        )
        assert SECRET not in " ".join(map(repr, (old, old._credentials, old._current(), vars(old._current()))))


def test_changing_over(api: Recorded, bedrock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the other service nothing is taken along but how calls are made, and back neither."""
    own = {"X-Own": SECRET}
    client = api.client(api_key=SECRET, organization=SECRET, project=SECRET, default_headers=own, timeout=7)
    moved = client.with_options(provider=bedrock(region="us-east-1", api_key="k"))
    api.settle(lambda: get(moved))
    assert (api.keys(), moved.timeout) == (["Bearer k"], 7)
    assert SECRET not in str(api.sent[0].headers.multi_items())
    kept = moved.with_options(default_headers=own, organization="o")
    other = kept.copy(provider=bedrock(region="eu-west-1", api_key="k2"))
    assert "eu-west-1" in str(other.base_url)
    assert (other.organization, "X-Own" in other.default_headers, "X-Own" in kept.default_headers) == (
        None,
        False,
        True,
    )
    back = kept.copy(provider=None, api_key="own", set_default_headers={"X-New": "1"})
    assert (str(back.base_url), back.api_key, back.organization) == ("https://api.openai.com/v1/", "own", None)
    api.settle(lambda: get(back))
    assert (api.keys()[-1], api.sent[-1].headers["x-new"]) == ("Bearer own", "1")


@signing
def test_redirects(api: Recorded, service: Service, bedrock: Any) -> None:
    """A signature is for one URL; a token stays with its origin."""
    moved = {"location": "/openai/v1/other"}
    service.answers = [httpx2.Response(307, headers=moved)]
    refused(api, "307", provider=bedrock(region="us-east-1", **KEYS), http=api.http(follow_redirects=True))
    assert len(api.sent) == 1
    service.answers = [
        httpx2.Response(307, headers={"location": "https://other.example/"}),
        httpx2.Response(200, json={}),
    ]
    api.run(
        get, provider=bedrock(region="us-east-1", api_key="k"), http=api.http(follow_redirects=True, auth=("u", "p"))
    )
    assert api.keys()[1:] == ["Bearer k", None]


@signing
@pytest.mark.parametrize("kind", ["bearer", "keys"])
def test_streams(api: Recorded, service: Service, bedrock: Any, kind: str) -> None:
    """They are what they always are."""
    chunk = '{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Hi"}}]}'
    headers = {"content-type": "text/event-stream"}
    service.answers = [httpx2.Response(200, headers=headers, text=f"data: {chunk}\n\ndata: [DONE]\n\n")]
    said = {"model": "us.openai.gpt-5.6-sol", "messages": [{"role": "user", "content": "Hi"}], "stream": True}
    provider = bedrock(endpoint="runtime", region="us-east-1", **({"api_key": "k"} if kind == "bearer" else KEYS))

    def use(client: Any) -> Any:
        if not api.asynchronous:
            return [c.choices[0].delta.content for c in client.chat.completions.create(**said)]

        async def collect() -> list[str]:
            return [c.choices[0].delta.content async for c in await client.chat.completions.create(**said)]

        return collect()

    assert api.run(use, provider=provider) == ["Hi"]
    assert api.urls() == [f"{RUNTIME}/chat/completions"]
    if kind == "keys":
        check_signature(api.sent[0], scope="us-east-1/bedrock")


@signing
def test_credentials_are_asked_for_each_time(api: Recorded, service: Service, bedrock: Any) -> None:
    """Beside the event loop, and each try is signed anew."""
    found = iter(SimpleNamespace(access_key=f"AK{n}", secret_key=SECRET, token=None) for n in (1, 2))
    service.answers = [httpx2.Response(500, headers={"retry-after-ms": "1"})]
    provider = bedrock(region="us-east-1", credential_provider=lambda: next(found))
    api.run(get, provider=provider, max_retries=1)
    assert re.findall(r"Credential=(\w+)/", str(api.keys())) == ["AK1", "AK2"]
    for request in api.sent:
        check_signature(request, scope="us-east-1/bedrock-mantle")


@pytest.mark.parametrize("given", [None, object(), SimpleNamespace(access_key="", secret_key="k", token=None)])
def test_credentials_that_are_none(api: Recorded, bedrock: Any, given: object) -> None:
    """Nothing is sent."""
    refused(api, "credentials", provider=bedrock(region="us-east-1", credential_provider=lambda: given))
    assert api.sent == []


@signing
def test_bodies_that_cannot_be_signed(api: Recorded, bedrock: Any) -> None:
    """All of a body is signed, so one that comes in pieces is refused before it is read."""
    read: list[int] = []

    def pieces() -> Any:
        read.append(1)
        yield b"x"

    provider = bedrock(region="us-east-1", credential_provider=lambda: read.append(2))
    refused(api, "replayable", lambda c: c.post("/x", content=pieces(), cast_to=object), provider=provider)
    refused(api, "replayable", lambda c: c.files.create(file=io.BytesIO(b"x"), purpose="batch"), provider=provider)
    assert (api.sent, read) == ([], [])


@signing
def test_the_chain_of_aws(api: Recorded, bedrock: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """With nothing said: a token of the environment, unless `api_key` is None, else what AWS's tools would use."""
    refused(api, "requires an AWS region", provider=bedrock())
    refused(api, "Could not find credentials", provider=bedrock(region="us-east-1"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "token")
    for given, start in (({}, "Bearer token"), ({"api_key": None}, "AWS4-HMAC-SHA256 Credential=AKENV/")):
        api.run(get, provider=bedrock(region="us-east-1", **given))
        assert (api.keys()[-1] or "").startswith(start)
    config, credentials = tmp_path / "config", tmp_path / "credentials"
    config.write_text("[profile work]\nregion = eu-central-1\n")
    credentials.write_text(f"[work]\naws_access_key_id = AKFILE\naws_secret_access_key = {SECRET}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(credentials))
    api.run(get, provider=bedrock(profile="work"))
    assert "eu-central-1" in api.urls()[-1]
    assert "Credential=AKFILE/" in (api.keys()[-1] or "")
    refused(api, "Failed to resolve AWS credentials", provider=bedrock(profile="none", region="us-east-1"))


def test_without_botocore(api: Recorded, bedrock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens need none; else the error says what to install."""
    aws = import_module(f"{api.package.__name__}.lib._aws")

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(aws, "import_module", missing)
    api.run(get, provider=bedrock(region="us-east-1", api_key="k"))
    match = rf"pip install {api.package.__name__}\[bedrock\]"
    refused(api, match, provider=bedrock(region="us-east-1"))
    refused(api, match, provider=bedrock(region="us-east-1", **KEYS))


# The clients that applications have


def test_hooks_of_the_older_client(legacy: Recorded) -> None:
    """It takes them, and so do its copies."""
    told: list[int] = []
    options = {"before_request": lambda attempt: told.append(attempt.number), "aws_region": "us-east-1"}
    legacy.run(get, api_key="t", **options)
    legacy.run(lambda client: get(client.with_options(timeout=5)), api_key="t", **options)
    legacy.run(lambda client: get(client.with_options(before_request=None)), api_key="t", **options)
    assert told == [1, 1]


def test_the_older_client(legacy: Recorded, service: Service) -> None:
    """It calls the same service in the same way."""
    tokens = iter(("t1", "t2"))
    service.answers = [httpx2.Response(500, headers={"retry-after-ms": "1"})]
    legacy.run(get, aws_region="us-east-1", bedrock_token_provider=lambda: next(tokens), max_retries=1)
    assert (legacy.urls(), legacy.keys()) == ([f"{MANTLE}/models"] * 2, ["Bearer t1", "Bearer t2"])
    assert legacy.sent[0].headers["user-agent"].startswith(legacy.kind.__name__)


@signing
def test_signatures_of_the_older_client(legacy: Recorded) -> None:
    """Keys go before the environment's token."""
    legacy.run(get, base_url=RUNTIME, aws_region="us-east-1", **AWS_KEYS)
    check_signature(legacy.sent[0], scope="us-east-1/bedrock")


def test_its_environment(legacy: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is AWS's, and none of the other service's."""
    for name in ("API_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "https://other.example/v1")
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "first")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    client = legacy.client()
    assert (client.api_key, client.aws_region, str(client.base_url)) == ("first", "us-east-1", f"{MANTLE}/")
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "second")
    legacy.settle(lambda: get(client.with_options(timeout=5)))
    assert (legacy.keys(), SECRET in str(legacy.sent[0].headers.multi_items())) == (["Bearer first"], False)
    monkeypatch.setenv("AWS_BEDROCK_BASE_URL", "https://own.example/openai/v1")
    assert str(legacy.client().base_url) == "https://own.example/openai/v1/"


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"api_key": "k"}, "requires an AWS region"),
        ({"api_key": str, "aws_region": "us-east-1"}, "bedrock_token_provider"),
        ({"api_key": "", "aws_region": "us-east-1"}, "must not be empty"),
        ({"api_key": "k", "bedrock_token_provider": str, "aws_region": "us-east-1"}, "ambiguous"),
        ({"api_key": "k", "aws_region": "us-east-1", **AWS_KEYS}, "ambiguous"),
        ({"aws_region": "us-east-1", "aws_access_key_id": SECRET}, "require both"),
        ({"api_key": "k", "base_url": RUNTIME, "aws_region": "us-west-2"}, "does not match"),
    ],
)
def test_what_it_cannot_be_made_with(legacy: Recorded, given: dict[str, Any], match: str) -> None:
    """It says so at once."""
    refused(legacy, match, **given)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"data_residency": "eu"}, "`data_residency` is only supported by OpenAI clients"),
        ({"admin_api_key": "a"}, "only supports Bedrock bearer token"),
        ({"workload_identity": {}}, "only supports Bedrock bearer token"),
        ({"provider": None}, "Configure `provider` on"),
    ],
)
def test_what_its_copies_cannot_have(legacy: Recorded, change: dict[str, Any], match: str) -> None:
    """They are for this service."""
    refused(legacy, match, lambda client: client.copy(**change), api_key="k", aws_region="us-east-1")


def test_what_is_set_later(legacy: Recorded) -> None:
    """Requests and copies go by what the client has then."""
    client = legacy.client(aws_region="us-east-1", api_key="first")
    client.api_key, client.aws_region = "second", "us-west-2"
    legacy.settle(lambda: get(client))
    legacy.settle(lambda: get(client.with_options(timeout=5)))
    west = MANTLE.replace("us-east-1", "us-west-2")
    assert (legacy.urls(), legacy.keys()) == ([f"{west}/models"] * 2, ["Bearer second"] * 2)
    client.api_key = None
    with pytest.raises(legacy.package.OpenAIError, match="must not be empty"):
        legacy.settle(lambda: get(client))
    signed = legacy.client(aws_region="us-east-1", **AWS_KEYS)
    signed.api_key = "token"
    signed.base_url = "https://own.example/v1"
    legacy.settle(lambda: get(signed))
    assert (legacy.urls()[-1], legacy.keys()[-1]) == ("https://own.example/v1/models", "Bearer token")


@signing
def test_its_copies(legacy: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other credentials take the place of all that were there; the URL follows the region, unless somebody chose it."""
    client = legacy.client(aws_region="us-east-1", api_key="k")
    assert "eu-west-1" in str(client.copy(timeout=5).copy(aws_region="eu-west-1").base_url)
    own = client.copy(base_url="https://own.example/v1")
    assert str(own.copy(aws_region="eu-west-1").base_url) == "https://own.example/v1/"
    assert "us-east-1" in str(own.copy(base_url=" ").base_url)
    signed = client.copy(**AWS_KEYS)
    legacy.settle(lambda: get(signed))
    check_signature(legacy.sent[-1], scope="us-east-1/bedrock-mantle")
    legacy.settle(lambda: get(signed.copy(bedrock_token_provider=lambda: "t")))
    assert legacy.keys()[-1] == "Bearer t"
    with pytest.raises(legacy.package.OpenAIError, match="ambiguous"):
        client.copy(api_key="k", **AWS_KEYS)
    chain = legacy.client(aws_region="us-east-1")
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "late")
    monkeypatch.setenv("AWS_BEDROCK_BASE_URL", "https://late.example/v1")
    assert (chain.copy(timeout=5).api_key, str(chain.copy(timeout=5).base_url)) == ("", f"{MANTLE}/")
    headers = client.copy(default_headers={"X-Own": "1"}).copy(max_retries=4)
    assert (headers.default_headers["X-Own"], headers.max_retries) == ("1", 4)


def test_the_package_as_a_client(openai_sdk: ModuleType, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """`api_type` chooses the service."""
    api = Recorded(openai_sdk, "BedrockOpenAI", service, asynchronous=False)
    for name, value in (
        ("api_type", "amazon-bedrock"),
        ("http_client", api.http()),
        ("bedrock_token_provider", lambda: "t"),
    ):
        monkeypatch.setattr(openai_sdk, name, value, raising=False)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    openai_sdk.models.list()
    assert (api.urls(), api.keys()) == ([f"{MANTLE}/models"], ["Bearer t"])
