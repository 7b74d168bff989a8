"""Hand-written code that the SDK builds on: what of it came and went. What the code itself says is not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.codes import Code, Reason
from generator.diff.model import Finding
from generator.ir.extensions import HandWritten
from generator.ir.package import Package


def extension_changes(
    old: tuple[HandWritten, ...] | HandWritten, new: tuple[HandWritten, ...] | HandWritten
) -> Iterator[Finding]:
    """The modules whose classes something derives from, or is."""
    before, after = _modules(old), _modules(new)
    for module in sorted(before.keys() ^ after.keys()):
        if module in after:
            yield Finding(code=Code.EXTENSION_ADDED, reason=Reason.ONLY_NEW, after=(module,))
        else:
            yield Finding(code=Code.EXTENSION_REMOVED, reason=Reason.GONE, before=(module,))


def _modules(written: tuple[HandWritten, ...] | HandWritten) -> dict[str, HandWritten]:
    return {one.module: one for one in (written if isinstance(written, tuple) else (written,))}


def export_changes(old: Package, new: Package) -> Iterator[tuple[str, Finding]]:
    """Names that the package, or a types module, takes from hand-written modules; each with its subject."""
    before, after = ({".".join(filter(None, (e.home, e.name))) for e in package.exports} for package in (old, new))
    yield from _names(before, after, Code.EXPORT_ADDED, Code.EXPORT_REMOVED, new.name)
    types = [{f"{added.target}.{name}" for added in one.added_types for name in added.names} for one in (old, new)]
    yield from _names(types[0], types[1], Code.TYPE_ADDED, Code.TYPE_REMOVED, "types")


def _names(before: set[str], after: set[str], added: Code, removed: Code, home: str) -> Iterator[tuple[str, Finding]]:
    for name in sorted(before ^ after):
        code, reason = (added, Reason.ONLY_NEW) if name in after else (removed, Reason.GONE)
        yield f"{home}.{name}", Finding(code=code, reason=reason)
