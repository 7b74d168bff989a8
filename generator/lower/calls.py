"""One operation on its way through lowering."""

from __future__ import annotations

from dataclasses import dataclass

from generator.document import model as doc
from generator.document.model import MediaType
from generator.lower.choices import Choices
from generator.lower.contents import chosen_body
from generator.lower.directions import Face
from generator.lower.drafts import draft_key
from generator.lower.routes import Route
from generator.lower.schemas import singular
from generator.python.identifiers import pascal_case


@dataclass(frozen=True, slots=True)
class Call:
    """One operation on its way: what the document says, where it goes, what the config says of it.

    `package` is the types package of its resource.
    """

    operation: doc.Operation
    route: Route
    choices: Choices
    package: tuple[str, ...]
    is_first: bool = True

    @property
    def owner(self) -> str:
        """The key of the draft of the operation's parameters."""
        pointer = self.operation.location.pointer + "/params"
        return draft_key(
            pointer if self.is_first else f"{pointer} {'.'.join(self.route.resource)}.{self.route.method}", Face.REQUEST
        )

    @property
    def stem(self) -> str:
        """What its types are called after: `chat.completions.create` -> CompletionCreate."""
        noun = singular(self.route.resource[-1]) if self.route.resource else ""
        return pascal_case(f"{noun}_{self.route.method}".strip("_"))

    def body(self) -> MediaType | None:
        """The media type of the request that is sent."""
        return chosen_body(self.operation.body, self.choices.body) if self.operation.body else None
