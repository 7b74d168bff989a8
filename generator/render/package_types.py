"""What is known about the declarations of a package as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from generator.ir.declarations import Alias, Declaration, EnumClass, ObjectModel, ObjectParams
from generator.ir.types import (
    READ_FROM_TEXT,
    ListOf,
    LiteralOf,
    Named,
    Primitive,
    PrimitiveKind,
    TupleOf,
    TypeExpr,
    UnionOf,
    parts,
)
from generator.python.annotations import Annotator
from generator.render.answers import AnswerClasses
from generator.render.earlier import EarlierName
from generator.values import Labelled, field, replace


class PackageTypes(Labelled, kw_only=True):
    """`param_aliases` are aliases made for requests; `private` the declarations that only their own module exports.

    `incomparable` are what stubtest has no way to compare: aliases of literals, of iterables and of unions with a
    discriminator, and typed dictionaries under another name than their own. `answers` are the classes of answers that
    are not decoded. `deep` are the deep names of the module that this is known for, with what each stands for,
    `earlier` its earlier names, and `moved` the classes that stand under others in stubs.
    """

    ASIDE = frozenset({"annotator"})  # it remembers what it wrote, and decides nothing

    annotator: Annotator
    param_aliases: frozenset[Named]
    private: frozenset[Named]
    incomparable: frozenset[Named]
    answers: AnswerClasses
    deep: tuple[tuple[str, Named], ...] = ()
    earlier: tuple[EarlierName, ...] = ()
    moved: Mapping[Named, Named] = field(default_factory=lambda: MappingProxyType({}))

    def among(self, names: Iterable[Named]) -> PackageTypes:
        """What is known about these declarations only."""
        chosen = frozenset(names)
        return replace(
            self,
            param_aliases=self.param_aliases & chosen,
            private=self.private & chosen,
            incomparable=self.incomparable & chosen,
            moved={own: there for own, there in self.moved.items() if own in chosen},
        )


def package_types(
    declarations: Iterable[Declaration],
    answers: AnswerClasses,
    moved: Mapping[Named, Named] = MappingProxyType({}),
) -> PackageTypes:
    """Look the declarations over once."""
    by_name = {d.reference: d for d in declarations}
    aliases = {own: d for own, d in by_name.items() if not isinstance(d, ObjectModel | ObjectParams | EnumClass)}
    params = {own for own, d in by_name.items() if isinstance(d, ObjectParams)}
    return PackageTypes(
        annotator=Annotator(),
        answers=answers,
        param_aliases=_param_aliases(aliases, params),
        private=frozenset(own for own, d in by_name.items() if not d.public),
        incomparable=frozenset(own for own in aliases if _is_incomparable(own, aliases, params)) | params,
        moved=moved,
    )


def _is_incomparable(own: Named, aliases: Mapping[Named, Alias], params: set[Named]) -> bool:
    target = _target(own, aliases)
    match target:
        case ListOf() if aliases[own].for_requests:
            return True
        case LiteralOf():
            return not target.open
        case UnionOf():
            return target.discriminator is not None or _is_read(target)
        case _:
            return target in params or _is_read(target)


def _is_read(target: TypeExpr) -> bool:
    """Whether the code says how something is read, where the stub only says what it is then."""
    return any(
        isinstance(part, TupleOf) or (isinstance(part, Primitive) and part.kind in READ_FROM_TEXT)
        for part in parts([target])
    )


def _target(own: Named, aliases: Mapping[Named, Alias]) -> TypeExpr:
    """What an alias stands for, through aliases of aliases."""
    seen: set[Named] = set()
    target: TypeExpr = own
    while isinstance(target, Named) and target in aliases and target not in seen:
        seen.add(target)
        target = aliases[target].type
    return target


def _param_aliases(aliases: Mapping[Named, Alias], params: set[Named]) -> frozenset[Named]:
    """The aliases made for requests, and those that lead to one, to content to upload or to a typed dictionary."""
    users: dict[Named, list[Named]] = {}
    found: list[Named] = []
    for own, alias in aliases.items():
        leaves = list(_leaves(alias.type))
        if alias.for_requests or any(leaf in params or leaf == _FILE for leaf in leaves):
            found.append(own)
        for leaf in leaves:
            if isinstance(leaf, Named):
                users.setdefault(leaf, []).append(own)
    reached = dict.fromkeys(found)
    for own in found:
        for user in users.get(own, ()):
            if user not in reached:
                reached[user] = None
                found.append(user)
    return frozenset(reached)


_FILE = Primitive(kind=PrimitiveKind.FILE)


def _leaves(type: TypeExpr) -> Iterator[Named | Primitive]:
    """The names and scalars in a type; a scalar without its format."""
    for part in parts([type]):
        if isinstance(part, Named):
            yield part
        elif isinstance(part, Primitive):
            yield Primitive(kind=part.kind)
