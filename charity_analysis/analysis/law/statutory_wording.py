"""Verdicts in words: what a base says, and a share in percent that does not look like the line where it is not."""

from __future__ import annotations

from fractions import Fraction

from charity_analysis.analysis.law.extents import Answer, Extent
from charity_analysis.money import format_yuan
from charity_analysis.rules.statutory import RatioRule

# Direction → how the share stands to the line where it is met, and where it is not.
_SIDES = {"at_least": ("不低于", "低于"), "at_most": ("不高于", "高于")}


def reason_of(rule: RatioRule, part: Extent, base: Extent, answer: Answer) -> str:
    """What one base says: "按2019 年调整后收入：慈善活动支出 75.00 元，为 75.00%，不低于 70%"."""
    if base.fen is None:
        return f"按{base.name}：{base.why_missing}"
    if base.low <= 0:
        return f"{base.name}为 0 或为负，不计算比例"
    share = percent_of(part.fen or 0, base.fen, rule.percent)
    if answer == "undecidable":
        doubts = "，".join((*part.doubts, *base.doubts))
        return f"按{base.name}：为 {share}，但数额未定，可能在 {rule.percent}% 线的任一侧（{doubts}）"
    side = _SIDES[rule.direction][answer == "not_met"]
    uncertain = [f"{one.name}中 {format_yuan(one.uncertain_fen)} 元" for one in (part, base) if one.uncertain_fen]
    note = f"（账务归属待核实：{'，'.join(uncertain)}）" if uncertain else ""
    return f"按{base.name}：{part.name} {format_yuan(part.fen or 0)} 元，为 {share}，{side} {rule.percent}%{note}"


def percent_of(part: int, base: int, line: int) -> str:
    """part ÷ base in percent, with as many digits as keep it from looking like the line where it is not."""
    share = Fraction(part, base) * 100
    for decimals in (2, 4, 6):
        shown = f"{float(share):.{decimals}f}"
        if share == line or Fraction(shown) != line:
            return f"{shown}%"
    return f"{float(share):.8f}%"
