"""The blocks into which counts of people are parted: as small as they may be, along the totals that readers look for.

From the single payments upwards, a group that would fall under the threshold joins the smallest of its neighbours:
under the same activity, else the same purpose, else the same programme. So the totals above stay whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class CountedRow:
    """A payment that reached `count` people, or a plan to reach them.

    `account` is what it is parted by, `path` the groups it stands in. `amount` and `standard`, what each is to have,
    are in fen, None where not stated.
    """

    row_id: str
    count: int
    amount: int | None
    standard: int | None
    account: tuple[str, str, str]
    path: tuple[str, str, str, str]

    @property
    def average(self) -> Fraction | None:
        """What one had of it, in fen."""
        return None if self.amount is None or not self.count else Fraction(abs(self.amount), self.count)

    @property
    def company(self) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
        """Where others may show the same standard: its period with its programme, and with its purpose."""
        return (self.account[0], "programme", self.path[0]), (self.account[0], "purpose", self.path[2])


@dataclass(frozen=True)
class Block:
    """Payments whose counts are shown together or not at all; not even together where not `is_open`."""

    row_ids: frozenset[str]
    is_open: bool


# Payments while their block is being built.
_Group = list[CountedRow]


def build_blocks(payments: Sequence[CountedRow], threshold: int) -> list[Block]:
    """Every payment in one block. A block is open where it reaches the threshold, and where what one had of it on
    average is not what one had of a payment under the threshold: that would tell how many by amount ÷ average.

    The order of the payments decides nothing.
    """
    ordered = sorted(payments, key=lambda one: (one.path, one.count, one.row_id))
    averages: dict[str, set[Fraction]] = {}
    for one in ordered:
        if one.count < threshold and one.average is not None:
            averages.setdefault(one.path[0], set()).add(one.average)

    def is_safe(group: _Group) -> bool:
        if sum(one.count for one in group) < threshold:
            return False
        valued = [one for one in group if one.amount is not None]
        people = sum(one.count for one in valued)
        average = Fraction(sum(abs(one.amount or 0) for one in valued), people) if people else None
        return all(average not in averages.get(one.path[0], ()) for one in group)

    safe, rest = _settle(ordered, 0, is_safe)
    blocks = [Block(frozenset(one.row_id for one in group), True) for group in safe]
    return [*blocks, *([Block(frozenset(one.row_id for one in rest), False)] if rest else [])]


def _settle(payments: _Group, depth: int, is_safe: Callable[[_Group], bool]) -> tuple[list[_Group], _Group]:
    """The safe groups of `payments`, which share `depth` steps of their paths, and what has to join others above."""
    safe: list[_Group] = []
    rest: _Group = []
    for part in _parts(payments, depth):
        if depth == len(payments[0].path):
            own, left = ([part], []) if is_safe(part) else ([], part)
        else:
            own, left = _settle(part, depth + 1, is_safe)
        safe += own
        rest = [*rest, *left]
    while rest and not is_safe(rest):
        if not safe:
            return [], rest
        smallest = min(safe, key=lambda group: (sum(one.count for one in group), group[0].row_id))
        safe.remove(smallest)
        rest = [*rest, *smallest]
    return [*safe, *([rest] if rest else [])], []


def _parts(payments: _Group, depth: int) -> list[_Group]:
    """`payments` by the next step of their paths; single ones where there is none."""
    if depth == len(payments[0].path):
        return [[one] for one in payments]
    parts: dict[str, _Group] = {}
    for one in payments:
        parts.setdefault(one.path[depth], []).append(one)
    return list(parts.values())
