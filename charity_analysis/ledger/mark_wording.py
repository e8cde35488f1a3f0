"""What a note or a status says of its row: a refund, a pledge that is not paid, a void receipt, foreign money."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import lru_cache

from charity_analysis.ingest.cells.currencies import speaks_of_foreign_money
from charity_analysis.ledger.state_wording import find_stated, states_in
from charity_analysis.rules import label_index, normalise

_YES = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "v"})
_NO = frozenset({"否", "无", "没有", "未", "×", "✗", "✘", "n", "no", "false", "0", "-", "/", "—", "x"})


def _words(mark: str) -> str:
    return "|".join(
        sorted((re.escape(w) for w, code in label_index("row_mark").items() if code == mark), key=len)[::-1]
    )


_REFUND, _PLEDGE, _VOID = _words("refund"), _words("pledge"), _words("void")
_ARRIVED = "(?:到[账帐位]|收到|收讫|入[账帐]|兑现|履行|付清|缴清|实缴|实收)"

_ARRIVAL = re.compile(_ARRIVED)
_FOREIGN_WORDS = tuple(sorted(label_index("currency")))

# Without one of these characters a text says none of what is sought here, and without one of these beginnings.
_KEY_CHARACTERS = "退冲沖红紅认認承意废廢未待没"
_GAP = r"[\s\u200b-\u200f\ufeff]*"
_LOOKS_MARKED = re.compile(
    rf"退{_GAP}[款回还還捐汇匯费費]|[冲沖]{_GAP}[销銷红紅账賬帐帳回减減]|[红紅]{_GAP}[冲沖字]|[认認]{_GAP}捐|承{_GAP}[诺諾]"
    rf"|意{_GAP}向|[废廢]{_GAP}票|作{_GAP}[废廢]|[未待没].{{0,6}}[到收入兑兌履付缴繳实實款打汇匯交支发發领領拨撥转轉]"
)

_HAS_REFUND = re.compile(_REFUND)
# 不符, 无法入账 and their like tell why money went back; they deny nothing. 如数退回 leaves nothing open.
_IDLE = re.compile(
    r"不(?:符|对|清|明|全|存在|正确|一致)|(?:无法|不能|未能|未)(?:成功)?(?:入|到)[账帐]|无此|无效|如数|重复"
)
# Where these stand, a refund may not have been made, may have been undone, or may be only part of what the row says.
_REFUND_IN_DOUBT = re.compile(
    rf"[不未无没勿免非][^,。;:、()]{{0,4}}(?:{_REFUND})"
    rf"|(?:拟|待|准备|计划|申请|要求|请求|建议|应|需|须|可|如|若|是否|能否|将|等)[^,。;]{{0,6}}(?:{_REFUND})"
    rf"|(?:{_REFUND})(?:中|之?后|.*(?:失败|未成|取消|撤销|作罢))"
    r"|重新|再次|[再重补又][汇转付打发捐]|汇入|转入|改[为投捐作]|已(?:到账|入账|收到|收回|补|换)"
    r"|部分|其中|差额|剩余|余款|多[汇收付余捐]|含|扣|净额|剔除|抵|\?"
)
# Among gifts, words of a payee's money that comes back; in spending, words of a donor's money that goes back.
_OTHER_SIDE = (re.compile("结余|节余|剩余|余款|未用|未使用|拨付|拨款|受助|项目款"), re.compile("捐|善款退还|退还善款"))
_REFUND_DONE = re.compile(rf"已[^,。;]{{0,6}}(?:{_REFUND})|(?:{_REFUND})了")
_REFUND_ALONE = re.compile(rf"\(?(?:{_REFUND})(?:款|金额|冲减)?\)?")

_HAS_PLEDGE = re.compile(_PLEDGE)
_NOT_ARRIVED = re.compile(
    rf"(?:未|待|没有?)(?:能|全部|全额|实际)?(?:{_ARRIVED}|付款|收款|打款|汇款|交款|支付)|款项?未到|[账帐]未到"
)
_HAS_ARRIVED = re.compile(
    rf"(?:已|均|全部|全额|足额|悉数)[^,。;]{{0,4}}{_ARRIVED}|(?:{_PLEDGE})[^,。;]{{0,6}}{_ARRIVED}|{_ARRIVED}[!。]?"
)
_PARTLY = re.compile(
    r"部分|首[期笔批次]|第[一二三四五六七八九十0-9]+[期笔批次]|分[期批]|预计|将|拟|应|计划|余款|剩余|%"
)
# A receipt or a letter that has not come says nothing of the money.
_PAPER = r"(?:发票|票据|收据|回执|证书|凭证|单据|合同|协议|函)"
_PAPER_NOT_ARRIVED = re.compile(
    rf"{_PAPER}[^,。;]{{0,3}}(?:未|待|没有?)[^,。;]{{0,2}}{_ARRIVED}|(?:未|待|没有?)[^,。;]{{0,2}}{_ARRIVED}[^,。;]{{0,3}}{_PAPER}"
)
_HAS_VOID = re.compile(_VOID)
_NOT_VOID = re.compile(rf"[不未没非][^,。;]{{0,2}}(?:{_VOID})")
_SHORT_YEARS = 99
_DAY_OF_ARRIVAL = re.compile(
    rf"(?:((?:20)?[0-9]{{2}})[年./-])?([01]?[0-9])(?:[月./-]([0-3]?[0-9])[日号]?|月份?)[^,。;0-9]{{0,6}}{_ARRIVED}"
)
# Headings that ask whether an entry stands: 是否有效, 是否取消.
_HOLDS_GOOD = re.compile("是否有效|^有效")
_CANCELS = re.compile("无效|取消|删除|撤销")
_STATED_AMOUNT = re.compile(
    rf"([0-9][0-9,]*(?:\.[0-9]+)?)(万?元|万)|(?:{_REFUND})(?:金额|款)?:?([0-9][0-9,]*(?:\.[0-9]+)?)$"
)


@lru_cache(maxsize=1 << 14)
def marks_in(text: str, heading: str = "") -> frozenset[str]:
    """What `text` says of its row, under a column's `heading` that may ask for it (是否退款: 是).

    refund, doubtful (a refund that can be read two ways), done (a refund that may be booked in a row of its own);
    pledge, arrived, not_arrived; void, cancelled, invalid; not_paid; foreign.
    """
    word = _answered(normalise(text), normalise(heading))
    found = {"foreign"} if speaks_of_foreign_money(text) else set()
    if _HAS_REFUND.search(word):
        told = _IDLE.sub("", word)
        found.add("doubtful" if _REFUND_IN_DOUBT.search(told) else "done" if _REFUND_DONE.search(told) else "refund")
    has_pledge = _HAS_PLEDGE.search(word) is not None
    if has_pledge:
        found.add("pledge")
    if _NOT_ARRIVED.search(_PAPER_NOT_ARRIVED.sub("", word)) or (has_pledge and _PARTLY.search(word)):
        found.add("not_arrived")
    elif _HAS_ARRIVED.search(word):
        found.add("arrived")
    if _HAS_VOID.search(_NOT_VOID.sub("", word)):
        found.add("void")
    states = states_in(word)
    if "not_arrived" in states:
        found.discard("arrived")
    # A word for a refund tells more than one that says that something was taken back.
    return frozenset(found | (states - {"done"} if found & {"refund", "doubtful"} else states))


def is_refund_alone(text: str) -> bool:
    """True where `text` is nothing but the word for a refund."""
    return _REFUND_ALONE.fullmatch(normalise(text)) is not None


def names_other_side(kind: str, text: str) -> bool:
    """True where a refund's `text` in a table of `kind` speaks of money that goes the other way than its rows."""
    return _OTHER_SIDE[kind == "disbursements"].search(normalise(text)) is not None


