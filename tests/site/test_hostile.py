"""Text of hostile documents on the site: it is read as words and changes nothing else."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.ir.package import Guide
from generator.pipeline import generate
from generator.python.code import Code
from generator.render import environment, html
from generator.render.colours import coloured
from generator.render.environment import UnencodedTextError
from generator.render.markdown import Markdown, prose
from generator.request import Request
from tests.site.checks import dead_targets, faults
from tests.support.generated import contents
from tests.support.html_pages import read, site_pages
from tests.support.rendering import render_site
from tests.unit.docs.test_pages import HOSTILE, with_text_everywhere
from tests.unit.docs.zoo import PACKAGE
from tests.unit.python.hostile import HOSTILE_TEXTS

ATTACKS = [
    *HOSTILE_TEXTS,
    HOSTILE,
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:x) [there](//evil.example/x) [up](../../../../etc/passwd)",
    '[click](https://example.com/"onclick="alert(1))',
    '<https://example.com/"><script>alert(1)</script>>',
    "![tracker](https://evil.example/pixel.gif)",
    "[a]: javascript:alert(1)\n\n[a]",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "| a | b |\n| --- | --- |\n| <b onclick=x> | </td></tr></table> |",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62; &amp;lt;",
    "# One\n\n## Two\n\n</main></body></html>",
    "<!-- comment --> <![CDATA[ x ]]> <?php ?>",
    "[click](&#106;avascript:alert(1)) [click](java&#x0A;script:alert(1)) [click](&#x09;javascript:alert(1))",
    "[click](<java\tscript:alert(1)>) [click]( javascript:alert(1)) [click](\\x01javascript:alert(1))",
    "[click](java%0ascript:alert(1)) [click](feed:javascript:alert(1)) [click](https:javascript:alert(1))",
    "[click](https://user:pass@evil.example/%22%3E%3Cscript%3E) [click](http:\\\\evil.example) [c](/\\evil.example)",
    '[click](https://example.com "title" onclick="alert(1)") [click](<https://example.com/> onclick=x)',
    "<javascript:alert(1)> <data:text/html,x> <mailto:a@example.com?subject=<script>>",
    "]]> --> */ //</SCRIPT\t\n> </script/x> <\x00script>",
    "\u2028alert(1)\u2029 \u202ereversed\u202c \ufeff\u200b \x85 \x0b\x0c",
    "__proto__ constructor toString hasOwnProperty",
    "> " * 200 + "deep",
    "".join("  " * depth + "- deep\n" for depth in range(200)),
    "*" * 500 + "x" + "*" * 500 + "[" * 500 + "](" * 500 + "`" * 501,
    "a<br>b <br onload=x> <br/><img> &lt;br&gt; \\<br>",
    "| a<br>b | `c\\|d` |\n| --- | :-: |\n| x | [y](javascript:x) |",
    "~~struck~~ <u>x</u> &copy; &notanentity; &#0; &#xD800; &#x110000; &#x202e;",
    '<style>*{display:none}</style> <svg/onload=alert(1)> <math><mi//xlink:href="data:x,y">',
]

TESTS = Path(__file__).parents[1]
DOCUMENTS = sorted(TESTS.glob("cases/*/*/spec.yaml")) + sorted(TESTS.glob("diagnostics/*/spec.yaml"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_stays_text(attack: str) -> None:
    """In all places that a document fills: pages consist of what they may consist of, and lead nowhere else."""
    if "\ud800" in attack:
        pytest.skip("no document has half a character: the reader replaces them")
    package = replace(with_text_everywhere(attack), guides=(Guide(name="own", title=attack, doc=attack, text=attack),))
    files = render_site(package)
    assert faults(files) == []
    assert dead_targets(files) == []
    for path, page in site_pages(files).items():
        targets = [target for target in page.links if not target.startswith(("http://", "https://", "mailto:"))]
        assert not [target for target in targets if ":" in target or target.startswith("//")], path
        assert "\u202e" not in page.words
    for name in ("tree.js", "search-index.js"):
        assert files[name].isascii()
        assert "<" not in files[name]
        assert files[name].count("\n") == 1


def site_of(spec: Path) -> dict[str, str]:
    """The site of a document, by path below its folder; nothing where the document cannot be read."""
    config = spec.with_name("sdk.yaml")
    request = Request(
        spec=str(spec), config=config if config.exists() else None, package="sdk", only=frozenset({"site"})
    )
    outcome = generate(request, stdin=io.BytesIO(), progress=lambda _: None)
    return {
        path.removeprefix("site/"): content.decode() if isinstance(content, bytes) else content
        for path, content in contents(outcome.files).items()
    }


@pytest.mark.parametrize("spec", DOCUMENTS, ids=lambda spec: str(spec.parent.relative_to(TESTS)))
def test_every_document_of_the_suite(spec: Path) -> None:
    """Each case and each diagnostic, hostile or broken, has a site like any other, or none."""
    files = site_of(spec)
    assert faults(files) == []
    assert not files or dead_targets(files) == []


def test_names_that_file_systems_do_not_like(tmp_path: Path) -> None:
    """Names of devices, names that differ by case alone, very long ones, and those that every object has in scripts."""
    names = ["con", "Aux", "nul", "Zoo", "zoo", "index", "__proto__", "constructor", "long" * 60]
    schemas = [*names, "Pet", "PET", "pet"]
    document = {
        "openapi": "3.1.0",
        "info": {"title": "</script>", "version": "1"},
        "paths": {
            f"/{name}/{inner}": {
                "get": {
                    "parameters": [{"name": one, "in": "query", "schema": {"type": "string"}} for one in names],
                    "responses": {
                        "200": {
                            "description": "ok",
                            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
                        }
                    },
                }
            }
            for name, schema in zip([*names, "x", "y", "z"], schemas, strict=True)
            for inner in ("con", "long" * 60)
        },
        "components": {
            "schemas": {
                schema: {"type": "object", "properties": {one: {"type": "string"} for one in names}}
                for schema in schemas
            }
        },
    }
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    files = site_of(spec)
    assert faults(files) == []
    assert dead_targets(files) == []
    assert len({path.casefold() for path in files}) == len(files)
    assert max(map(len, files)) < 115
    stems = {part.partition(".")[0] for path in files for part in path.split("/")}
    assert not stems & {"con", "aux", "nul", "prn", "com1", "lpt1"}
    assert {"con_", "constructor"} <= stems


def test_a_description_of_a_megabyte(tmp_path: Path) -> None:
    """It is a long page, made in time that grows with it."""
    said = "Some *words* with `code`, and [a link](https://example.com). " * 17_000
    spec = tmp_path / "spec.json"
    schema = {"type": "object", "description": said, "properties": {"a": {"type": "string"}}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    path = {"get": {"responses": {"200": {"description": "ok", "content": content}}}}
    spec.write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "T", "version": "1"},
                "paths": {"/pets": path},
                "components": {"schemas": {"Pet": schema}},
            }
        ),
        encoding="utf-8",
    )
    files = site_of(spec)
    assert len(files["types/pet.html"]) > len(said)
    assert len(files["search-index.js"]) < len(said) / 50


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Plain words.", "<p>Plain words.</p>"),
        (
            "Some *weak*, **strong** and `code <b>`.",
            "<p>Some <em>weak</em>, <strong>strong</strong> and <code>code &lt;b&gt;</code>.</p>",
        ),
        ("[web](https://example.com/a?b=c&d=e)", '<p><a href="https://example.com/a?b=c&amp;d=e">web</a></p>'),
        ("[mail](mailto:a@example.com)", '<p><a href="mailto:a@example.com">mail</a></p>'),
        ("[bad](javascript:x)", "<p>bad</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("# Title", "<p><strong>Title</strong></p>"),
        ('```json\n{"a": 1}\n```', '<pre><code tabindex="0">{<b class="n">"a"</b>: <b class="m">1</b>}</code></pre>'),
    ],
)
def test_descriptions_as_html(markdown: str, expected: str) -> None:
    """The part of CommonMark that descriptions are written in."""
    assert html.blocks(prose(markdown)) == expected


def test_pages_of_the_site_are_named_after_those_of_the_docs() -> None:
    """Relative links of ours lead to HTML; those of the web stay what they are."""
    assert html.inline(Markdown("[a](../types/x.md#y)")) == '<a href="../types/x.html#y">a</a>'
    assert html.inline(Markdown("[a](https://example.com/x.md)")) == '<a href="https://example.com/x.md">a</a>'


def test_a_template_places_no_text_that_no_encoder_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither text of the document nor Markdown can be printed on a page: the template has to say how it is placed."""
    page = environment._page_environment()
    for value in ("words", Code("code"), Markdown("*markdown*")):
        with pytest.raises(UnencodedTextError):
            page.from_string("{{ view }}").render(view=value)
    assert page.from_string("{{ view | blocks }}").render(view=Markdown("*markdown*")) == "<p><em>markdown</em></p>"


