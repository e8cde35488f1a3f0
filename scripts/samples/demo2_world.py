"""The invented world of demo2: a small town federation that may not raise funds publicly."""

from __future__ import annotations

from samples.demo_templates import BEFORE_SPRING_FESTIVAL, MANAGEMENT_COST, OTHER_COST, Template
from samples.demo_world import Fund

FEDERATION = "示例镇慈善会"
PERIODS = ("2019H1", "2019H2", "2020H1", "2020H2")
GENERAL = Fund("一般资金", "非定向", 246_000, is_restricted=False, since=PERIODS[0])
EDUCATION = Fund("示例镇助学基金", "慈善助学", 128_000, founder="示例镇商会", since=PERIODS[0])
ELDER = Fund("示例镇敬老基金", "慈善助老", 54_500, since=PERIODS[0])
FUNDS = (GENERAL, EDUCATION, ELDER)
CHAMBER, TOWN = "示例镇商会", "示例镇人民政府"
SCHOOL, NURSING_HOME, CARERS = "示例镇中心小学", "示例镇敬老院", "示例镇社工站"
# Firms of the town and what each gives in a half-year (yuan) to which fund.
FIRMS = (
    ("示例镇竹木加工厂", 12_000, GENERAL),
    ("示例镇粮油商行", 6_000, ELDER),
    ("示例镇砖瓦厂", 10_000, GENERAL),
    ("示例镇果蔬合作社", 5_000, EDUCATION),
    ("示例镇运输服务部", 8_000, GENERAL),
    ("示例镇五金门市部", 3_000, ELDER),
)
_HAMLETS = tuple(f"示例镇{name}村" for name in ("上溪", "下溪", "石桥", "竹林"))

TEMPLATES = (
    Template("慈善情暖万家", "春节慰问", "春节慰问金", GENERAL, (BEFORE_SPRING_FESTIVAL,), 4,
             tuple(f"{hamlet}困难家庭" for hamlet in _HAMLETS), "个人", (400, 500), "户", (10, 18)),
    Template("慈善助学", "六一助学", "助学金", EDUCATION, (5, 6), 2, ("示例镇中心小学受助学生",), "个人",
             (500, 600), "人", (12, 20)),
    Template("慈善助学", "金秋助学", "助学金", EDUCATION, (8, 9), 3, ("示例镇受助新生",), "个人", (2_000, 3_000), "人",
             (3, 6)),
    Template("慈善助老", "敬老院补助", "设施维护", ELDER, (4, 10), 1, (NURSING_HOME,), "事业单位", (6_000, 8_000)),
    Template("慈善助老", "居家探访", "居家探访服务", ELDER, (3, 5, 9, 11), 2, (CARERS,), "社会组织", (40, 50), "人次",
             (50, 90)),
    Template("慈善助困", "临时救助", "临时生活补助", GENERAL, (2, 4, 6, 7, 10, 12), 4, (), "个人", (1_000, 2_000),
             "人"),
    Template("非定向", "日常办公", "办公费用", GENERAL, (1, 3, 5, 7, 9, 11), 3, ("示例镇文具店",), "供应商",
             (1_200, 1_500, 1_900), cost_class=MANAGEMENT_COST),
    Template("非定向", "人员补贴", "兼职人员补贴", GENERAL, (6, 12), 1, ("示例人力资源服务有限公司",), "供应商",
             (9_000,), cost_class=MANAGEMENT_COST),
    Template("非定向", "账户管理", "银行手续费", GENERAL, (6, 12), 1, ("示例农村信用社",), "供应商", (60, 80),
             cost_class=OTHER_COST),
)  # fmt: skip
