"""The names of field roles as a reader knows them, in the language of the sentence."""

from __future__ import annotations

from dataclasses import dataclass

from ..roles import field_roles


@dataclass(frozen=True)
class RoleNames:
    """Several roles as a value of a `messages.Message`."""

    roles: tuple[str, ...]

    def text(self, lang: str = "zh") -> str:
        """约定动工日期、实际动工日期."""
        chinese, known = lang.lower().startswith("zh"), field_roles()
        return ("、" if chinese else ", ").join(known[role].zh if chinese else known[role].en for role in self.roles)
