"""What the cangshan sheets share: titles, closing lines, columns, and the names of funds and donors."""

from __future__ import annotations

from samples.sheets import Column

FEDERATION = "福州市仓山区慈善总会"
CLOSING = (
    "制表:财务组    审核:秘书处    日期:2020年6月26日",
    "注:本表各行系根据2020年7月22日公开发布的2020年半年工作情况整理还原,并非原始账簿;报告未写明的内容留空或写“未载明”。",
)
UNDATED = "未载明"
UNDATED_IN_PERIOD = "未载明(本期内)"

GENERAL_FUND = "一般资金"
PAIRED_FUND = "结对帮扶专项"
EPIDEMIC_FUND = "疫情防控善款"
KINDERGARTEN_FUND = "疫情防控·第一中心幼儿园定向"
ZHENGXIANG_FUND = "临洮·正祥"
STAR_NET_FUND = "临洮·星网锐捷"
SPARK_FUND = "临洮·星火电子商务"
RONGLUN_FUND = "临洮·融伦房地产"
YONGJING_FUND = "临洮·永琻景房地产"
YINGDAWO_FUND = "临洮·英达沃医疗"

NINETEEN_COMPANIES = "19家属地企业(未列名)"
KINDERGARTEN = "仓山区第一中心幼儿园"
ZHENGXIANG = "正祥集团"
STAR_NET = "福建星网锐捷通讯股份有限公司"
SPARK = "福州星火电子商务有限公司"
RONGLUN = "福州融伦房地产开发有限公司"
YONGJING = "福州永琻景房地产有限公司"
YINGDAWO = "福建英达沃医疗科技有限公司"


def columns(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    """Ungrouped columns from (canonical name, printed heading) pairs."""
    return tuple(Column(key, heading) for key, heading in pairs)


def reference(point: str, remark: str = "") -> str:
    """The 备注 of a row: where the report says it, then our own remark."""
    return f"公开报告{point};{remark}" if remark else f"公开报告{point}"
