"""The package and its client: names, options, what is exported."""

from __future__ import annotations

from collections.abc import Iterable

from generator.compare.judged import Judged, gone, new, renamed
from generator.compare.matching import Matching
from generator.compare.model import ASYNC
from generator.diff.codes import Code, Reason
from generator.diff.model import Change


def clients(matching: Matching) -> Judged:
    """The names of the client classes."""
    before, after = matching.old.client, matching.new.client
    if before is None:
        return
    for prefix in ("", ASYNC):
        own = f"{prefix}{before.name}"
        if after is None:
            yield gone(Code.EXPORT_REMOVED, own)
        else:
            other = f"{prefix}{after.name}"
            yield None if own == other else renamed(Code.CLIENT_RENAMED, own, own, other)


def options(matching: Matching) -> Judged:
    """What the client is made with."""
    before, after = matching.old.client, matching.new.client
    if before is None or after is None:
        return
    ours = {option.name: option for option in after.options}
    for option in before.options:
        subject = f"{before.name}({option.name}=...)"
        if option.name not in ours:
            yield gone(Code.OPTION_REMOVED, subject)
        elif ours[option.name].required and not option.required:
            yield Change(code=Code.BECAME_REQUIRED, reason=Reason.MUST_BE_GIVEN, subject=subject)
        else:
            yield None
    known = {option.name for option in before.options}
    for option in after.options:
        if option.name not in known and option.required:
            subject = f"{before.name}({option.name}=...)"
            yield Change(code=Code.OPTION_ADDED, reason=Reason.MUST_BE_GIVEN, subject=subject)


def further_options(matching: Matching) -> Judged:
    """Options that only the new client has."""
    before, after = matching.old.client, matching.new.client
    known = {option.name for option in before.options} if before else set()
    for option in after.options if before and after else ():
        if option.name not in known and not option.required:
            yield new(Code.OPTION_ADDED, f"{before.name if before else ''}({option.name}=...)")


def exceptions(matching: Matching) -> Judged:
    """The exceptions that the package exports."""
    yield from _exported(matching, (name for name in matching.old.exports if _is_exception(name)), "")


def exports(matching: Matching) -> Judged:
    """All else that it exports, but for its clients."""
    client = matching.old.client
    own = {f"{prefix}{client.name}" for prefix in ("", ASYNC)} if client else set()
    names = (name for name in matching.old.exports if not _is_exception(name) and name not in own)
    yield from _exported(matching, names, "")


def pages(matching: Matching) -> Judged:
    """The classes of pages."""
    yield from _exported(matching, matching.old.pages, "pagination.", matching.new.pages)


def _exported(matching: Matching, names: Iterable[str], home: str, there: tuple[str, ...] | None = None) -> Judged:
    """Names that are there under another case, too, are called so now."""
    ours = set(matching.new.exports if there is None else there)
    folded = {name.casefold(): name for name in ours}
    # the base of all errors is called after the client
    if matching.old.client and matching.new.client:
        base = f"{matching.old.client.name}Error".casefold()
        folded.setdefault(base, f"{matching.new.client.name}Error")
    for name in names:
        subject = f"{home}{name}"
        other = folded.get(name.casefold())
        if name in ours:
            yield None
        elif other in ours and other is not None:
            yield renamed(Code.TYPE_RENAMED, subject, subject, f"{home}{other}")
        else:
            yield gone(Code.EXPORT_REMOVED, subject)


def _is_exception(name: str) -> bool:
    return name.endswith(("Error", "Exception"))
