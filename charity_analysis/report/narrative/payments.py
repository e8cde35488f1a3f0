"""The sentence that tells of a payment: the day, the activity, who got what, for what, and on whose approval."""

from __future__ import annotations

import re

from charity_analysis.analysis.figures import Figure, count_rows
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Pieces, Quoted, Unsigned
from charity_analysis.report.narrative.days import say_day
from charity_analysis.report.narrative.events import INDIVIDUAL, Event
from charity_analysis.report.narrative.wording import in_turn, say, words
from charity_analysis.rules import label_names, narrative_patterns, normalise

_MOST_PAYEES = 3
# A count in the words of the ledger, such as 19户 in 19户特困户.
_COUNT_IN_WORDS = re.compile(r"[0-9０-９〇零一二两三四五六七八九十百千]+(?=\s*(?:余|多)?\s*[名人户位个家])")


def say_event(report: HalfYear, event: Event) -> Pieces:
    """The event in a sentence without its full stop."""
    hides = report.hides_rows(event.row_ids)
    tail = (*_purpose(event, hides), *_donors(event), *_approval(event))
    uncertain = say("event_uncertain") if event.first.books == "uncertain" else ()
    return (*_when(report, event, hides), *_deed(report, event, hides), *tail, *uncertain)


def _when(report: HalfYear, event: Event, hides: bool) -> Pieces:
    day = say("event_when", day=say_day(event.day, event.first.date_basis, report.period))
    activity = event.first.activity
    return (*day, *say("event_activity", activity=quote(activity, hides))) if activity else day


def _deed(report: HalfYear, event: Event, hides: bool) -> Pieces:
    verb, payee = _verb(event.first.payee_kind), _payees(event, hides)
    amount = amount_of(event)
    if amount is None:
        return say("event_unvalued", payee=payee, verb=verb)
    if (amount.value or 0) < 0:
        return say("event_refund", payee=payee, amount=Unsigned(amount))
    if event.first.form == "goods":
        return say("event_goods", payee=payee, verb=verb, amount=amount)
    count = count_of(event)
    if count is None or hides or report.hides(count):
        return say("event_plain", payee=payee, verb=verb, amount=amount)
    unit = label_names("unit").get(event.first.beneficiary_unit or "", event.first.beneficiary_unit or "")
    if not unit:
        return say("event_counted_no_unit", payee=payee, verb=verb, amount=amount, count=count)
    standard = standard_of(report, event)
    if standard is None:
        return say("event_counted", payee=payee, verb=verb, amount=amount, count=count, unit=unit)
    return say("event_each", payee=payee, verb=verb, amount=amount, count=count, unit=unit, standard=standard)


def amount_of(event: Event) -> Figure | None:
    """What the event paid; None where the ledger does not say."""
    if event.amount_fen is None:
        return None
    name = f"拨付：{event.first.activity or event.first.purpose or event.first.programme or '未载明'}"
    valued = tuple(row.row_id for row in event.rows if row.amount_fen is not None)
    return Figure(
        f"event-{event.row_ids[0]}", name, "fen", event.amount_fen, event.halfwidth_fen, valued, "各笔拨付相加"
    )


def count_of(event: Event) -> Figure | None:
    """How many the event reached."""
    if not event.count or event.first.beneficiary_unit in ("item", "box"):
        return None
    name = f"受益对象：{event.first.activity or event.first.purpose or event.first.programme or '未载明'}"
    return Figure(f"event-count-{event.row_ids[0]}", name, "count", event.count, 0, event.row_ids, "各笔写明的数目相加")


def standard_of(report: HalfYear, event: Event) -> Figure | None:
    """What each one got; None where it is not stated, does not agree, or would give away what must not be shown."""
    if event.standard_fen is None:
        return None
    if report.is_public and any(report.protection.hides_standard(row) for row in event.row_ids):
        return None
    name = f"标准：{event.first.activity or event.first.purpose or event.first.programme or '未载明'}"
    formula = "原表所写的标准；乘以数目等于金额"
    return Figure(f"event-each-{event.row_ids[0]}", name, "fen", event.standard_fen, 0, event.row_ids, formula)


def _verb(kind: str | None) -> str:
    key = f"verb_{kind}"
    return words(key if key in narrative_patterns() else "verb_other")


def _payees(event: Event, hides: bool) -> Pieces:
    names = event.payees
    if not names:
        return say("payee_unnamed")
    if hides and event.first.payee_kind == INDIVIDUAL and len(event.rows) > 1:
        # As many names as were helped would say how many they were.
        return say("payee_hidden")
    named = in_turn([(quote(name, hides),) for name in names[:_MOST_PAYEES]])
    if len(names) <= _MOST_PAYEES:
        return named
    rows = {row.payee: row.row_id for row in event.rows if row.payee is not None}
    count = count_rows(rows.values(), f"event-payees-{event.row_ids[0]}", "收款方", "不同的收款方逐个计数")
    return say("payees_more", payees=named, count=count)


def _purpose(event: Event, hides: bool) -> Pieces:
    purpose, activity = event.first.purpose, event.first.activity
    if not purpose or (activity and normalise(purpose) in normalise(activity)):
        return ()
    return say("event_purpose", purpose=quote(purpose, hides))


def _donors(event: Event) -> Pieces:
    """Whose gifts the payment spends, where it is parted among several."""
    shares: dict[str, list[str]] = {}
    for row in event.rows:
        if row.donor is not None and row.amount_fen is not None:
            shares.setdefault(row.donor, []).append(row.row_id)
    if len(shares) < 2 or len(shares) > _MOST_PAYEES * 2:
        return ()
    return say("event_donors", donors=in_turn([_donor(event, donor, ids) for donor, ids in shares.items()]))


def _donor(event: Event, donor: str, row_ids: list[str]) -> Pieces:
    rows = [row for row in event.rows if row.row_id in row_ids]
    fen, halfwidth = sum(row.amount_fen for row in rows), sum(row.amount_halfwidth_fen for row in rows)
    name = f"拨付中{donor}捐赠的部分"
    figure = Figure(f"event-of-{row_ids[0]}", name, "fen", fen, halfwidth, tuple(row_ids), "这一捐赠人的各笔相加")
    return say("event_donor_part", donor=Quoted(donor), amount=figure)


def _approval(event: Event) -> Pieces:
    approval = event.first.approval_no
    return say("event_approval", approval=Quoted(approval)) if approval else ()


def quote(text: str, hides: bool) -> Quoted:
    """The ledger's words; where a count of people is hidden, without the counts that stand in them."""
    return Quoted(_COUNT_IN_WORDS.sub("若干", text) if hides else text)
