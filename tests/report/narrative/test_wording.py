"""The patterns of rules/narrative.csv: each is used, each placeholder is filled, and every kind of payee has its verb."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import charity_analysis.report as package
from charity_analysis.analysis.planning import plan_answers
from charity_analysis.report.narrative.blocks import Quoted
from charity_analysis.report.narrative.wording import in_turn, numbered, say, sentence
from charity_analysis.rules import label_names, narrative_patterns

ROOMS = [Path(package.__file__).parent / room for room in ("narrative", "docx")]
# Chosen by what the ledger says; their beginnings stand in the code.
CHOSEN = ("verb_", "answer_status_", "plan_", "column_")


def modules() -> Iterator[ast.AST]:
    for room in ROOMS:
        for path in sorted(room.glob("*.py")):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def texts() -> set[str]:
    return {node.value for node in modules() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def placeholders(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


def test_every_pattern_is_used() -> None:
    written = texts()
    dead = [
        key
        for key in narrative_patterns()
        if key not in written
        and not any(key.startswith(start) and start in written for start in CHOSEN)
        and not any(key.endswith(end) and key.removesuffix(end) in written for end in ("_at_most", "_at_least"))
    ]
    assert dead == []


def test_what_is_said_by_name_has_a_pattern_with_just_these_places() -> None:
    for node in modules():
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ("say", "words") or not node.args:
            continue
        key = node.args[0]
        if not isinstance(key, ast.Constant) or any(word.arg is None for word in node.keywords):
            continue
        given = {word.arg for word in node.keywords}
        assert given == placeholders(narrative_patterns()[key.value]), key.value


def test_every_kind_of_payee_and_every_answer_to_a_plan_has_its_words() -> None:
    statuses = set(
        re.findall(
            r'"(\w+)"', re.search(r"Status = Literal\[(.*?)\]", Path(plan_answers.__file__).read_text("utf-8"))[1]
        )
    )
    patterns = set(narrative_patterns())
    assert {f"verb_{kind}" for kind in label_names("payee_kind")} <= patterns
    # Where nothing was planned there is no status to tell.
    assert {f"answer_status_{status}" for status in statuses - {"no_target"}} <= patterns


def test_a_pattern_takes_pieces_at_its_places() -> None:
    assert say("event_purpose", purpose=Quoted("助学金")) == ("，用途为", Quoted("助学金"))


def test_a_value_that_is_missing_stops() -> None:
    with pytest.raises(KeyError):
        say("event_purpose")


def test_matters_are_counted_only_where_there_are_several() -> None:
    assert "".join(map(str, numbered([("甲",)]))) == "甲。"
    assert "".join(map(str, numbered([("甲",), ("乙",)]))) == "一是甲；二是乙。"
    assert sentence((), ()) == ()
    assert "".join(map(str, in_turn([("甲",), ("乙",)]))) == "甲、乙"
