"""Designated gifts in the narrative: what each came to, told under the programme that it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from charity_analysis.analysis.designated.chains import Chain, Gift, Tranche
from charity_analysis.analysis.figures import Figure, count_rows
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Piece, Pieces, Quoted
from charity_analysis.report.narrative.wording import in_turn, say, sentence

# Under one programme so many gifts are named, fewer in a half-year of many; of all others their sums are told.
_MOST_CHAINS, _MOST_OF_MANY, _MANY_CHAINS = 3, 1, 30
_MOST_PARTS = 4


class Designated:
    """The period's chains of designated gifts by programme; what has been told is not told again."""

    def __init__(self, report: HalfYear) -> None:
        self._period = str(report.period)
        chains = [chain for chain in report.books.tracing.chains if self._period in chain.periods]
        self._most = _MOST_OF_MANY if len(chains) > _MANY_CHAINS else _MOST_CHAINS
        self._chains: dict[str, list[Chain]] = defaultdict(list)
        for chain in chains:
            if chain.gifts and chain.received.fen > 0:
                self._chains[chain.programme or NOT_STATED].append(chain)

    def say_programme(self, programme: str) -> Pieces:
        """The sentences of the gifts for `programme`, the largest first; nothing where there are none."""
        return self._say(programme, self._chains.pop(programme, []))

    def say_rest(self) -> Pieces:
        """Those for programmes under which nothing was paid."""
        rest = [chain for chains in self._chains.values() for chain in chains]
        self._chains.clear()
        return self._say("", sorted(rest, key=lambda chain: -chain.received.fen))

    def _say(self, key: str, chains: Sequence[Chain]) -> Pieces:
        if not chains:
            return ()
        named = chains if len(chains) == self._most + 1 else chains[: self._most]
        rest = chains[len(named) :]
        clauses = [_chain(chain, _earlier([chain], self._period, _key(chain))) for chain in named]
        last = _rest(key, rest, _earlier(rest, self._period, f"rest-{key}")) if rest else ()
        return (*say("chain_heading"), *sentence(*clauses, last))


def _chain(chain: Chain, earlier: Pieces) -> Pieces:
    donor, received = Quoted(chain.donor or NOT_STATED), _received(chain)
    given: dict[str, Piece | Pieces] = {"donor": donor, "received": received, "earlier": earlier}
    if not chain.tranches:
        return say("chain_unspent", **given)
    paid = _paid(chain)
    if chain.overspent is not None:
        return say("chain_overspent", **given, paid=paid)
    if not chain.is_closed:
        return say("chain_open", **given, paid=paid, rest=_left(chain, received, paid))
    if len(chain.tranches) == 1:
        return say("chain_closed_one", **given, payee=Quoted(chain.tranches[0].payee or NOT_STATED))
    count = count_rows((tranche.row_id for tranche in chain.tranches), f"gift-parts-{_key(chain)}", "拨付笔数")
    if len(chain.tranches) > _MOST_PARTS:
        return say("chain_closed_many", **given, count=count)
    return say("chain_closed", **given, count=count, parts=_parts(chain))


def _earlier(chains: Sequence[Chain], period: str, key: str) -> Pieces:
    """How much of what `chains` received and paid lies before `period`; nothing where all of it is the period's."""
    gifts = [gift for chain in chains for gift in chain.gifts if gift.period != period]
    payments = [tranche for chain in chains for tranche in chain.tranches if tranche.period != period]
    told = [
        say(pattern, amount=_sum_of_rows(rows, f"{pattern}-{key}", f"定向捐赠中以前期间的{word}"))
        for pattern, word, rows in (
            ("chain_earlier_gifts", "捐赠", gifts),
            ("chain_earlier_payments", "拨付", payments),
        )
        if rows
    ]
    return say("chain_earlier", parts=in_turn(told)) if told else ()


def _sum_of_rows(rows: Sequence[Gift | Tranche], identifier: str, name: str) -> Figure:
    fen, halfwidth = sum(row.amount.fen for row in rows), sum(row.amount.halfwidth_fen for row in rows)
    return Figure(identifier, name, "fen", fen, halfwidth, tuple(row.row_id for row in rows), "各笔相加")


def _parts(chain: Chain) -> Pieces:
    return in_turn(
        [
            say(
                "answer_money",
                amount=Figure(
                    f"gift-part-{_key(chain)}-{tranche.row_id}",
                    f"{chain.donor or NOT_STATED} → {tranche.payee or NOT_STATED}",
                    "fen",
                    tranche.amount.fen,
                    tranche.amount.halfwidth_fen,
                    (tranche.row_id,),
                    "这笔拨付中用去该捐赠的部分",
                ),
            )
            for tranche in chain.tranches
        ]
    )


def _rest(key: str, chains: Sequence[Chain], earlier: Pieces) -> Pieces:
    rows = [gift.row_id for chain in chains for gift in chain.gifts]
    count = Figure(
        f"gifts-rest-{key}", "较小的定向捐赠（条）", "count", len(chains), 0, tuple(rows), "按捐赠人和资金计数"
    )
    received = _sum_of(chains, f"gifts-rest-received-{key}", "较小的定向捐赠")
    closed = [chain for chain in chains if chain.is_closed]
    if len(closed) == len(chains):
        return say("chain_rest_closed", count=count, received=received, earlier=earlier)
    if not closed:
        return say("chain_rest_none", count=count, received=received, earlier=earlier)
    spent = _sum_of(closed, f"gifts-rest-closed-{key}", "较小的定向捐赠中已全部拨付的")
    return say("chain_rest", count=count, received=received, earlier=earlier, closed=spent)


def _sum_of(chains: Sequence[Chain], identifier: str, name: str) -> Figure:
    rows = tuple(gift.row_id for chain in chains for gift in chain.gifts)
    fen = sum(chain.received.fen for chain in chains)
    halfwidth = sum(chain.received.halfwidth_fen for chain in chains)
    return Figure(identifier, name, "fen", fen, halfwidth, rows, "各笔捐赠相加")


def _key(chain: Chain) -> str:
    return chain.gifts[0].row_id


def _received(chain: Chain) -> Figure:
    return _sum_of([chain], f"gift-{_key(chain)}", f"{chain.donor or NOT_STATED}的定向捐赠")


def _paid(chain: Chain) -> Figure:
    fen = sum(tranche.amount.fen for tranche in chain.tranches)
    halfwidth = sum(tranche.amount.halfwidth_fen for tranche in chain.tranches)
    rows = tuple(tranche.row_id for tranche in chain.tranches)
    name = f"{chain.donor or NOT_STATED}的定向捐赠已拨付"
    return Figure(f"gift-paid-{_key(chain)}", name, "fen", fen, halfwidth, rows, "各笔拨付中用去该捐赠的部分相加")


def _left(chain: Chain, received: Figure, paid: Figure) -> Figure:
    return Figure(
        f"gift-left-{_key(chain)}",
        f"{chain.donor or NOT_STATED}的定向捐赠尚未对应的部分",
        "fen",
        chain.residue.fen,
        chain.residue.halfwidth_fen,
        received.row_ids + paid.row_ids,
        "捐赠 － 已拨付",
        made_of=(received, paid),
    )
