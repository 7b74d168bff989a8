"""Text of hostile documents on the site: it is read as words and changes nothing else."""

from __future__ import annotations

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
    '<style>*{display:none}</style> <svg/onload=alert(1)> <math><mi//xlink:href="data:x,y">',
]


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


def test_the_document_of_hostile_names(tmp_path: Path) -> None:
    """The case whose names and texts all attack has a site like any other."""
    spec = Path(__file__).parents[1] / "cases/naming/hostile/spec.yaml"
    request = Request(spec=str(spec), package="sdk", only=frozenset({"site"}))
    with (tmp_path / "nothing").open("w+b") as nothing:
        outcome = generate(request, stdin=nothing, progress=lambda _: None)
    files = {path.removeprefix("site/"): content for path, content in outcome.files.items()}
    texts = {path: text.decode() if isinstance(text, bytes) else str(text) for path, text in files.items()}
    assert faults(texts) == []
    assert dead_targets(texts) == []
    assert len(texts) > 20


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
        '"' * 50_000,
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
