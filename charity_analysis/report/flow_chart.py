"""The chart of designated money: from its donors through the programmes to those who were paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from charity_analysis.money import apportion
from charity_analysis.report.chart_style import TYPE_POINTS, WIDTH_POINTS, Chart, text_width, wrap_evenly

STAGES = ("donor", "programme", "payee")
HEADINGS = {"donor": "捐赠人", "programme": "项目", "payee": "收款方"}
COUNTED = {"donor": "位捐赠人", "programme": "个项目", "payee": "家收款方"}
# Money that no payment is known to have spent: it may lie in the bank, or the ledger does not say which payment it was.
NOT_PLACED = "未对应拨付"
# How many of each stage stand by name; what is smaller is added up in one more.
MOST = {"donor": 8, "programme": 6, "payee": 8}
_BAND_WIDTH, _BAR_WIDTH, _LINE, _GAP, _HEAD = 78.0, 5.0, 13.0, 10.0, 26.0
_LABEL_WIDTH = 7.8 * TYPE_POINTS
_TOTAL_HEIGHT = 190.0


@dataclass
class _Node:
    """One name of a stage with its place; `used` is how much of its height flows have taken on either side."""

    lines: list[str]
    height: float
    slot: float
    left: float
    right: float
    top: float = 0.0
    taken_left: float = 0.0
    taken_right: float = 0.0


def plot_flows(table: pd.DataFrame, links: Mapping[tuple[str, str], str] | None = None) -> Chart:
    """Bands from donors through programmes to payees, as broad as their amounts; 未对应拨付 is in outline.

    `links`: the address of the proof of each amount, by stage and name as `summed_flows` has them.
    `table`: one row per flow: donor, programme, payee (missing: no payment is known for it), amount_fen (above 0).
    Raises: ValueError for an empty table, a missing column, or an amount that is not above 0.
    """
    flows = summed_flows(table)
    scale = _TOTAL_HEIGHT / int(flows["amount_fen"].sum())
    programmes = _by_size(flows, "programme")
    orders = {stage: programmes if stage == "programme" else _beside(flows, stage, programmes) for stage in STAGES}
    lines = {stage: _lines(flows, stage, order) for stage, order in orders.items()}
    room = max(text_width(line) for stage in ("donor", "payee") for words in lines[stage].values() for line in words)
    nodes = {stage: _nodes(flows, stage, lines[stage], room, scale) for stage in STAGES}
    heights = {stage: sum(node.slot for node in column.values()) for stage, column in nodes.items()}
    tallest = max(heights.values())
    chart = Chart(_HEAD + tallest + 2)
    _headings(chart)
    for stage, column in nodes.items():
        _stack(column, _HEAD + (tallest - heights[stage]) / 2, stage)
    _ribbons(chart, flows, nodes, scale)
    for stage, column in nodes.items():
        for name, node in column.items():
            link = (links or {}).get((stage, name), "")
            _draw(chart, stage, node, hollow=name == NOT_PLACED, link=link)
    return chart


def summed_flows(table: pd.DataFrame) -> pd.DataFrame:
    """`table` with the small names of each stage added up, one row per flow that the chart draws, largest first.

    Where `table` has row_ids (tuples), those of the flows that are added up stand one after the other.
    """
    missing = [column for column in (*STAGES, "amount_fen") if column not in table]
    if missing:
        raise ValueError(f"the chart's table lacks {', '.join(missing)}; it has {', '.join(map(str, table.columns))}")
    if table.empty:
        raise ValueError("the chart's table is empty: say in words that there is nothing to show")
    if (table["amount_fen"] <= 0).any():
        raise ValueError("a flow needs an amount above 0")
    flows = table.assign(payee=table["payee"].astype(object).where(table["payee"].notna(), NOT_PLACED))
    for stage in STAGES:
        sums = flows.groupby(stage)["amount_fen"].sum().drop(NOT_PLACED, errors="ignore")
        order = sums.sort_values(ascending=False, kind="stable").index
        rest = set(order[MOST[stage] :]) if len(order) > MOST[stage] + 1 else set()
        flows[stage] = [f"其余 {len(rest)} {COUNTED[stage]}" if name in rest else name for name in flows[stage]]
    columns = ["amount_fen", *(["row_ids"] if "row_ids" in flows else [])]
    summed = flows.groupby(list(STAGES), sort=False)[columns].sum().reset_index()
    return summed.sort_values("amount_fen", ascending=False, kind="stable", ignore_index=True)


def _by_size(flows: pd.DataFrame, stage: str) -> list[str]:
    """The names of a stage, the largest first, then what is added up, and 未对应拨付 last."""
    sums = flows.groupby(stage, sort=False)["amount_fen"].sum()
    sums = sums.sort_values(ascending=False, kind="stable")
    return sorted(sums.index, key=lambda name: (name == NOT_PLACED, str(name).startswith("其余 ")))


def _beside(flows: pd.DataFrame, stage: str, programmes: list[str]) -> list[str]:
    """The names of a stage in the order of the programmes that they are tied to, so that bands cross little."""
    places = flows["programme"].map({name: place for place, name in enumerate(programmes)})
    weighed = (places * flows["amount_fen"]).groupby(flows[stage]).sum() / flows.groupby(stage)["amount_fen"].sum()
    return sorted(_by_size(flows, stage), key=lambda name: (name == NOT_PLACED, weighed[name]))


def _lines(flows: pd.DataFrame, stage: str, order: list[str]) -> dict[str, list[str]]:
    """Each name broken into lines and its amount, in `order`; the amounts of a stage add up to the whole."""
    sums = flows.groupby(stage)["amount_fen"].sum()
    shown = [f"{amount:,} 万元" for amount in apportion([int(sums[name]) for name in order]).shown]
    width, most = (_BAND_WIDTH + 24, 2) if stage == "programme" else (_LABEL_WIDTH, 3)
    return {name: [*wrap_evenly(str(name), width, most), words] for name, words in zip(order, shown, strict=True)}


def _nodes(flows: pd.DataFrame, stage: str, lines: dict[str, list[str]], room: float, scale: float) -> dict[str, _Node]:
    sums = flows.groupby(stage)["amount_fen"].sum()
    nodes = {}
    for name, words in lines.items():
        height, label = max(int(sums[name]) * scale, 1.0), _LINE * len(words)
        slot = (label + 2 + height if stage == "programme" else max(label, height)) + _GAP
        nodes[name] = _Node(words, height, slot, *_sides(stage, room))
    return nodes


def _sides(stage: str, room: float) -> tuple[float, float]:
    """Where a stage's bars begin and end: the outer ones beside their words."""
    if stage == "donor":
        return room + 6, room + 6 + _BAR_WIDTH
    if stage == "payee":
        return WIDTH_POINTS - room - 6 - _BAR_WIDTH, WIDTH_POINTS - room - 6
    return (WIDTH_POINTS - _BAND_WIDTH) / 2, (WIDTH_POINTS + _BAND_WIDTH) / 2


