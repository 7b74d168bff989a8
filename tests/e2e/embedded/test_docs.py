"""The docs: every code sample runs, every link leads somewhere."""

from __future__ import annotations

import gc
import io
import re
import runpy
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType

import pytest

from generator.ir.package import Package
from generator.render.docs import Sample, SampleKind, samples
from generator.render.docs.samples import DOWNLOAD, methods
from tests.support.mock_api import MockAPI
from tests.support.program import CONFIG, SPEC
from tests.support.said import lost_of
from tests.support.server import Server

FENCE = re.compile(r"^(```+).*?^\1\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"\]\(<?([^)\s>]*)>?\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
ANCHOR = re.compile(r"<a +(?:id|name)=\"([^\"]+)\"")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server, openai_sdk: ModuleType) -> Path:
    """A working directory such as the samples expect, with credentials and address in the environment."""
    (tmp_path / "file.bin").write_bytes(b"content of a file")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "key")
    return tmp_path


def test_every_sample_runs(package: Package, folder: Path, mock: MockAPI) -> None:
    """Each program ends well, asks for the operation it shows, and shows what it got."""
    problems = {}
    with warnings.catch_warnings():
        # Short programs leave it to their end to close connections; here they end together.
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.filterwarnings("ignore", "Use `", DeprecationWarning)  # methods that the config calls deprecated
        for number, sample in enumerate(found := samples(package)):
            problem = _run(sample, folder / f"sample_{number}.py", mock)
            if problem:
                problems[f"{sample.operation_id} {sample.kind.value}"] = problem
        for _ in range(3):  # what a client lets go of when it is collected is garbage for the next collection
            gc.collect()
    assert problems == {}
    assert len(found) > 2 * 75


def test_every_operation_has_samples(package: Package) -> None:
    """A sync, an async and a raw one, and those of its stream where it can stream."""
    kinds: dict[str, set[SampleKind]] = {}
    for sample in samples(package):
        kinds.setdefault(sample.operation_id, set()).add(sample.kind)
    for method in methods(package):
        wanted = {SampleKind.SYNC, SampleKind.ASYNC, SampleKind.RAW}
        if method.operation.stream is not None and method.operation.stream.parameter is not None:
            wanted |= {SampleKind.SYNC_STREAM, SampleKind.ASYNC_STREAM}
        assert kinds[method.operation.operation_id] == wanted


def test_samples_stand_in_the_docs(package: Package, embedded_output: Path) -> None:
    """What runs here is what readers see."""
    text = "".join(path.read_text(encoding="utf-8") for path in embedded_output.rglob("*.md"))
    missing = [f"{s.operation_id} {s.kind.value}" for s in samples(package) if f"```python\n{s.code}\n```" not in text]
    assert missing == []


def test_no_description_is_lost() -> None:
    """Each text that the document says is in docs or stubs, or in the ledger."""
    assert lost_of(SPEC, CONFIG) == []


def test_the_readme_shows_what_runs_here(package: Package, embedded_output: Path) -> None:
    """Each program of the README is one of the samples; and it speaks of all that its users ask first."""
    text = (embedded_output / "README.md").read_text(encoding="utf-8")
    known = {f"{sample.code}\n" for sample in samples(package)}
    shown = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(shown) > 8
    assert [program for program in shown if program not in known] == []
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    wanted = (
        "Errors",
        "Retries",
        "Timeouts",
        "Streams",
        "Pages",
        "Uploads",
        "raw answers",
        "Proxies",
        "Logging",
        "Versions",
    )
    assert [words for words in wanted if not any(words in heading for heading in headings)] == []


def test_every_link_resolves(embedded_output: Path) -> None:
    """Relative links of the docs and the README lead to files that are there, and to headings in them."""
    broken, seen = [], 0
    for page in sorted([*embedded_output.rglob("*.md"), *embedded_output.rglob("llms.txt")]):
        for target in _links(page.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            seen += 1
            file, _, anchor = target.partition("#")
            path = (page.parent / file).resolve() if file else page
            if not path.is_file() or (anchor and anchor not in _anchors(path.read_text(encoding="utf-8"))):
                broken.append(f"{page.relative_to(embedded_output)}: {target}")
    assert broken == []
    assert seen > 1000


def test_what_counts_as_a_link() -> None:
    """Code is not searched for links; headings get the anchors that GitHub gives them."""
    text = "# A `b.c` d!\n[x](y.md#z) `[a](b)`\n```python\nf[0](c)\n```\n## A\n## A\n"
    assert list(_links(text)) == ["y.md#z"]
    assert _anchors(text) == {"a-bc-d", "a", "a-1"}


def _run(sample: Sample, file: Path, mock: MockAPI) -> str:
    """What is wrong with a sample; nothing where it does what it shows."""
    file.write_text(sample.code, encoding="utf-8")
    asked, printed = len(mock.answered), io.StringIO()
    download = file.parent / DOWNLOAD
    download.unlink(missing_ok=True)
    try:
        with redirect_stdout(printed):
            runpy.run_path(str(file), run_name="__main__")
    except Exception as error:
        return repr(error)
    if sample.kind is SampleKind.GUIDE:
        return ""
    other = {*mock.answered[asked:]} ^ {sample.operation_id}
    if other and not ("_and_poll(" in sample.code and len(other) == 1 and sample.operation_id in mock.answered[asked:]):
        return f"asked for {mock.answered[asked:]}"  # what begins work and waits asks for that, too
    if "print(" in sample.code and not printed.getvalue():
        return "printed nothing"
    if DOWNLOAD in sample.code and not download.stat().st_size:
        return "downloaded nothing"
    return ""


def _links(text: str) -> Iterator[str]:
    for match in LINK.finditer(CODE.sub("", FENCE.sub("", text))):
        yield match[1]


def _anchors(text: str) -> set[str]:
    """The anchors of a page: explicit ones, and those of its headings."""
    outside = FENCE.sub("", text)
    found = set(ANCHOR.findall(outside))
    counts: dict[str, int] = {}
    for heading in HEADING.findall(outside):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        number = counts.get(slug, 0)
        counts[slug] = number + 1
        found.add(f"{slug}-{number}" if number else slug)
    return found
