"""Cangshan side tables: agency movements, opening balances, plans and promises, receipts."""

from __future__ import annotations

from datetime import date

from samples.cangshan_common import (
    CLOSING,
    EPIDEMIC_FUND,
    FEDERATION,
    GENERAL_FUND,
    KINDERGARTEN_FUND,
    PAIRED_FUND,
    RONGLUN_FUND,
    SPARK_FUND,
    STAR_NET_FUND,
    UNDATED,
    UNDATED_IN_PERIOD,
    YINGDAWO_FUND,
    YONGJING_FUND,
    ZHENGXIANG_FUND,
    columns,
    reference,
)
from samples.sheets import Cell, Column, SheetPlan

_AGENCY_COLUMNS = columns(
    ("serial_no", "序号"),
    ("programme", "项目"),
    ("date", "日期"),
    ("donor", "捐赠方"),
    ("donor_kind", "捐赠方类别"),
    ("payee", "接收方"),
    ("payee_kind", "接收方类别"),
    ("goods", "款物名称"),
    ("quantity", "数量"),
    ("unit", "计量单位"),
    ("amount", "价值"),
    ("precision", "精度(±元)"),
    ("form", "形式"),
    ("purpose", "用途"),
    ("books", "账务归属"),
    ("note", "备注"),
)


def _record(table: tuple[Column, ...], *cells: Cell) -> dict[str, Cell]:
    """One row from its cells in column order; the serial number is given when the sheet is laid out."""
    return dict(zip([column.key for column in table[1:]], cells, strict=True))


def agency_plan() -> SheetPlan:
    """Four movements that never enter own totals, one row each, with giver and receiver."""
    goods = ("疫情防控", "2020年2月12日", "福州素天下食品有限公司", "企业", "仓山公安分局", "政府", "豆制品")
    aid = ("慈善助学", date(2020, 5, 27))
    donor = ("副会长个人", "关联方个人")
    education_point = "第一部分第4项(助学)"
    rows = (
        (*goods, 650, "箱", 130000, 5000, "物资", "慰问公安干警", "受托代理",
         reference("第一部分第3项", "总会为中间方;共5200公斤,估值依据未写")),
        (*aid, "区下渡街道办事处", "政府", "仓山区实验小学受助学生", "个人(学生)", "助学金", None, None,
         6250, None, "现金", "六一助学(街道部分)", "合作方",
         reference(education_point, "25名学生每名250元,由街道承担")),
        (*aid, *donor, "受助学生25名", "个人(学生)", "书包", 25, "个", "未估值", None, "物资",
         "六一助学", "待核实", reference(education_point, "关联方实物捐赠,未估值")),
        (*aid, *donor, "学生代表50名", "个人(学生)", "书包", 50, "个", "未估值", None, "物资",
         "六一助学", "待核实", reference(education_point, "关联方实物捐赠,未估值")),
    )  # fmt: skip
    return SheetPlan(
        "受托代理与合作方",
        f"{FEDERATION} 2020年上半年受托代理与合作方款物登记",
        "元",
        _AGENCY_COLUMNS,
        [_record(_AGENCY_COLUMNS, *row) for row in rows],
        "programme",
        CLOSING,
    )


def opening_balances_plan() -> SheetPlan:
    """One row per fund; the report states no opening balance, and the sheet leaves that visible."""
    designated = (
        PAIRED_FUND,
        KINDERGARTEN_FUND,
        ZHENGXIANG_FUND,
        STAR_NET_FUND,
        SPARK_FUND,
        RONGLUN_FUND,
        YONGJING_FUND,
        YINGDAWO_FUND,
    )
    table = columns(
        ("serial_no", "序号"),
        ("fund", "资金池"),
        ("opening_balance", "期初余额"),
        ("is_restricted", "是否限定"),
        ("note", "备注"),
    )
    rows: list[tuple[Cell, ...]] = [
        (fund, UNDATED, None, "公开报告未写期初余额") for fund in (GENERAL_FUND, EPIDEMIC_FUND)
    ]
    rows += [(fund, UNDATED, "定向", "公开报告未写期初余额") for fund in designated]
    return SheetPlan(
        "基金期初余额",
        f"{FEDERATION} 2020年上半年基金期初余额",
        "元",
        table,
        [_record(table, *row) for row in rows],
        None,
        CLOSING,
    )


