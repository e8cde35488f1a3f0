"""Which lines of the law hold for an organisation at a period's end, and what must be configured to know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charity_analysis.analysis.law.statutory_amounts import net_assets
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules.statutory import KINDS, RatioRule, ratio_rules

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger
    from charity_analysis.ledger.organisations import Organisation


@dataclass(frozen=True)
class Applicable:
    """`rules` hold for the organisation; `open` are those of which one may, but `gap` says what is missing to know.

    Neither: no rule is in force at the period's end, and `gap` says so.
    """

    rules: tuple[RatioRule, ...] = ()
    open: tuple[RatioRule, ...] = ()
    gap: str = ""

    def of_measure(self, measure: str) -> Applicable:
        """The same for one measure, such as "charitable_spending"."""
        rules = tuple(rule for rule in self.rules if rule.measure == measure)
        return Applicable(rules, tuple(rule for rule in self.open if rule.measure == measure), self.gap)


def applicable_rules(ledger: Ledger, period: str) -> Applicable:
    """The lines in force on the last day of `period` for the organisation as configured; no draft is among them."""
    parsed = ReportingPeriod.parse(period)
    in_force = tuple(rule for rule in ratio_rules() if rule.law.is_in_force_on(parsed.last_day))
    if not in_force:
        return Applicable(gap=f"{parsed.last_day} 没有生效的比例规定")
    organisation = ledger.organisation
    gap = _what_is_not_configured(organisation)
    if gap or organisation.kind is None or organisation.public_fundraising is None:
        return Applicable(open=in_force, gap=gap)
    own = tuple(rule for rule in in_force if rule.is_for(organisation.kind, organisation.public_fundraising))
    if not any(rule.has_band for rule in own):
        return Applicable(own)
    assets = net_assets(ledger, parsed.year - 1)
    if assets.fen is None:
        return Applicable(open=own, gap=f"分档须看上年末净资产：{assets.why_missing}")
    return Applicable(tuple(rule for rule in own if rule.takes_in(assets.fen)))


def draft_rules() -> tuple[RatioRule, ...]:
    """Lines that are only proposed: shown, and never applied."""
    return tuple(rule for rule in ratio_rules() if rule.law.status == "draft")


def _what_is_not_configured(organisation: Organisation) -> str:
    """Which of kind and public_fundraising is missing, or is none that the law knows; "" where both are there."""
    allowed = "、".join(KINDS)
    gaps = []
    if organisation.kind is None:
        gaps.append(f"kind（机构类型：{allowed}）")
    elif organisation.kind not in KINDS:
        return f"organisation.toml 的 kind “{organisation.kind[:20]}”不是规定所称的机构类型（{allowed}），请改正"
    if organisation.public_fundraising is None:
        gaps.append("public_fundraising（是否具有公开募捐资格）")
    return f"organisation.toml 未填写 {'、'.join(gaps)}，请见登记证书后补充" if gaps else ""
