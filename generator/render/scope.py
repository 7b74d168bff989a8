"""The names of one generated module: what it imports, and under which name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.ir.types import Named, TypeExpr
from generator.python.annotations import Annotator, Face
from generator.python.code import Code
from generator.python.identifiers import pascal_case
from generator.python.imports import BUILTINS, External, Import, Local, import_lines
from generator.python.literals import name
from generator.render.answers import AWAITED, AnswerClasses

_TYPE_CHECKING = External("typing", "TYPE_CHECKING")
_NOTHING: frozenset[str] = frozenset()


class ModuleScope:
    """Collects the imports of a module while its parts are prepared.

    `module` is its dotted name below the package. `taken` are names that the module uses itself: something imported
    whose name is taken, by these or by an earlier import, is known under another one. `answers` are the classes of
    answers that are not decoded.
    """

    def __init__(
        self,
        module: str,
        annotator: Annotator,
        taken: Iterable[str] = (),
        *,
        answers: AnswerClasses = AWAITED,
        is_package: bool = False,
    ) -> None:
        self.module = module
        self.answers = answers
        self._annotator = annotator
        self._is_package = is_package
        self._taken = set(taken)
        self._names: dict[Import, str] = {}
        self._at_run_time: set[Import] = set()

    def use(self, item: Import) -> Code:
        """The name under which the module knows something that only annotations mention."""
        known_as = self._names.get(item)
        if known_as is None:
            known_as = self._names[item] = name(self._free_name(item)) if item.name else ""
        return Code(known_as)

    def load(self, item: Import) -> Code:
        """The name of something that the module needs when it runs."""
        self._at_run_time.add(item)
        return self.use(item)

    def load_all(self, items: Iterable[Import]) -> Code:
        """The names of several such things, in a row."""
        return Code(", ".join([self.load(item) for item in items]))

    def annotation(self, type: TypeExpr, face: Face, shadowed: frozenset[str] = _NOTHING) -> Code:
        """The annotation for a type, with its imports collected."""
        plain = self._annotator.annotate(type, face, shadowed)
        renames = tuple((item, known_as) for item in plain.imports if (known_as := self.use(item)) != item.name)
        return self._annotator.annotate(type, face, shadowed, renames).code if renames else plain.code

    def builtin(self, builtin: str, shadowed: frozenset[str]) -> Code:
        """A builtin by name, where the class around may define that name itself."""
        if builtin not in shadowed:
            return Code(builtin)
        self.use(BUILTINS)
        return Code(f"builtins.{builtin}")

    def types(self) -> dict[str, Named]:
        """The declared types among what the module imports, under the names by which it knows them."""
        home = "types."
        return {
            known_as: Named(module=item.module.removeprefix(home), name=item.name)
            for item, known_as in self._names.items()
            if isinstance(item, Local) and item.module.startswith(home)
        }

    def imports(self, instead: Mapping[Import, Import] = MappingProxyType({})) -> tuple[Code, ...]:
        """All import statements; what stands `instead` of another is known by the other's name."""
        names = {instead.get(item, item): known_as for item, known_as in self._names.items()}
        return import_lines(names, self.module, is_package=self._is_package)

    def run_time_imports(self) -> tuple[Code, ...]:
        """The imports that the module needs when it runs, with `TYPE_CHECKING` where there are others."""
        if len(self._at_run_time) < len(self._names):
            self.load(_TYPE_CHECKING)
        return self._lines(at_run_time=True)

    def typing_imports(self) -> tuple[Code, ...]:
        """The imports that only type checkers need."""
        return self._lines(at_run_time=False)

    def _lines(self, *, at_run_time: bool) -> tuple[Code, ...]:
        chosen = {item: n for item, n in self._names.items() if (item in self._at_run_time) is at_run_time}
        return import_lines(chosen, self.module, is_package=self._is_package)

    def _free_name(self, item: Import) -> str:
        wanted = item.name
        if item.module == self.module:
            return wanted
        if wanted in self._taken and isinstance(item, Local):
            wanted = _apart(item)
        return self.define(wanted)

    def define(self, wanted: str) -> str:
        """The name of something more that the module defines: the wanted one, or one like it that is free."""
        while wanted in self._taken:
            wanted += "_"
        self._taken.add(wanted)
        return wanted


def _apart(item: Import) -> str:
    """Another name for an import: `shared.mood.Mood` is SharedMood, `pet.Address` is PetAddress, `_path.path` _path."""
    if item.name.islower():
        return f"_{item.name}"
    *packages, module = item.module.split(".")
    own = pascal_case(module)
    return (pascal_case(packages[-1]) if own == item.name and packages else own) + item.name
