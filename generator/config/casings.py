"""Words with a spelling of their own in names."""

from __future__ import annotations

from typing import Final

from generator.casings import Casings
from generator.config.section import Section
from generator.values import Value, field

_INITIALISMS: Final = """
3ds ach acl ai api ats cpu crm db dns e2e eeoc gb gpu hd hris html http https id ip iso jsonl kb kyb kyc lfs mb mp3
mp4 nft saml sdk sku sms ss ssh sso url
"""
# The words that the vocabulary knows as initialisms from the start.
_SPELLINGS: Final = {"openai": "OpenAI"}
# The words that it knows to be written so.


def read_casings(root: Section) -> Casings:
    """How words are written in names: as is known from the start, and as the file says."""
    spellings = _Spellings(dict(_SPELLINGS))
    for word in _INITIALISMS.split():
        spellings.add_initialism(word)
    for word, section in root.sections("custom_casings"):
        spellings.read(word.lower(), section)
    return Casings(spellings.pascal, spellings.snake, spellings.singulars)


class _Spellings(Value):
    """Collects the forms of words; what is said later counts."""

    pascal: dict[str, str] = field(default_factory=dict)
    snake: dict[str, str] = field(default_factory=dict)
    singulars: dict[str, str] = field(default_factory=dict)

    def add_initialism(self, word: str) -> None:
        """`id` is ID, and several are IDs, unless that is a word with a spelling already (HTTPS)."""
        self.pascal[word] = word.upper()
        self.pascal.setdefault(f"{word}s", f"{word.upper()}s")

    def read(self, word: str, section: Section) -> None:
        """Add what the file says of one word."""
        if "singular" in section or "plural" in section:
            forms = [self._form(word, section.section(form)) for form in ("singular", "plural") if form in section]
            self.singulars.update({plural: forms[0] for plural in forms[1:] if plural != forms[0]})
        if "pascal" in section:
            self._form(word, section)
        elif section["initialism"]:
            self.add_initialism(word)
        elif "initialism" in section:
            self.pascal[word] = word.capitalize()
            self.pascal.pop(f"{word}s", None)

    def _form(self, word: str, section: Section) -> str:
        """Add the spellings of one form, and give the form in lower case."""
        snake, pascal = section["snake"] or word, section["pascal"]
        plain = pascal.lower()
        self.pascal[plain] = pascal
        for key in {word, snake.lower()} if "_" not in snake else {word}:
            self.pascal.setdefault(key, pascal)
        if snake.lower() != plain:
            self.snake[plain] = snake.lower()
        return snake.lower()