def arrival_day(text: str, stated: date) -> date:
    """The last day on which `text` says that money came in; `stated` where it names none.

    A day without its year is of the year of `stated`.
    """
    days = [stated]
    for match in _DAY_OF_ARRIVAL.finditer(normalise(text)):
        year = int(match[1] or stated.year)
        with suppress(ValueError):
            days.append(date(year if year > _SHORT_YEARS else year + 2000, int(match[2]), int(match[3] or 1)))
    return days[-1]


def stated_fen(text: str) -> list[int]:
    """The amounts of money that `text` names, in fen, rounded: 退款500元 → [50000]."""
    found = []
    for match in _STATED_AMOUNT.finditer(normalise(text)):
        number = float((match[1] or match[3]).replace(",", ""))
        found.append(round(number * (1_000_000 if "万" in (match[2] or "") else 100)))
    return found


def find_marked(values: list[object], heading: str, is_clear: bool) -> list[int]:
    """Positions of the texts in a column of a table that may say something of their rows; few, as a rule.

    The column is searched as one text, since most hold no such word: `is_clear` columns for foreign money too, and
    those whose `heading` asks a question for answers.
    """
    kinds = set(map(type, values))
    if str not in kinds:
        return []
    texts: list[str] = values if kinds == {str} else [v if isinstance(v, str) else "" for v in values]  # type: ignore[assignment]
    whole = "\n".join(texts)
    words = [character for character in _KEY_CHARACTERS if character in whole]
    found = [at for at, text in enumerate(texts) if _LOOKS_MARKED.search(text)] if words else []
    if is_clear:
        found += find_stated(texts, whole)
        found += _naming_any(_words_within(whole.lower(), _FOREIGN_WORDS), texts)
        if _asks(normalise(heading)):
            found += [at for at, text in enumerate(texts) if text and normalise(text) in _YES | _NO]
    return sorted(set(found))


def _words_within(whole: str, words: tuple[str, ...]) -> list[str]:
    """Those of `words` that stand in `whole`; single characters are sought first, which is many times faster."""
    characters = {character for word in words for character in word}
    there = {character for character in characters if character in whole}
    return [word for word in words if there.issuperset(word) and word in whole]


def _naming_any(words: list[str], texts: list[str]) -> list[int]:
    return [at for word in words for at, text in enumerate(texts) if word in text.lower()]


def _asks(heading: str) -> bool:
    return any(pattern.search(heading) for pattern in (_HAS_VOID, _HAS_REFUND, _ARRIVAL, _CANCELS, _HOLDS_GOOD))


def _answered(word: str, heading: str) -> str:
    """`word`, or what its heading asks about where it only answers yes or no."""
    if word not in _YES and word not in _NO:
        return word
    if _HOLDS_GOOD.search(heading):
        return "无效" if word in _NO else ""
    mark = _HAS_VOID.search(heading) or _HAS_REFUND.search(heading) or _CANCELS.search(heading)
    arrival = _ARRIVAL.search(heading)
    if mark is not None:
        return ("无效" if _CANCELS.search(mark[0]) else mark[0]) if word in _YES else ""
    if arrival is not None:
        return f"{'已' if word in _YES else '未'}{arrival[0]}"
    return word
