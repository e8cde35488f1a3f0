"""Designated gifts: from the donor through the programme to those who were paid, and a letter to each donor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from charity_analysis.analysis.designated.chains import Chain, Tranche, UnplacedPayment
from charity_analysis.analysis.figures import Figure, each_once
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.ingest.addresses import place
from charity_analysis.money import Money, format_halfwidth_yuan, format_wan
from charity_analysis.report.cards import fold, letter
from charity_analysis.report.elements import Fragment, Part, chart, join, notice, paragraphs, quoted, table
from charity_analysis.report.flow_chart import STAGES, plot_flows, summed_flows
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.tables import amount_cell, column_of, residue_note

# So many donors get a letter; the gifts of all others stand in one table, up to its limit.
MOST_LETTERS, _MOST_LINES = 8, 40
_BASES = {"stated": "台账写明", "exact_sum": "金额恰好相符"}


def render_chains(report: HalfYear) -> Fragment:
    """The closure K14, the picture of the flows, a letter to each of the largest donors, and all others in a table."""
    traced = report.books.tracing
    chains = [chain for chain in traced.chains if str(report.period) in chain.periods]
    unplaced = _unplaced(report, [one for one in traced.unplaced if one.period == str(report.period)])
    if not chains:
        return join(notice("info", "本期没有可以追踪的定向捐赠。"), unplaced)
    donors: dict[str, list[Chain]] = {}
    for chain in chains:
        donors.setdefault(chain.donor or NOT_STATED, []).append(chain)
    named = sorted(donors.items(), key=lambda item: -sum(chain.received.fen for chain in item[1]))
    # In a public edition only whose name may stand is written to; the others stand in the table, as all do there.
    greeted = [(donor, own) for donor, own in named if _may_be_named(report, donor)][:MOST_LETTERS]
    letters = [_letter(report, donor, own) for donor, own in greeted]
    written = {donor for donor, _ in greeted}
    rest = [chain for donor, own in named if donor not in written for chain in own]
    others = [fold("其余捐赠人", _chain_table(report, rest))] if rest else []
    return join(_closure(report, chains), _picture(report, chains), *letters, *others, unplaced)


def _may_be_named(report: HalfYear, donor: str) -> bool:
    return report.secrets is None or donor in report.secrets.published


def _closure(report: HalfYear, chains: Sequence[Chain]) -> Fragment:
    closed = [chain for chain in chains if chain.is_closed]
    over = [chain for chain in chains if chain.overspent is not None]
    parts: list[Part] = ["本期共 ", _count(report, chains, "chains"), " 条定向捐赠的去向，"]
    parts += [_count(report, closed, "chains-closed"), " 条已全部拨付到收款方。"] if closed else ["都没有全部拨付。"]
    parts += ["闭合率（K14）：", report.cite(report.key_figures["K14"]), "。"]
    if over:
        parts += [_count(report, over, "chains-over"), " 条的拨付多于收到的捐赠，应当核对。"]
    return paragraphs([join(*parts)])


def _count(report: HalfYear, chains: Sequence[Chain], identifier: str) -> Part:
    """How many chains these are, leading to the gifts and payments of all of them."""
    rows = each_once(row for chain in chains for row in chain.row_ids)
    name = "定向捐赠的去向条数"
    return report.cite(Figure(identifier, name, "count", len(chains), 0, rows, "一位捐赠人的一项用途算一条"))


def chain_flows(chains: Sequence[Chain]) -> pd.DataFrame:
    """One row per flow: donor, programme, payee (missing where no payment is known), amount_fen, row_ids."""
    rows: list[tuple[str, str, str | None, int, tuple[str, ...]]] = [
        (
            chain.donor or NOT_STATED,
            chain.programme or NOT_STATED,
            tranche.payee or NOT_STATED,
            tranche.amount.fen,
            (tranche.row_id,),
        )
        for chain in chains
        for tranche in chain.tranches
    ]
    rows += [
        (chain.donor or NOT_STATED, chain.programme or NOT_STATED, None, chain.residue.fen, chain.row_ids)
        for chain in chains
        if not chain.is_closed and chain.residue.fen > 0
    ]
    flows = pd.DataFrame(rows, columns=[*STAGES, "amount_fen", "row_ids"])
    return flows[flows["amount_fen"] > 0]


def _picture(report: HalfYear, chains: Sequence[Chain]) -> Fragment:
    flows = chain_flows(chains)
    if flows.empty:
        return join()
    drawn = summed_flows(flows)
    words = "；".join(
        f"{donor}经{programme}到{payee} {format_wan(int(fen))} 万元"
        for donor, programme, payee, fen in drawn.head(8)[[*STAGES, "amount_fen"]].itertuples(index=False)
    )
    more = f"；另有 {len(drawn) - 8} 条较小的" if len(drawn) > 8 else ""
    by_donor = drawn.groupby("donor")["amount_fen"].sum()
    figures = [
        Figure(
            f"flow-{number}",
            f"{row.donor} → {row.programme} → {row.payee}",
            "fen",
            int(row.amount_fen),
            0,
            each_once(row.row_ids),
            "各笔拨付中用去捐赠的部分相加；没有对应拨付的是捐赠减去已拨付",
        )
        for number, row in enumerate(each_row(drawn))
    ]
    return chart(
        plot_flows(flows, _links(report, drawn, figures)),
        "定向捐赠到了谁手里？",
        f"流向图，从捐赠人经项目到收款方：{words}{more}。",
        drawn[[*STAGES]].assign(amount_fen=column_of(report.cite(figure) for figure in figures)),
        residue_note(by_donor),
    )


def _links(report: HalfYear, drawn: pd.DataFrame, flows: Sequence[Figure]) -> dict[tuple[str, str], str]:
    """For each name of the picture the way to the flows that its amount is made of."""
    links = {}
    for stage in STAGES:
        for name in drawn[stage].unique():
            own = tuple(flow for flow, other in zip(flows, drawn[stage], strict=True) if other == name)
            rows = each_once(row for flow in own for row in flow.row_ids)
            fen = sum(int(flow.value or 0) for flow in own)
            figure = Figure(f"flows-{stage}-{name}", name, "fen", fen, 0, rows, "经过这里的各条去向相加", made_of=own)
            links[stage, str(name)] = report.anchor(figure)
    return links


def _letter(report: HalfYear, donor: str, chains: Sequence[Chain]) -> Fragment:
    """What one donor gave, and where it went."""
    gifts = [_received(chain) for chain in chains]
    rows = each_once(row for gift in gifts for row in gift.row_ids)
    fen = sum(chain.received.fen for chain in chains)
    payees = list(dict.fromkeys(tranche.payee or NOT_STATED for chain in chains for tranche in chain.tranches))
    target = "、".join(payees[:2]) + ("等处" if len(payees) > 2 else "")
    # What folds and unfolds a letter cannot hold a link as well; the letter's first sentence has it.
    lead = quoted(f"您的 {format_wan(fen)} 万元 → {target or '尚无对应的拨付'}")
    whole: Part = ""
    if rows and len(chains) > 1:
        halfwidth = sum(chain.received.halfwidth_fen for chain in chains)
        key, name = f"letter-{_key(chains[0])}", f"{donor}的定向捐赠合计"
        figure = Figure(key, name, "fen", fen, halfwidth, rows, "各笔捐赠相加")
        whole = paragraphs([join("您的定向捐赠合计 ", report.cite(figure), " 元。")])
    return letter(quoted(donor), lead, join(whole, *(_chain(report, chain) for chain in chains)))


def _chain(report: HalfYear, chain: Chain) -> Fragment:
    """One chain of a letter: a sentence of what became of it, and a line per tranche."""
    under = chain.programme or chain.fund
    purpose: Part = join("，用于", quoted(under)) if under else ""
    sentence: list[Part] = ["捐赠人", quoted(chain.donor or NOT_STATED), purpose, "：收到 "]
    sentence += [report.cite(_received(chain)), " 元", quoted(_precision(chain.received.halfwidth_fen))]
    sentence += ["（", _days(report, chain), "）"]
    if chain.tranches:
        sentence += ["，已拨付 ", report.cite(_allocated(chain)), " 元"]
    sentence.append(_state(report, chain))
    if not chain.tranches:
        return paragraphs([join(*sentence)])
    return join(paragraphs([join(*sentence)]), _tranches(report, chain))


def _state(report: HalfYear, chain: Chain) -> Part:
    if chain.overspent is not None:
        return join("；拨付多于收到的 ", _difference(report, chain, chain.overspent, "over"), " 元，应当核对。")
    if chain.is_closed:
        return "，已全部拨付到收款方。"
    if not chain.tranches:
        return "；台账中没有能够对应到这笔捐赠的拨付。"
    return join("，尚有 ", _difference(report, chain, chain.residue, "residue"), " 元没有对应的拨付。")


def _difference(report: HalfYear, chain: Chain, amount: Money, kind: str) -> Part:
    """What is left of the gifts, or was paid beyond them: one sum less the other."""
    received, allocated = _received(chain), _allocated(chain)
    made_of = (allocated, received) if kind == "over" else (received, allocated)
    known = tuple(figure for figure in made_of if figure.value is not None)
    name = f"{chain.donor or NOT_STATED}的定向捐赠{'超付' if kind == 'over' else '尚未对应'}"
    key, amounts = f"chain-{kind}-{_key(chain)}", (amount.fen, amount.halfwidth_fen)
    formula = "已拨付 － 收到" if kind == "over" else "收到 － 已拨付"
    return report.cite(Figure(key, name, "fen", *amounts, chain.row_ids, formula, made_of=known))


def _precision(halfwidth_fen: int) -> str:
    words = format_halfwidth_yuan(halfwidth_fen)
    return f"（{words}）" if words else ""


def _days(report: HalfYear, chain: Chain) -> Part:
    days = [_day(gift.received_date, gift.date_basis) for gift in chain.gifts]
    if len(days) < 5:
        return quoted(f"到账日：{'、'.join(dict.fromkeys(days))}")
    rows = (gift.row_id for gift in chain.gifts)
    return join(report.count(rows, f"chain-gifts-{_key(chain)}", "定向捐赠的笔数"), " 笔")


def _day(day: date | None, basis: str) -> str:
    if day is None or basis in ("not_stated", "period"):
        return "本期内·未载明" if basis == "period" else NOT_STATED
    return f"{'截至' if basis == 'as_of' else ''}{day.isoformat()}"


def _tranches(report: HalfYear, chain: Chain) -> Fragment:
    lines = [_tranche(report, chain, tranche) for tranche in chain.tranches]
    total: list[dict[str, Part]] = (
        [{"拨付日期": "合计", "金额（元）": report.cite(_allocated(chain))}] if len(lines) > 1 else []
    )
    shown = pd.DataFrame([*lines, *total]).fillna("")
    unsaid = {"用途": "purpose", "距到账（天）": "days"}
    empty = [name for name, field in unsaid.items() if all(getattr(one, field) is None for one in chain.tranches)]
    shown = shown.drop(columns=empty)
    under = chain.programme or chain.fund or ""
    caption = quoted(f"{chain.donor or NOT_STATED}的捐赠去向{f'（{under}）' if under else ''}")
    numeric = ["金额（元）", *({"距到账（天）"} & {*shown})]
    quotes = [str(name) for name in shown if name not in numeric]
    return table(shown, caption, numeric=numeric, quotes=quotes, total=len(lines) > 1)


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
        "距到账（天）": _lag(report, chain, tranche),
        "对应依据": _BASES[tranche.basis],
    }


def _lag(report: HalfYear, chain: Chain, tranche: Tranche) -> Part:
    if tranche.days is None or tranche.gift_row_id is None:
        return "—"
    rows, key = (tranche.gift_row_id, tranche.row_id), f"days-{_key(chain)}-{tranche.row_id}"
    return report.cite(Figure(key, "从到账到拨付的天数", "days", tranche.days, 0, rows, "拨付日 － 到账日"))


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
    if not rows:
        return Figure(f"chain-allocated-{_key(chain)}", name, "fen", why_missing="台账中没有对应的拨付")
    fen = sum(tranche.amount.fen for tranche in chain.tranches)
    halfwidth = sum(tranche.amount.halfwidth_fen for tranche in chain.tranches)
    return Figure(f"chain-allocated-{_key(chain)}", name, "fen", fen, halfwidth, rows, "各笔拨付中用去该捐赠的部分相加")


def _chain_table(report: HalfYear, chains: Sequence[Chain]) -> Fragment:
    """The chains without a letter, the largest first, each with the place of its first gift."""
    lines = [
        {
            "捐赠人": chain.donor or NOT_STATED,
            "项目": chain.programme or chain.fund or NOT_STATED,
            "收到（元）": amount_cell(report, _received(chain)),
            "已拨付（元）": amount_cell(report, _allocated(chain)),
            "未对应（元）": _difference(report, chain, chain.residue, "residue"),
            "捐赠的出处": _first_place(report, chain),
        }
        for chain in chains[:_MOST_LINES]
    ]
    rest = chains[_MOST_LINES:]
    numeric = ["收到（元）", "已拨付（元）", "未对应（元）"]
    quotes = ["捐赠人", "项目", "捐赠的出处"]
    caption = "其余定向捐赠的去向"
    return table(pd.DataFrame(lines), caption, numeric=numeric, quotes=quotes, note=_smaller(report, rest))


def _smaller(report: HalfYear, chains: Sequence[Chain]) -> Part:
    """The chains that the table leaves out, in one sentence."""
    if not chains:
        return ""
    rows = each_once(gift.row_id for chain in chains for gift in chain.gifts)
    fen = sum(chain.received.fen for chain in chains)
    halfwidth = sum(chain.received.halfwidth_fen for chain in chains)
    figure = Figure("chains-smaller", "没有列出的定向捐赠", "fen", fen, halfwidth, rows, "各笔捐赠相加")
    count = _count(report, chains, "chains-smaller-count")
    return join("另有 ", count, " 条较小的，共 ", report.cite(figure), " 元，见笔记本 05_funds_and_chains。")


def _first_place(report: HalfYear, chain: Chain) -> str:
    if not chain.gifts:
        return NOT_STATED
    row = report.sources.loc[chain.gifts[0].row_id]
    where = place(f"{row['folder_period']}/{row['source_file']}", row["source_sheet"] or None, None)
    more = f" 等 {len(chain.gifts)} 笔" if len(chain.gifts) > 1 else ""
    return f"{where} › 第 {row['source_row']} 行{more}"


def _unplaced(report: HalfYear, payments: Sequence[UnplacedPayment]) -> Fragment:
    """Payments that may have spent designated gifts, and why it is not known which."""
    if not payments:
        return join()
    reasons: dict[str, list[UnplacedPayment]] = {}
    for payment in payments:
        reasons.setdefault(payment.why, []).append(payment)
    lines = pd.DataFrame(
        [
            {
                "为什么": why,
                **_sums(report, own, f"unplaced-{number}"),
                "资金": "、".join(dict.fromkeys(one.fund or NOT_STATED for one in own)),
            }
            for number, (why, own) in enumerate(reasons.items())
        ]
    )
    total = {"为什么": "合计", **_sums(report, payments, "unplaced"), "资金": ""}
    lines = pd.concat([lines, pd.DataFrame([total])], ignore_index=True)
    caption = "没有对应到定向捐赠的拨付"
    body = table(lines, caption, numeric=["笔数", "金额（元）"], quotes=["为什么", "资金"], total=True)
    return fold("没有对应到捐赠的拨付", body)


def _sums(report: HalfYear, payments: Sequence[UnplacedPayment], key: str) -> dict[str, Part]:
    rows = each_once(one.row_id for one in payments)
    fen, halfwidth = sum(one.amount.fen for one in payments), sum(one.amount.halfwidth_fen for one in payments)
    formula = "各笔拨付中没有对应到捐赠的部分相加"
    amount = Figure(f"{key}-amount", "没有对应到捐赠的拨付", "fen", fen, halfwidth, rows, formula)
    return {"笔数": report.count(rows, key, "没有对应到捐赠的拨付笔数"), "金额（元）": report.cite(amount)}
