"""The invented world of the demo: funds, donors and payees, all with names that cannot be real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from samples.demo_records import PERIODS

FEDERATION = "示例区慈善总会"
SPRING_FESTIVALS = (
    date(2016, 2, 8),
    date(2017, 1, 28),
    date(2018, 2, 16),
    date(2019, 2, 5),
    date(2020, 1, 25),
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_TRADES = ("建材", "食品", "电子", "纺织", "物流", "家具", "机械", "园林", "印刷", "贸易", "环保")
_LAST = len(PERIODS) - 1
ANONYMOUS = "匿名捐赠人"
ONLINE_PUBLIC = "示例网络募捐平台爱心网友(汇总)"
UPPER_FEDERATIONS = ("示例市慈善总会", "示例省慈善总会")


@dataclass(frozen=True)
class Fund:
    """One fund: its opening balance in yuan, the programme it serves, and since which period it exists."""

    name: str
    programme: str
    opening_yuan: int
    is_restricted: bool = True
    founder: str = ""
    since: str = PERIODS[0]


GENERAL = Fund("一般资金", "非定向", 2_380_000, is_restricted=False)
EDUCATION = Fund("慈善助学专项", "慈善助学", 460_000)
ELDER = Fund("慈善助老专项", "慈善助老", 150_000)
MEDICAL = Fund("慈善助医专项", "慈善助医", 380_500)
DISABILITY = Fund("慈善助残专项", "慈善助残", 90_000)
HARDSHIP = Fund("慈善助困专项", "慈善助困", 210_000)
PAIRED = Fund("结对帮扶专项", "结对帮扶特困户", 120_000)
DISASTER = Fund("救灾应急专项", "救灾应急", 300_000)
UPPER = Fund("上级合作专项", "上级合作引资", 260_000)
EAST_WEST = Fund("东西部协作专项", "东西部协作", 0, since="2017H1")
EPIDEMIC = Fund("疫情防控专项", "疫情防控", 0, since="2020H1")
NAMED_FUNDS = (
    Fund("示例甲子爱心基金", "慈善助困", 300_000, founder="示例甲子建材有限公司"),
    Fund("示例乙丑助学基金", "慈善助学", 500_000, founder="示例乙丑食品有限公司"),
    Fund("示例丙寅敬老基金", "慈善助老", 0, founder="示例丙寅电子有限公司", since="2017H2"),
    Fund("示例丁卯医疗救助基金", "慈善助医", 0, founder="示例丁卯纺织有限公司", since="2018H2"),
    Fund("合成校友助学基金", "慈善助学", 0, founder="示例第一中学校友会", since="2019H1"),
)
SPECIAL_FUNDS = (EDUCATION, ELDER, MEDICAL, DISABILITY, HARDSHIP, PAIRED, DISASTER, EAST_WEST)
FUNDS = (GENERAL, *SPECIAL_FUNDS, UPPER, EPIDEMIC, *NAMED_FUNDS)

STREETS = tuple(f"示例{place}街道" for place in ("东湖", "西岭", "南门", "北桥", "中心", "上坊", "下坊", "新城"))
SCHOOLS = tuple(f"示例第{number}中学" for number in "一二三四五")
NURSING_HOMES = tuple(f"示例第{number}敬老院" for number in "一二三四")
VILLAGES = tuple(f"示例{stem}村" for stem in _STEMS[:6])


@dataclass(frozen=True)
class Donor:
    """One recurring or single donor: when it gives, what it may give (yuan), and to which fund."""

    name: str
    kind: str
    seasons: tuple[str, ...]
    amounts_yuan: tuple[int, ...]
    fund: Fund
    active: frozenset[int]
    consents: bool = True


def _active_periods(number: int, random: Random) -> frozenset[int]:
    """The periods (by place) in which a donor gives: some lapse, some return, some come late."""
    every = range(_LAST + 1)
    match number % 8:
        case 3:
            return frozenset(range(random.randrange(3, 7)))
        case 5:
            return frozenset(every) - {3, 4, 5}
        case 6:
            return frozenset(range(random.randrange(2, 8), _LAST + 1))
    return frozenset(every)


@cache
def enterprises() -> tuple[Donor, ...]:
    """Sixty companies, named after the sexagenary cycle."""
    random = Random(60)
    tiers = ((5_000, 8_000, 10_000), (10_000, 20_000, 30_000), (30_000, 50_000, 80_000), (100_000, 150_000))
    rhythms = (("spring", "september"), ("september",), ("spring",), ("september",), ("any",))
    donors = []
    for number in range(60):
        stem, branch, trade = _STEMS[number % 10], _BRANCHES[number % 12], _TRADES[number % len(_TRADES)]
        fund = GENERAL if number % 3 else SPECIAL_FUNDS[number // 3 % 7]
        tier = tiers[(0, 0, 1, 1, 1, 2, 2, 3)[random.randrange(8)]]
        name = f"示例{stem}{branch}{trade}有限公司"
        donors.append(
            Donor(name, "企业", rhythms[number % 5], tier, fund, _active_periods(number, random), number % 15 != 7)
        )
    return tuple(donors)


@cache
def institutions() -> tuple[Donor, ...]:
    """Offices, schools and associations; the first two give on the one-day giving of each September."""
    every = frozenset(range(_LAST + 1))
    offices = [f"示例区直机关第{number:02d}单位" for number in range(1, 29)] + list(STREETS)
    one_day = (3_600, 5_200, 6_850, 8_400, 9_700, 12_300, 15_800, 21_600, 26_450)
    donors = [Donor(name, "机关", ("one_day",), one_day, GENERAL, every) for name in offices]
    donors += [Donor(name, "事业单位", ("one_day",), one_day, GENERAL, every) for name in SCHOOLS]
    for number, trade in enumerate((*_TRADES[:6], "校友", "青年企业家", "义工", "书画", "女企业家", "乡贤")):
        fund = (GENERAL, EDUCATION, ELDER)[number % 3]
        donors.append(
            Donor(f"示例{trade}协会", "社会组织", ("spring", "any"), (3_000, 6_000, 10_000, 20_000), fund, every)
        )
    return tuple(donors)


@cache
def individuals() -> tuple[Donor, ...]:
    """Six hundred and eighty people by number only: yearly, twice a year, or once."""
    random = Random(680)
    amounts = (50, 100, 100, 200, 200, 300, 500, 500, 1_000, 1_000, 2_000, 5_000, 10_000)
    donors = []
    for number in range(1, 681):
        active = _active_periods(number, random)
        if number <= 190:
            seasons: tuple[str, ...] = ("september",)
        elif number <= 250:
            seasons = ("any",)
        elif number <= 330:
            seasons = ("spring",)
        else:
            seasons, active = ("any",), frozenset({random.randrange(_LAST + 1)})
        fund = GENERAL if number % 4 else SPECIAL_FUNDS[number // 4 % 7]
        name = f"合成捐赠人{number:04d}"
        donors.append(Donor(name, "个人", seasons, amounts, fund, active, number % 13 != 0))
    return tuple(donors)