@pytest.mark.parametrize("language", ["python", "json", "bash", "unknown", ""])
@pytest.mark.parametrize("attack", ATTACKS)
def test_colours_change_no_text(attack: str, language: str) -> None:
    """Coloured code is the same text in elements of one kind."""
    page = read(f"<pre>{coloured(attack, language)}</pre>")
    assert page.faults == []
    assert "".join(page.text) == attack.replace("\r\n", "\n").replace("\r", "\n") or "\r" in attack or "\0" in attack
    assert {tag for tag, _ in page.elements} <= {"pre", "b"}


def test_colours_take_time_that_grows_with_the_text() -> None:
    """What never ends, or looks as if it did not, is passed over once."""
    for attack in (
        '"' * 25_000,
        '"""' * 20_000,
        "'\\" * 40_000,
        "0" * 80_000,
        "# " * 40_000,
        "a" * 80_000,
        '"a\n' * 30_000,
    ):
        for language in ("python", "json", "bash"):
            coloured(attack, language)


def test_hostile_documents_have_no_page_outside_of_the_folder() -> None:
    """Pages are where checked names put them."""
    for path in render_site(with_text_everywhere("../../x")):
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", path)
        assert ".." not in path


def test_the_site_of_a_package_without_operations() -> None:
    """Only types: no dead link, and a tree without what is not there."""
    files = render_site(replace(PACKAGE, resources=(), client_operations=(), webhooks=(), webhook_event=None))
    assert faults(files) == []
    assert dead_targets(files) == []
    assert "Resources" not in files["tree.js"]
