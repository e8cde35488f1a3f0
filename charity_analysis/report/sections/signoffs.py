"""Which open errors a responsible person let pass, so that nobody takes the report for one without errors."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.ingest.addresses import place
from charity_analysis.report.elements import Fragment, join, notice, quoted, table

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear
    from charity_analysis.report.privacy.signoffs import Signoff


def render_signoffs(report: HalfYear) -> Fragment:
    """How many errors were signed off; in the internal edition each with its reason, by whom and when. Else nothing."""
    signed = report.standing.signed if report.standing else ()
    if not signed:
        return join()
    told = f"有 {len(signed)} 条错误级发现尚未改正，已由负责人签字确认"
    # How many lines a file of the house has is no figure of the ledger.
    if report.is_public:
        return notice("warning", quoted(f"{told}。"))
    people = "、".join(
        f"{name}（{len(list(group))} 条）" for name, group in groupby(sorted(signed, key=_signer), _signer)
    )
    lines = pd.DataFrame(map(_line, signed))
    return join(
        notice("warning", quoted(f"{told}：{people}。")),
        table(lines, "签字确认的错误级发现", quotes=list(lines.columns), stacked=True),
    )


def _signer(signoff: Signoff) -> str:
    return signoff.signed_by


def _line(signoff: Signoff) -> dict[str, str]:
    where = signoff.place
    return {
        "位置": place(where.file or None, where.sheet or None, where.cell or None) or "本机构",
        "规则": where.rule,
        "理由": signoff.reason,
        "签字人": signoff.signed_by,
        "日期": signoff.signed_on,
    }