def plans_and_promises_plan() -> SheetPlan:
    """The paired relief as planned, one promise without amount or date, and eight plans for 2020H2."""
    table = columns(
        ("serial_no", "序号"),
        ("item", "事项"),
        ("plan_kind", "性质"),
        ("programme", "项目"),
        ("target", "对象"),
        ("window", "时间"),
        ("planned_count", "目标数"),
        ("unit", "计量单位"),
        ("unit_amount", "标准(元)"),
        ("amount", "计划金额"),
        ("basis", "依据"),
        ("for_period", "所属期间"),
        ("note", "备注"),
    )
    paired = ("26名特困户结对慰问", "计划", "结对帮扶特困户", "26名特困户", "春节期间", 26, "户", 10000, 260000)
    village = ("对关中村大病救助给予支持", "口头承诺", "阳光1+1牵手计划", "关中村困难群众", UNDATED)
    nothing = (None, None, None, None, None)
    raising, helping = "第二部分(一)", "第二部分(二)"
    seasonal = (
        ("继续认真实施慈善一日捐", "慈善一日捐", "区直部门、社会团体、企业与爱心人士",
         "未载明(推定9月5日“中华慈善日”前后)", f"{raising}第1项"),
        ("继续开展定向募捐与日常捐赠", "定向募捐", "爱心人士与企业", UNDATED, f"{raising}第2项"),
        ("金秋助学,联合区关工委、区教育局", "金秋助学", "高一学生与大学一年级新生", "8-9月份", f"{helping}助学"),
        ("慈善助老", "慈善助老", "全区孤寡老人", "9-10月份", f"{helping}助老"),
        ("敬老爱老进养老院慰问", "敬老爱老进养老院", "养老院老人", UNDATED, f"{helping}助老"),
        ("关爱女性健康医疗援助", "关爱女性健康", "未载明", UNDATED, f"{helping}助医"),
        ("重急症与突发灾害救助", "重急症与突发灾害救助", "重急症患者与突发重大灾害致贫对象", UNDATED, f"{helping}助医"),
        ("与省、市慈善总会合作引进善款善物", "与省市总会合作", "省、市慈善总会", UNDATED, "第二部分(三)"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (*paired, "区委常委会议(无文号)", "2020H1", reference("第一部分第2项", "总额由户数乘标准得出")),
        (*village, *nothing[1:], "座谈时表示", "2020H2", reference("第一部分第2项", "无金额、无期限")),
    ]
    rows += [
        (item, "计划", programme, target, window, *nothing, "2020H2", reference(point, "无金额与名额指标"))
        for item, programme, target, window, point in seasonal
    ]
    return SheetPlan(
        "计划与承诺",
        f"{FEDERATION} 2020年下半年计划与承诺",
        "元",
        table,
        [_record(table, *row) for row in rows],
        None,
        CLOSING,
    )


def receipts_plan() -> SheetPlan:
    """Receipts, plaques and certificates with their counts as written."""
    table = columns(
        ("serial_no", "序号"),
        ("programme", "项目"),
        ("date", "日期"),
        ("receipt_kind", "种类"),
        ("receipt_count", "份数"),
        ("recipient", "发放对象"),
        ("note", "备注"),
    )
    as_of = "截至2020年1月23日"
    companies = "19家帮扶资金到位的企业"
    rows: tuple[tuple[Cell, ...], ...] = (
        ("结对帮扶特困户", as_of, "捐资发票", "19份", companies,
         reference("第一部分第2项", "应为公益事业捐赠统一票据")),
        ("结对帮扶特困户", as_of, "“慈善爱心企业”牌匾", "19块", companies, reference("第一部分第2项")),
        ("疫情防控", UNDATED_IN_PERIOD, "公益事业捐赠统一票据及捐赠证书", "六十几份", "捐赠人",
         reference("第一部分第3项", "票据与证书未分列,数目模糊")),
    )  # fmt: skip
    return SheetPlan(
        "票据登记",
        f"{FEDERATION} 2020年上半年票据登记",
        "",
        table,
        [_record(table, *row) for row in rows],
        "programme",
        CLOSING,
    )
