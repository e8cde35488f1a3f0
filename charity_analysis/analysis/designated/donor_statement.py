"""What a donor is told of designated gifts, in sentences: what came, where it went, what is left or not known."""

from __future__ import annotations

from datetime import date

from charity_analysis.analysis.designated.chains import Chain, Gift, Tranche
from charity_analysis.money import UNIT_FEN, Money, format_halfwidth_yuan, format_wan, format_yuan
from charity_analysis.rules import label_names

_WAN = UNIT_FEN["万元"]
_NO_PAYMENT = "截至期末，台账中没有对应这笔捐赠的拨付。"
_CLOSED = {
    "exact": "全部拨付完毕，与捐赠金额一致。",
    "within_rounding": "全部拨付完毕，与捐赠金额在取整误差内一致。",
}


def donor_statement(chain: Chain) -> tuple[str, ...]:
    """Sentences for the donor's page, in order: each gift, each payment by day, what is left, and what is not known.

    A payee who is a person is not named: donors may ask for the use of their gift, not for names of those in need.
    """
    return (
        *(_received(gift, chain) for gift in chain.gifts),
        *(_paid(tranche) for tranche in chain.tranches),
        _left(chain),
        *_not_known(chain),
    )


def _received(gift: Gift, chain: Chain) -> str:
    whose = "你们合计的捐赠中的" if "、" in chain.donor else "您的"
    fund = f"，进入“{chain.fund}”" if chain.fund else ""
    return f"{whose} {_yuan(gift.amount)} → {_day(gift.received_date, gift.date_basis, '到账')}{fund}。"


def _paid(tranche: Tranche) -> str:
    purpose = f"，用于{tranche.purpose}" if tranche.purpose else "，用途未载明"
    approval = f"，批准文号 {tranche.approval_no}" if tranche.approval_no else "，批准文号未载明"
    verb = "退回" if tranche.amount.fen < 0 else "拨付"
    amount = Money(abs(tranche.amount.fen), tranche.amount.halfwidth_fen)
    day = _day(tranche.paid_date, tranche.date_basis, verb)
    return f"→ {day} {_yuan(amount)}，收款方：{_payee(tranche)}{purpose}{approval}。"


def _left(chain: Chain) -> str:
    if not chain.tranches:
        return _NO_PAYMENT
    if chain.overspent is not None:
        return f"拨付合计比捐赠多 {_yuan(chain.overspent)}，须核对。"
    return _CLOSED.get(chain.closure) or f"尚余 {_yuan(chain.residue)} 未拨付。"


def _not_known(chain: Chain) -> tuple[str, ...]:
    """What a reader might take for certain and is not."""
    sums = sum(tranche.basis == "exact_sum" for tranche in chain.tranches)
    afloat = len(chain.gifts) > 1 and any(tranche.gift_row_id is None for tranche in chain.tranches)
    lines = (
        (sums > 0, f"其中 {sums} 笔拨付未写捐赠人，系按资金池与金额完全相符对应。"),
        (afloat, "有的拨付用的是哪一笔捐赠，台账不能确定。"),
        (chain.books == "uncertain", "账务归属待核实。"),
    )
    return tuple(text for holds, text in lines if holds)


def _payee(tranche: Tranche) -> str:
    if tranche.payee_kind == "individual":
        return f"{label_names('payee_kind')['individual']}（姓名不列）"
    return tranche.payee or "未载明"


def _day(day: date | None, basis: str, verb: str) -> str:
    if day is None:
        return f"{'本期内' if basis == 'period' else ''}{verb}（日期未载明）"
    stated = f"{day.year}年{day.month}月{day.day}日"
    return f"截至{stated}已{verb}" if basis == "as_of" else f"{stated}{verb}"


def _yuan(amount: Money) -> str:
    """7 000 000 fen as 7 万元: in 万元 where two decimals of it hold all, else in 元 to the fen; with its precision."""
    shown = f"{format_yuan(amount.fen)} 元"
    if abs(amount.fen) >= _WAN and amount.fen * 100 % _WAN == 0:
        shown = f"{format_wan(amount.fen, 2 if amount.fen % _WAN else 0)} 万元"
    return f"{shown}（{format_halfwidth_yuan(amount.halfwidth_fen)}）" if amount.halfwidth_fen else shown
