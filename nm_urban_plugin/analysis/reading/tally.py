"""Features that could not be used, or only after a repair: each with its layer, id, reason and change of area."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Union

from ...core.messages import Message
from ...core.resources import BilingualError

REJECTED, REPAIRED = "rejected", "repaired"

#: A sentence, or a message that the face words in the user's language.
Reason = Union[str, Message, BilingualError]


class LayerRefused(ValueError):
    """A layer that cannot be used at all; the message names the layer, the cause and the remedy."""


@dataclass(frozen=True)
class Reject:
    """One line of the reject table. *d_area_m2* is the area after minus before the repair, None where unknown."""

    src: str
    fid: int
    reason: Reason
    action: str = REJECTED
    d_area_m2: float | None = None


@dataclass
class Tally:
    """What happened to the features of one run: read = used + listed + rejected; repaired ones are among the used."""

    read: int = 0
    used: int = 0
    listed: int = 0
    rejects: list[Reject] = field(default_factory=list)

    def reject(self, src: str, fid: int, reason: Reason) -> None:
        self.rejects.append(Reject(src, int(fid), reason))

    def repaired(self, src: str, fid: int, reason: Reason, d_area_m2: float | None) -> None:
        self.rejects.append(Reject(src, int(fid), reason, REPAIRED, d_area_m2))

    def aside(self) -> Tally:
        """A tally for a second layer of the run: it lists into the same table and counts apart."""
        return Tally(rejects=self.rejects)

    def count(self, action: str, src: str | None = None) -> int:
        """Features (not lines) with this action, of one layer or of all."""
        return len({(r.src, r.fid) for r in self.rejects if r.action == action and src in (None, r.src)})
