"""Words with a spelling of their own in class names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.config.section import Section

_INITIALISMS: Final = """
3ds ach acl ai api ats cpu crm db dns e2e eeoc gb gpu hd hris html http https id ip iso jsonl kb kyb kyc lfs mb mp3
mp4 nft saml sdk sku sms ss ssh sso url
"""
# The words that the vocabulary knows as initialisms from the start.


def read_casings(root: Section) -> dict[str, str]:
    """How words are written in class names: the initialisms known from the start, and what the file says."""
    casings = {word: word.upper() for word in _INITIALISMS.split()}
    for word, section in root.sections("custom_casings"):
        casings.update(_spellings(word.lower(), section))
    return casings


def _spellings(word: str, section: Section) -> Iterator[tuple[str, str]]:
    for form in ("singular", "plural"):
        if form in section:
            spelling = section.section(form)
            yield spelling["snake"].lower(), spelling["pascal"]
    if "pascal" in section:
        yield word, section["pascal"]
    elif "initialism" in section:
        yield word, word.upper() if section["initialism"] else word.capitalize()
