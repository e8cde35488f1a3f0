"""Designated gifts: from the donor through the programme to those who were paid, and a letter to each donor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from charity_analysis.analysis.designated.chains import Chain, Tranche, UnplacedPayment, trace_designated
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.ingest.addresses import place
from charity_analysis.money import format_halfwidth_yuan, format_wan, format_yuan
from charity_analysis.report.cards import fold, letter
from charity_analysis.report.elements import Fragment, Part, chart, join, notice, paragraphs, table
from charity_analysis.report.flow_chart import STAGES, plot_flows, summed_flows
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.tables import residue_note

# So many donors get a letter; the gifts of all others stand in one table, up to its limit.
MOST_LETTERS, _MOST_LINES = 8, 40
_BASES = {"stated": "台账写明", "exact_sum": "金额恰好相符"}


def render_chains(report: HalfYear) -> Fragment:
    """The closure K14, the picture of the flows, a letter to each of the largest donors, and all others in a table."""
    traced = trace_designated(report.ledger, str(report.period))
    chains = [chain for chain in traced.chains if str(report.period) in chain.periods]
    unplaced = _unplaced([one for one in traced.unplaced if one.period == str(report.period)])
    if not chains:
        return join(notice("info", "本期没有可以追踪的定向捐赠。"), unplaced)
    donors: dict[str, list[Chain]] = {}
    for chain in chains:
        donors.setdefault(chain.donor or NOT_STATED, []).append(chain)
    named = sorted(donors.items(), key=lambda item: -sum(chain.received.fen for chain in item[1]))
    letters = [_letter(report, donor, own) for donor, own in named[:MOST_LETTERS]]
    rest = [chain for _, own in named[MOST_LETTERS:] for chain in own]
    others = [fold(f"其余 {len(named) - MOST_LETTERS} 位捐赠人", _chain_table(report, rest))] if rest else []
    return join(_closure(report, chains), _picture(chains), *letters, *others, unplaced)


def _closure(report: HalfYear, chains: Sequence[Chain]) -> Fragment:
    figure = report.key_figures["K14"]
    closed = sum(chain.is_closed for chain in chains)
    over = [chain for chain in chains if chain.overspent is not None]
    parts: list[Part] = [
        join(f"本期共 {len(chains)} 条定向捐赠的去向，{closed} 条已全部拨付到收款方。", "闭合率（K14）："),
        report.cite(figure),
        "。",
    ]
    if over:
        parts.append(f"{len(over)} 条的拨付多于收到的捐赠，应当核对。")
    return paragraphs([join(*parts)])


def chain_flows(chains: Sequence[Chain]) -> pd.DataFrame:
    """One row per flow: donor, programme, payee (missing where no payment is known), amount_fen."""
    rows: list[tuple[str, str, str | None, int]] = [
        (chain.donor or NOT_STATED, chain.programme or NOT_STATED, tranche.payee or NOT_STATED, tranche.amount.fen)
        for chain in chains
        for tranche in chain.tranches
    ]
    rows += [
        (chain.donor or NOT_STATED, chain.programme or NOT_STATED, None, chain.residue.fen)
        for chain in chains
        if not chain.is_closed and chain.residue.fen > 0
    ]
    flows = pd.DataFrame(rows, columns=[*STAGES, "amount_fen"])
    return flows[flows["amount_fen"] > 0]


def _picture(chains: Sequence[Chain]) -> Fragment:
    flows = chain_flows(chains)
    if flows.empty:
        return join()
    drawn = summed_flows(flows)
    words = "；".join(
        f"{donor}经{programme}到{payee} {format_wan(int(fen))} 万元"
        for donor, programme, payee, fen in drawn.head(8).itertuples(index=False)
    )
    more = f"；另有 {len(drawn) - 8} 条较小的" if len(drawn) > 8 else ""
    by_donor = drawn.groupby("donor")["amount_fen"].sum()
    return chart(
        plot_flows(flows),
        "定向捐赠到了谁手里？",
        f"流向图，从捐赠人经项目到收款方：{words}{more}。",
        drawn,
        residue_note(by_donor),
    )


def _letter(report: HalfYear, donor: str, chains: Sequence[Chain]) -> Fragment:
    """What one donor gave, and where it went."""
    received = sum(chain.received.fen for chain in chains)
    payees = list(dict.fromkeys(tranche.payee or NOT_STATED for chain in chains for tranche in chain.tranches))
    target = "、".join(payees[:2]) + (f"等 {len(payees)} 处" if len(payees) > 2 else "")
    lead = f"您的 {format_wan(received)} 万元 → {target or '尚无对应的拨付'}"
    return letter(donor, lead, join(*(_chain(report, chain) for chain in chains)))


def _chain(report: HalfYear, chain: Chain) -> Fragment:
    """One chain of a letter: a sentence of what became of it, and a line per tranche."""
    under = chain.programme or chain.fund
    sentence: list[Part] = [f"捐赠人{chain.donor or NOT_STATED}", f"，用于{under}" if under else "", "：收到 "]
    sentence += [report.cite(_received(chain)), " 元", _precision(chain.received.halfwidth_fen), f"（{_days(chain)}）"]
    if chain.tranches:
        sentence += ["，已拨付 ", report.cite(_allocated(chain)), " 元"]
    sentence.append(_state(chain))
    if not chain.tranches:
        return paragraphs([join(*sentence)])
    return join(paragraphs([join(*sentence)]), _tranches(report, chain))


def _state(chain: Chain) -> str:
    if chain.overspent is not None:
        return f"；拨付多于收到的 {format_yuan(chain.overspent.fen)} 元，应当核对。"
    if chain.is_closed:
        return "，已全部拨付到收款方。"
    if not chain.tranches:
        return "；台账中没有能够对应到这笔捐赠的拨付。"
    return f"，尚有 {format_yuan(chain.residue.fen)} 元没有对应的拨付。"


def _precision(halfwidth_fen: int) -> str:
    words = format_halfwidth_yuan(halfwidth_fen)
    return f"（{words}）" if words else ""


def _days(chain: Chain) -> str:
    days = [_day(gift.received_date, gift.date_basis) for gift in chain.gifts]
    return f"到账日：{'、'.join(dict.fromkeys(days))}" if len(days) < 5 else f"{len(days)} 笔"


def _day(day: date | None, basis: str) -> str:
    if day is None or basis in ("not_stated", "period"):
        return "本期内·未载明" if basis == "period" else NOT_STATED
    return f"{'截至' if basis == 'as_of' else ''}{day.isoformat()}"


def _tranches(report: HalfYear, chain: Chain) -> Fragment:
    lines = [_tranche(report, chain, tranche) for tranche in chain.tranches]
    total = {"拨付日期": "合计", "金额（元）": format_yuan(sum(tranche.amount.fen for tranche in chain.tranches))}
    shown = pd.DataFrame([*lines, total] if len(lines) > 1 else lines).fillna("")
    unsaid = {"用途": "purpose", "距到账（天）": "days"}
    empty = [name for name, field in unsaid.items() if all(getattr(one, field) is None for one in chain.tranches)]
    shown = shown.drop(columns=empty)
    under = chain.programme or chain.fund or ""
    caption = f"{chain.donor or NOT_STATED}的捐赠去向{f'（{under}）' if under else ''}"
    return table(shown, caption, numeric=["金额（元）", *({"距到账（天）"} & {*shown})], total=len(lines) > 1)


def _tranche(report: HalfYear, chain: Chain, tranche: Tranche) -> dict[str, Part]:
    name = f"{chain.donor or NOT_STATED} → {tranche.payee or NOT_STATED}"
    figure = Figure(
        f"tranche-{_key(chain)}-{tranche.row_id}",
        name,
        "fen",
        tranche.amount.fen,
        tranche.amount.halfwidth_fen,
        (tranche.row_id,),
        f"这笔拨付中用去该捐赠的部分（{_BASES[tranche.basis]}）",
    )
    return {
        "拨付日期": _day(tranche.paid_date, tranche.date_basis),
        "收款方": tranche.payee or NOT_STATED,
        "金额（元）": report.cite(figure),
        "用途": tranche.purpose or NOT_STATED,
        "批准文号": tranche.approval_no or "未载明文号",
        "距到账（天）": "—" if tranche.days is None else f"{tranche.days:,}",
        "对应依据": _BASES[tranche.basis],
    }


def _key(chain: Chain) -> str:
    return chain.gifts[0].row_id if chain.gifts else f"{chain.donor}-{chain.fund}-{chain.programme}"


def _received(chain: Chain) -> Figure:
    rows = tuple(gift.row_id for gift in chain.gifts)
    name = f"{chain.donor or NOT_STATED}的定向捐赠"
    amount = chain.received
    if not rows:
        return Figure(f"chain-received-{_key(chain)}", name, "fen", why_missing="台账中没有这笔捐赠")
    return Figure(f"chain-received-{_key(chain)}", name, "fen", amount.fen, amount.halfwidth_fen, rows, "各笔捐赠相加")


def _allocated(chain: Chain) -> Figure:
    rows = tuple(tranche.row_id for tranche in chain.tranches)
    name = f"{chain.donor or NOT_STATED}的定向捐赠已拨付"
    fen = sum(tranche.amount.fen for tranche in chain.tranches)
    halfwidth = sum(tranche.amount.halfwidth_fen for tranche in chain.tranches)
    return Figure(f"chain-allocated-{_key(chain)}", name, "fen", fen, halfwidth, rows, "各笔拨付中用去该捐赠的部分相加")


def _chain_table(report: HalfYear, chains: Sequence[Chain]) -> Fragment:
    """The chains without a letter, the largest first, each with the place of its first gift."""
    lines = [
        {
            "捐赠人": chain.donor or NOT_STATED,
            "项目": chain.programme or chain.fund or NOT_STATED,
            "收到（元）": format_yuan(chain.received.fen),
            "已拨付（元）": format_yuan(chain.allocated.fen),
            "未对应（元）": format_yuan(chain.residue.fen),
            "捐赠的出处": _first_place(report, chain),
        }
        for chain in chains[:_MOST_LINES]
    ]
    rest = chains[_MOST_LINES:]
    amount = format_yuan(sum(chain.received.fen for chain in rest))
    note = f"另有 {len(rest)} 条较小的，共 {amount} 元，见笔记本 05_funds_and_chains。" if rest else ""
    numeric = ["收到（元）", "已拨付（元）", "未对应（元）"]
    return table(pd.DataFrame(lines), "其余定向捐赠的去向", numeric=numeric, note=note)


def _first_place(report: HalfYear, chain: Chain) -> str:
    row = report.sources.loc[chain.gifts[0].row_id]
    where = place(f"{row['folder_period']}/{row['source_file']}", row["source_sheet"] or None, None)
    more = f" 等 {len(chain.gifts)} 笔" if len(chain.gifts) > 1 else ""
    return f"{where} › 第 {row['source_row']} 行{more}"


def _unplaced(payments: Sequence[UnplacedPayment]) -> Fragment:
    """Payments that may have spent designated gifts, and why it is not known which."""
    if not payments:
        return join()
    total = format_yuan(sum(payment.amount.fen for payment in payments))
    reasons: dict[str, list[UnplacedPayment]] = {}
    for payment in payments:
        reasons.setdefault(payment.why, []).append(payment)
    lines = pd.DataFrame(
        {
            "为什么": list(reasons),
            "笔数": [len(own) for own in reasons.values()],
            "金额（元）": [format_yuan(sum(one.amount.fen for one in own)) for own in reasons.values()],
            "资金": ["、".join(dict.fromkeys(one.fund or NOT_STATED for one in own)) for own in reasons.values()],
        }
    )
    body = table(lines, "没有对应到定向捐赠的拨付", numeric=["笔数", "金额（元）"])
    return fold(f"没有对应到捐赠的拨付：{len(payments)} 笔，{total} 元", body)
