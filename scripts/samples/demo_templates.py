"""What the demo federation pays for in an ordinary half-year: one template per kind of payment."""

from __future__ import annotations

from dataclasses import dataclass

from samples.demo_world import (
    DISABILITY,
    DISASTER,
    EDUCATION,
    ELDER,
    EPIDEMIC,
    GENERAL,
    HARDSHIP,
    MEDICAL,
    NAMED_FUNDS,
    NURSING_HOMES,
    PAIRED,
    SCHOOLS,
    STREETS,
    UPPER,
    VILLAGES,
    Fund,
)

PROGRAMME_COST, MANAGEMENT_COST, FUNDRAISING_COST, OTHER_COST = "业务活动成本", "管理费用", "筹资费用", "其他费用"
# The month that stands for the weeks before the Spring Festival, which moves from year to year.
BEFORE_SPRING_FESTIVAL = 0
INDIVIDUALS: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """`rows` payments in one of `months`: a count of `unit` times a standard, or, without unit, a round sum.

    `payees` empty means pseudonymous individuals, one per row; `amounts_yuan` are standards per unit or sums.
    """

    programme: str
    activity: str
    purpose: str
    fund: Fund
    months: tuple[int, ...]
    rows: int
    payees: tuple[str, ...]
    payee_kind: str
    amounts_yuan: tuple[int, ...]
    unit: str = ""
    counts: tuple[int, int] = (1, 1)
    cost_class: str = PROGRAMME_COST
    since: str = "2016H1"
    until: str = "2020H2"


def _people(places: tuple[str, ...], who: str) -> tuple[str, ...]:
    return tuple(f"{place}{who}" for place in places)


_WHOLE_YEAR = tuple(range(1, 13))
_WITHOUT_SEPTEMBER = (1, 3, 4, 5, 6, 7, 8, 10, 11, 12)
_OFFICE = ("示例物业服务有限公司", "示例办公用品商行", "示例通信服务有限公司")
_AUDITORS = ("示例会计师事务所",)
_PRINTERS = ("示例印务有限公司", "示例传媒有限公司")
_POOR = _people(STREETS, "困难家庭")
_OLD = _people(STREETS, "高龄老人")
_PUPILS = _people(SCHOOLS, "受助学生")
_SUMS = (3_000, 5_000, 8_000, 10_000, 20_000)
_ALUMNI = NAMED_FUNDS[4]

