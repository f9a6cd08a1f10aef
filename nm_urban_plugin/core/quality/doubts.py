"""A layer chosen for a role that it contradicts: the question that has to be asked, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from .catalogue import Kind, kind_of, weights
from .recognition import AMBIGUOUS, CERTAIN, Recognition, judged, recognise
from .signs import Signs
from .words import Names, Said, said

#: Points by which another role must lead over the chosen one before it is worth a question.
_LEAD = 2


@dataclass(frozen=True)
class Doubt:
    """Why a layer may not be what it was chosen for. looks_like is the role that fits better, '' if only the chosen one
    does not fit; `strong` where its values, geometry or codes contradict the choice."""

    chosen: str
    looks_like: str
    strong: bool
    message: Said


def doubt(chosen: str, signs: Signs, recognition: Recognition | None = None) -> Doubt | None:
    """The question to ask before *signs* is used as the role *chosen*; None if nothing speaks against it.

    A farmland layer chosen as land use, a boundary chosen as counties, changed patches chosen as the full layer.
    Roles that the catalogue does not have are never doubted.
    """
    wanted = kind_of(chosen)
    if wanted is None:
        return None
    found = recognition or recognise(signs)
    fits = judged(wanted, signs)
    best = kind_of(found.candidates[0].role) if found.candidates else None
    if best is not None and (best.role == chosen or chosen in best.serves):
        return _partial(best, chosen, found) or (_against(wanted, fits) if best.role == chosen else None)
    lead = found.candidates[0].score - max(fits.score, 0.0) if found.candidates else 0.0
    if best is not None and found.state == CERTAIN and lead >= weights().lead:
        return Doubt(chosen, best.role, True, _looks_like(wanted, best, found.reasons))
    contrary = _against(wanted, fits)
    if contrary is not None:
        return contrary
    if best is not None and found.state == AMBIGUOUS and not found.candidates[0].against and (
            found.candidates[0].score >= weights().accept and lead >= _LEAD * weights().lead):
        return Doubt(chosen, best.role, False, _looks_like(wanted, best, found.reasons))
    return None


def _looks_like(wanted: Kind, best: Kind, reasons: tuple[Said, ...]) -> Said:
    return said("looks_like", chosen=_names(wanted), found=_names(best), why=reasons)


def _names(kind: Kind) -> Names:
    return Names((kind.zh,), (kind.en,))


def _partial(best: Kind, chosen: str, found: Recognition) -> Doubt | None:
    if best.partial and best.role != chosen and found.state == CERTAIN:
        return Doubt(chosen, best.role, True, said("partial_layer", role=_names(best)))
    if found.generation == "mixed":
        return Doubt(chosen, chosen, True, said("mixed_codes"))
    return None


def _against(wanted: Kind, fits) -> Doubt | None:
    if not fits.against:
        return None
    return Doubt(wanted.role, "", True, said("contradicts", chosen=_names(wanted), why=fits.against))
