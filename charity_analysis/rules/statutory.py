"""Dated rules of law as data: laws, their duties, and the ratios they ask for. Source: statutory.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

KINDS = ("foundation", "association", "service_body")
STATUSES = ("in_force", "draft", "repealed")
CERTAINTIES = {"full_text": "读过全文", "excerpt": "读过摘录", "general_knowledge": "一般了解，须核对"}
MEASURES = ("charitable_spending", "management_cost", "fundraising_cost")
BASES = ("adjusted_income", "net_assets", "total_spending", "fundraising_income")
FEN_PER_YUAN = 100

Direction = Literal["at_least", "at_most"]


@dataclass(frozen=True)
class Law:
    """One law. In force from `effective_from` (inclusive) up to `effective_to` (exclusive; None: still)."""

    id: str
    title: str
    status: str
    certainty: str
    source: str
    effective_from: date | None = None
    effective_to: date | None = None
    replaced_by: str | None = None

    def __post_init__(self) -> None:
        _check(self.id, self.status in STATUSES, "status")
        _check(self.id, self.certainty in CERTAINTIES, "certainty")
        _check(self.id, (self.effective_from is None) == (self.status == "draft"), "effective_from")
        _check(self.id, (self.effective_to is not None) == (self.status == "repealed"), "effective_to")
        _check(self.id, (self.replaced_by is not None) == (self.status == "repealed"), "replaced_by")

    def is_in_force_on(self, day: date) -> bool:
        """True where `day` lies within the law's time; a draft is never in force."""
        if self.effective_from is None or self.status == "draft":
            return False
        return self.effective_from <= day and (self.effective_to is None or day < self.effective_to)


@dataclass(frozen=True)
class Duty:
    """One duty of a law, in our own words; nothing is computed from it."""

    id: str
    law: Law
    article: str
    text: str


@dataclass(frozen=True)
class RatioRule:
    """One line for a ratio: `percent` of `base`. Money in yuan; a band's lower edge is inclusive, the upper is not."""

    id: str
    law: Law
    name: str
    article: str
    certainty: str
    kinds: tuple[str, ...]
    measure: str
    base: str
    direction: Direction
    percent: int
    public_fundraising: bool | None = None
    net_assets_from_yuan: int | None = None
    net_assets_below_yuan: int | None = None
    three_year_mean: bool = False
    exempt_below_yuan: int | None = None

    def __post_init__(self) -> None:
        _check(self.id, bool(self.kinds) and set(self.kinds) <= set(KINDS), "kinds")
        _check(self.id, self.certainty in CERTAINTIES, "certainty")
        _check(self.id, self.measure in MEASURES, "measure")
        _check(self.id, self.base in BASES, "base")
        _check(self.id, self.direction in ("at_least", "at_most"), "direction")
        _check(self.id, 0 < self.percent <= 100, "percent")

    @property
    def has_band(self) -> bool:
        """True where the line depends on last year-end's net assets."""
        return self.net_assets_from_yuan is not None or self.net_assets_below_yuan is not None

    def is_for(self, kind: str, public_fundraising: bool) -> bool:
        """True for an organisation of this kind, with or without the right to raise funds publicly."""
        return kind in self.kinds and self.public_fundraising in (None, public_fundraising)

    def takes_in(self, net_assets_fen: int) -> bool:
        """True where these net assets, in fen, lie within the line's band: its edge included below, excluded above."""
        low, high = self.net_assets_from_yuan, self.net_assets_below_yuan
        return (low is None or net_assets_fen >= low * FEN_PER_YUAN) and (
            high is None or net_assets_fen < high * FEN_PER_YUAN
        )


def _check(identifier: str, is_right: bool, key: str) -> None:
    if not is_right:
        raise ValueError(f"statutory.toml: {identifier}: {key}")


@cache
def _content() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files(__package__).joinpath("statutory.toml").read_text(encoding="utf-8"))


@cache
def laws() -> dict[str, Law]:
    """Laws by id, in the file's order.

    Raises: TypeError for a key that is unknown or lacking, ValueError for a value that is none of those allowed.
    """
    return {entry["id"]: Law(**entry) for entry in _content()["law"]}


@cache
def duties() -> tuple[Duty, ...]:
    """Duties in the file's order."""
    return tuple(Duty(**{**entry, "law": laws()[entry["law"]]}) for entry in _content()["duty"])


@cache
def ratio_rules() -> tuple[RatioRule, ...]:
    """Lines for ratios in the file's order; `law` is the law itself."""
    return tuple(
        RatioRule(**{**entry, "law": laws()[entry["law"]], "kinds": tuple(entry["kinds"])})
        for entry in _content()["ratio"]
    )