TEMPLATES = (
    Template("慈善情暖万家", "春节慰问", "春节慰问金", GENERAL, (BEFORE_SPRING_FESTIVAL,), 8, _POOR, "个人",
             (500, 600, 800), "户", (90, 190)),
    Template("慈善情暖万家", "入户慰问", "春节慰问金", GENERAL, (BEFORE_SPRING_FESTIVAL,), 3, INDIVIDUALS, "个人",
             (1_000, 2_000), "人"),
    Template("结对帮扶特困户", "结对慰问", "春节结对慰问", PAIRED, (BEFORE_SPRING_FESTIVAL,), 4,
             _people(STREETS, "特困户"), "个人", (5_000, 8_000), "户", (3, 9)),
    Template("阳光1+1牵手计划", "老区村慰问", "困难群众慰问金", GENERAL, (5, 6, 10, 11), 3,
             _people(VILLAGES, "困难群众"), "个人", (800, 1_000), "人", (15, 40)),
    Template("慈善助学", "六一助学", "助学金", EDUCATION, (5, 6), 4, _PUPILS, "个人", (500, 800), "人", (20, 60)),
    Template("慈善助学", "金秋助学", "助学金", EDUCATION, (8, 9), 5, _PUPILS, "个人", (2_000, 3_000), "人", (10, 30)),
    Template("慈善助学", "金秋助学", "新生助学金", NAMED_FUNDS[1], (8, 9), 5, _PUPILS, "个人", (3_000, 5_000), "人",
             (15, 35)),
    Template("慈善助学", "校友助学", "助学金", _ALUMNI, (9, 10), 2, SCHOOLS[:1], "事业单位", (10_000, 15_000),
             since="2019H1"),
    Template("慈善助老", "重阳慰问", "重阳节慰问金", ELDER, (9, 10), 5, _OLD, "个人", (200, 300), "人", (40, 120)),
    Template("慈善助老", "上门照护", "居家照护服务", ELDER, (3, 4, 5, 6), 4, ("示例社工服务中心",), "社会组织",
             (60, 80), "人次", (150, 400)),
    Template("慈善助老", "敬老院补助", "设施维护", NAMED_FUNDS[2], (4, 10, 11), 3, NURSING_HOMES, "事业单位", _SUMS,
             since="2017H2"),
    Template("慈善助医", "大病救助", "医疗费用补助", MEDICAL, _WHOLE_YEAR, 8, INDIVIDUALS, "个人",
             (3_000, 5_000, 8_000, 10_000), "人"),
    Template("慈善助医", "义诊", "义诊服务", MEDICAL, (3, 5, 8, 11), 2, ("示例第二医院",), "事业单位", (50, 60), "人次",
             (200, 600)),
    Template("慈善助医", "大病救助", "医疗费用补助", NAMED_FUNDS[3], _WHOLE_YEAR, 3, INDIVIDUALS, "个人",
             (5_000, 10_000), "人", since="2018H2"),
    Template("慈善助残", "助残补助", "辅具补助", DISABILITY, (5, 11, 12), 4, _people(STREETS, "残疾人家庭"), "个人",
             (1_000, 1_500), "户", (5, 20)),
    Template("慈善助困", "临时救助", "临时生活补助", HARDSHIP, _WITHOUT_SEPTEMBER, 5, INDIVIDUALS, "个人",
             (1_000, 2_000, 3_000), "人"),
    Template("慈善助困", "困难家庭补助", "生活补助", NAMED_FUNDS[0], _WITHOUT_SEPTEMBER, 3, _POOR, "个人",
             (1_000, 1_200), "户", (10, 40)),
    Template("慈善助困", "冬季送温暖", "御寒补助", GENERAL, (11, 12), 8, _POOR, "个人", (300, 400), "户", (180, 340)),
    Template("慈善助学", "上级助学项目", "助学项目", UPPER, _WITHOUT_SEPTEMBER, 2, ("示例区教育局",), "政府账户",
             (80_000, 100_000, 120_000)),
    Template("慈善助医", "上级助医项目", "助医项目", UPPER, _WITHOUT_SEPTEMBER, 2, ("示例第一医院",), "事业单位",
             (60_000, 80_000, 100_000)),
    Template("救灾应急", "受灾救助", "受灾家庭补助", DISASTER, (6, 7, 8), 2, _people(VILLAGES, "受灾家庭"), "个人",
             (2_000, 3_000), "户", (5, 25)),
    Template("疫情防控", "采购防控物资", "防护物资采购", EPIDEMIC, (2, 3, 4), 5, ("示例医药有限公司",), "供应商",
             (20_000, 50_000, 80_000), since="2020H1", until="2020H1"),
    Template("疫情防控", "慰问一线人员", "一线人员慰问", EPIDEMIC, (3, 4, 7, 8), 5,
             ("示例第一医院医护人员", "示例第二医院医护人员"), "个人", (500, 1_000), "人", (40, 120), since="2020H1"),
    Template("非定向", "日常办公", "办公与物业", GENERAL, _WHOLE_YEAR, 4, _OFFICE, "供应商", (2_600, 3_800, 6_500),
             cost_class=MANAGEMENT_COST),
    Template("非定向", "年度审计", "审计费", GENERAL, (3, 4), 1, _AUDITORS, "供应商", (28_000, 32_000),
             cost_class=MANAGEMENT_COST),
    Template("慈善一日捐", "募捐宣传", "慈善日宣传", GENERAL, (8, 9), 3, _PRINTERS, "供应商", (4_500, 6_800, 9_600),
             cost_class=FUNDRAISING_COST),
    Template("定向募捐", "网络募捐服务", "平台服务", GENERAL, (6, 12), 1, ("示例网络募捐平台",), "供应商",
             (1_800, 2_400), cost_class=FUNDRAISING_COST),
)  # fmt: skip
# What keeps the office running. The repairs make 2018 the year in which management costs too much.
RUNNING_COSTS = (
    Template("非定向", "人员薪酬", "专职人员薪酬", GENERAL, _WHOLE_YEAR, 6, ("示例人力资源服务有限公司",), "供应商",
             (58_000, 62_000, 66_000), cost_class=MANAGEMENT_COST),
    Template("非定向", "办公用房修缮", "修缮工程款", GENERAL, (3, 6, 9), 2, ("示例建筑装饰有限公司",), "供应商",
             (220_000, 240_000), cost_class=MANAGEMENT_COST, since="2018H1", until="2018H2"),
    Template("非定向", "账户管理", "银行手续费", GENERAL, (6, 12), 1, ("示例银行",), "供应商", (320, 480, 560),
             cost_class=OTHER_COST),
)  # fmt: skip
# What the grants of the district are spent on.
GRANT_WORK = (
    Template("慈善助老", "居家养老服务", "居家养老服务补助", ELDER, (5, 6, 9, 10), 3, ("示例养老服务中心",), "社会组织",
             (20_000, 24_000)),
    Template("慈善助困", "社区救助服务", "困难群众救助补助", HARDSHIP, (11, 12), 2, ("示例社区服务中心",), "社会组织",
             (30_000, 36_000)),
)  # fmt: skip
