"""Designated gifts in the narrative: what each came to, told under the programme that it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from charity_analysis.analysis.designated.chains import Chain
from charity_analysis.analysis.figures import Figure, count_rows
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Pieces, Quoted
from charity_analysis.report.narrative.wording import in_turn, say, sentence

# Under one programme so many gifts are named, fewer in a half-year of many; of all others their sums are told.
_MOST_CHAINS, _MOST_OF_MANY, _MANY_CHAINS = 3, 1, 30
_MOST_PARTS = 4


class Designated:
    """The period's chains of designated gifts by programme; what has been told is not told again."""

    def __init__(self, report: HalfYear) -> None:
        chains = [chain for chain in report.books.tracing.chains if str(report.period) in chain.periods]
        self._most = _MOST_OF_MANY if len(chains) > _MANY_CHAINS else _MOST_CHAINS
        self._chains: dict[str, list[Chain]] = defaultdict(list)
        for chain in chains:
            if chain.gifts and chain.received.fen > 0:
                self._chains[chain.programme or NOT_STATED].append(chain)

    def say_programme(self, programme: str) -> Pieces:
        """The sentences of the gifts for `programme`, the largest first; nothing where there are none."""
        return _say(programme, self._chains.pop(programme, []), self._most)

    def say_rest(self) -> Pieces:
        """Those for programmes under which nothing was paid."""
        rest = [chain for chains in self._chains.values() for chain in chains]
        self._chains.clear()
        return _say("", sorted(rest, key=lambda chain: -chain.received.fen), self._most)


def _say(key: str, chains: Sequence[Chain], most: int) -> Pieces:
    if not chains:
        return ()
    named = chains if len(chains) == most + 1 else chains[:most]
    rest = chains[len(named) :]
    clauses = [_chain(chain) for chain in named]
    return (*say("chain_heading"), *sentence(*clauses, _rest(key, rest) if rest else ()))


def _chain(chain: Chain) -> Pieces:
    donor, received = Quoted(chain.donor or NOT_STATED), _received(chain)
    if not chain.tranches:
        return say("chain_unspent", donor=donor, received=received)
    paid = _paid(chain)
    if chain.overspent is not None:
        return say("chain_overspent", donor=donor, received=received, paid=paid)
    if not chain.is_closed:
        return say("chain_open", donor=donor, received=received, paid=paid, rest=_left(chain, received, paid))
    if len(chain.tranches) == 1:
        payee = Quoted(chain.tranches[0].payee or NOT_STATED)
        return say("chain_closed_one", donor=donor, received=received, payee=payee)
    count = count_rows((tranche.row_id for tranche in chain.tranches), f"gift-parts-{_key(chain)}", "拨付笔数")
    if len(chain.tranches) > _MOST_PARTS:
        return say("chain_closed_many", donor=donor, received=received, count=count)
    return say("chain_closed", donor=donor, received=received, count=count, parts=_parts(chain))


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


def _rest(key: str, chains: Sequence[Chain]) -> Pieces:
    rows = [gift.row_id for chain in chains for gift in chain.gifts]
    count = Figure(
        f"gifts-rest-{key}", "较小的定向捐赠（条）", "count", len(chains), 0, tuple(rows), "按捐赠人和资金计数"
    )
    received = _sum_of(chains, f"gifts-rest-received-{key}", "较小的定向捐赠")
    closed = [chain for chain in chains if chain.is_closed]
    if len(closed) == len(chains):
        return say("chain_rest_closed", count=count, received=received)
    if not closed:
        return say("chain_rest_none", count=count, received=received)
    spent = _sum_of(closed, f"gifts-rest-closed-{key}", "较小的定向捐赠中已全部拨付的")
    return say("chain_rest", count=count, received=received, closed=spent)


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
