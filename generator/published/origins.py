"""What a published type stands for, as words of its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from generator.published.ways import FORMS
from generator.values import Value

_NESTED: Final = "nested"
_COMPONENT: Final = "component"
_VIA: Final = "via"


class Origin(Value, kw_only=True):
    """Where a type came from: `component` is what it was declared as, `via` from what and by which way it is reached,
    `form` what it is where it is no object. It `is_nested` where it stands in the module of another."""

    is_nested: bool = False
    form: str = ""
    component: str = ""
    via: tuple[str, str] | None = None

    def words(self) -> Iterator[str]:
        """The same as words."""
        if self.is_nested:
            yield _NESTED
        if self.form:
            yield self.form
        if self.component:
            yield from (_COMPONENT, self.component)
        if self.via is not None:
            yield from (_VIA, *self.via)


def origin_of(words: Sequence[str]) -> Origin | None:
    """The origin that these words tell; None where they tell none. A component may be called like one of our words."""
    left = list(reversed(words))
    is_nested = bool(left) and left[-1] == _NESTED and bool(left.pop())
    form = left.pop() if left and left[-1] in FORMS else ""
    component, via = "", None
    if len(left) > 1 and left[-1] == _COMPONENT:
        left.pop()
        component = left.pop()
    if len(left) == 3 and left[-1] == _VIA:
        via = (left[1], left[0])
        left = []
    return None if left else Origin(is_nested=is_nested, form=form, component=component, via=via)


NESTED: Final = tuple(Origin(is_nested=True).words())
"""What is said of a second name that stands in the module of something else."""
