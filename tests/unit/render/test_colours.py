"""Code in colours: what is marked in configs, and that nothing is lost."""

from __future__ import annotations

import re
from html import unescape

from generator.render.colours import coloured

CONFIG = """\
# What the document cannot say
resources:
  pets: {methods: {list: "get /pets", "a&b": true}}   # <one>
max_retries: 3
url: https://pets.example:8080/a
"""


def test_keys_texts_and_comments_of_yaml() -> None:
    """Keys are what a colon follows; a colon or a hash inside of a word means nothing."""
    marked = re.findall(r'<b class="(\w)">(.*?)</b>', coloured(CONFIG, "yaml"))
    assert ("c", "# What the document cannot say") in marked
    assert [words for kind, words in marked if kind == "n"] == [
        "resources", "pets", "methods", "list", "max_retries", "url",
    ]  # fmt: skip
    assert [words for kind, words in marked if kind == "s"][:2] == ['"get', '/pets"']


def test_nothing_is_lost() -> None:
    """Without its marks the text is what it was."""
    assert unescape(re.sub(r"</?b[^>]*>", "", coloured(CONFIG, "yaml"))) == CONFIG
