"""A message as it is built and as it is sent: blocks, and the text that phones and screen readers use."""

from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """`text` says in one line what `blocks` show; notifications and screen readers read it, so it is never empty.

    It is plain: Slack reads mentions in it too, so what people typed must not become one when it is sent.
    """

    text: str
    blocks: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a message needs a text beside its blocks")

    def arguments(self) -> dict[str, Any]:
        """The arguments of `chat.*`, and the fields of an acknowledgement."""
        text = self.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return {"text": text, "blocks": self.blocks} if self.blocks else {"text": text}
