"""How ledgers word what is no data: notes, signatures, and the names of sections."""

from __future__ import annotations

import re
from functools import cache

from charity_analysis.rules import label_index, programme_index

_SIGNATORY = (
    r"(?:制表|填表|审核|复核|审批|批准|经办|填报|编制|制单|财务负责|单位负责|负责|主管|出纳|会计)人?(?:签[字名章])?"
)
_NOTE = re.compile(
    rf"(?:{_SIGNATORY}|注|备注|说明|附注|提示|填报单位|编制单位|领导签字|签字|签章|盖章|单位盖章|日期|填报日期"
    r"|制表日期|单位|金额单位|货币单位|联系电话|页码|数据来源|来源)(?:\(.*?\))?:.*|第\d+页.*|共\d+页.*|本表.*"
    r"|\(?[续接][上前]?表\)?|\(?以下(?:空白|无正文)\)?|\(?本页(?:以下)?空白\)?"
)
_SIGNATURE = re.compile(rf"{_SIGNATORY}|(?:制表|填表|审核|复核|经办|负责)人[^\d]{{0,8}}")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.]).*")
_MONTH = re.compile(r"(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]+)月份?")
_GROUP = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)).+")
_TITLE = re.compile(
    r"(?=.*(?:捐赠|捐款|善款|收入|支出|拨付|发放|救助|资助)).*(?:明细|情况|一览|统计|登记|公示|台账|名单)表?(?:\(.*\))?"
)
_TALLY = re.compile(
    r"[总共]?(?:捐赠|捐款|救助|受助|受益)?(?:笔数|人数|户数|人次)(?:\(.*\))?:?"
    r"|(?:平均|[人户笔]均)(?:每[笔人户])?(?:捐赠|捐款|金额|数额|[值数额])*(?:\(.*\))?:?"
)
_NOTE_LABELS = frozenset({"注", "备注", "说明", "附注", "附", "提示"})
_GIFTS = re.compile(r"捐[赠款]|收入|善款|募[捐款集]")
_PAYMENTS = re.compile(r"支出|拨付|拨款|(?:发放|使用|资助|救助)(?:明细|情况|表)")
_NUMERAL = re.compile(r"\(?[一二三四五六七八九十]+[)、.]?")


def is_note(word: str) -> bool:
    """True for a normalised text such as 注:…, 制表人:… or 审核人, which says nothing of a gift or a payment."""
    return bool(_NOTE.fullmatch(word) or _SIGNATURE.fullmatch(word))


def is_section(number: str, word: str) -> bool:
    """True for the name of a group of rows; `number` is what stands in the column of serial numbers."""
    numbered = _NUMBERED.fullmatch(word) or _NUMERAL.fullmatch(number)
    return bool(numbered or _MONTH.fullmatch(word)) or word in _section_names()


def is_note_label(word: str) -> bool:
    """True for the bare word that stands before a note in the next cell."""
    return word in _NOTE_LABELS


def is_tally(word: str) -> bool:
    """True for 笔数, 人数, 平均: what counts or averages the rows above, and is no money of its own."""
    return _TALLY.fullmatch(word) is not None


def names_another_kind(kind: str, word: str) -> bool:
    """True where `word` speaks of payments in a table of gifts, or of gifts in one of payments, and of nothing else."""
    gifts, payments = _GIFTS.search(word) is not None, _PAYMENTS.search(word) is not None
    return (kind == "donations" and payments and not gifts) or (kind == "disbursements" and gifts and not payments)


def is_group(word: str) -> bool:
    """True for the numbered name of a group of rows: 一、企业捐赠."""
    return _GROUP.fullmatch(word) is not None


def is_title(word: str) -> bool:
    """True for the name of a ledger, such as 捐赠收入明细表."""
    return _TITLE.fullmatch(word) is not None


@cache
def _section_names() -> frozenset[str]:
    """What groups of rows are named for: programmes, and kinds of gifts, donors and payees."""
    domains = ("form", "donor_kind", "payee_kind")
    return frozenset(programme_index()).union(*(label_index(domain) for domain in domains))