def _stack(column: dict[str, _Node], top: float, stage: str) -> None:
    for node in column.values():
        words = _LINE * len(node.lines)
        node.top = top + (words + 2 if stage == "programme" else (node.slot - _GAP - node.height) / 2)
        top += node.slot


def _ribbons(chart: Chart, flows: pd.DataFrame, nodes: dict[str, dict[str, _Node]], scale: float) -> None:
    for start, end, colour in (("donor", "programme", "received-soft"), ("programme", "payee", "paid-soft")):
        pairs = flows.groupby([start, end], sort=False)["amount_fen"].sum()
        order = {name: place for stage in (start, end) for place, name in enumerate(nodes[stage])}
        # In the order of both columns bands leave and arrive as they lie, and cross as little as they can.
        for source, target in sorted(pairs.index, key=lambda pair: (order[pair[0]], order[pair[1]])):
            height = int(pairs[source, target]) * scale
            left, right = nodes[start][source], nodes[end][target]
            chart.ribbon(
                (left.right, left.top + left.taken_right),
                (right.left, right.top + right.taken_left),
                max(height, 0.6),
                "line" if target == NOT_PLACED else colour,
            )
            left.taken_right += height
            right.taken_left += height


def _draw(chart: Chart, stage: str, node: _Node, hollow: bool, link: str) -> None:
    left, right = node.left, node.right
    fill = {"donor": "received", "programme": "line", "payee": "mark" if hollow else "paid"}[stage]
    chart.bar(left, node.top, right - left, node.height, fill, hollow)
    if stage == "programme":
        middle, x, align = node.top - 2 - _LINE * len(node.lines) / 2, WIDTH_POINTS / 2, "center"
    else:
        middle = node.top + node.height / 2
        x, align = (left - 6, "right") if stage == "donor" else (right + 6, "left")
    for number, line in enumerate(node.lines):
        is_amount = number == len(node.lines) - 1
        y = middle + _LINE * (number - (len(node.lines) - 1) / 2)
        colour = "muted" if is_amount else "text"
        chart.label(x, y, line, colour, align=align, link=link if is_amount else None)


def _headings(chart: Chart) -> None:
    for stage, x, align in (("donor", 0.0, "left"), ("programme", WIDTH_POINTS / 2, "center")):
        chart.label(x, 8, HEADINGS[stage], "muted", align=align)
    chart.label(WIDTH_POINTS - text_width(HEADINGS["payee"]), 8, HEADINGS["payee"], "muted")
