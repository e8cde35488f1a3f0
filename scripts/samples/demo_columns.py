"""Headings and spellings of the demo sheets: three hands that keep the same books in their own words."""

from __future__ import annotations

from samples.sheets import Column


def columns_of(text: str) -> tuple[Column, ...]:
    """Columns from "canonical=heading" words; "group/canonical=heading" puts a group heading above."""
    made = []
    for word in text.split():
        place, heading = word.split("=")
        group, _, key = place.rpartition("/")
        made.append(Column(key, heading, group))
    return tuple(made)


DONATION_COLUMNS = (
    columns_of(
        "serial_no=序号 date=到账日期 donor=捐赠人 donor_kind=捐赠人类别 amount=捐赠金额 form=形式 quantity=数量 "
        "unit=计量单位 valuation_basis=估价依据 programme=项目 purpose=用途 channel=渠道 fund=资金池 "
        "is_restricted=是否限定 receipt_no=票据号 consents_to_publish=是否同意公示 note=备注"
    ),
    columns_of(
        "serial_no=序号 receipt_no=收据号 date=捐款日期 donor=捐赠单位(人) donor_kind=捐赠人类型 programme=项目名称 "
        "purpose=捐赠意向 amount=捐款金额 form=捐赠形式 quantity=物资数量 unit=数量单位 valuation_basis=估值依据 "
        "channel=捐赠渠道 fund=所属基金 is_restricted=限定性 books=账务归属 consents_to_publish=是否公示 note=说明"
    ),
    columns_of(
        "serial_no=行号 programme=捐赠项目 date=收款时间 donor=捐赠单位/个人 donor_kind=捐赠人性质 amount=到账金额 "
        "款物情况/form=款物类别 款物情况/quantity=捐赠数量 款物情况/unit=物资单位 款物情况/valuation_basis=作价依据 "
        "purpose=指定用途 channel=募集渠道 fund=基金名称 is_restricted=限定情况 receipt_no=票据号码 "
        "consents_to_publish=同意公示 note=备注"
    ),
)
DISBURSEMENT_COLUMNS = (
    columns_of(
        "serial_no=序号 programme=项目 activity=活动 purpose=用途 date=拨付日期 payee=收款方 payee_kind=收款方类别 "
        "beneficiary_count=人数 unit=计量单位 unit_amount=标准(元) amount=拨付金额 form=形式 fund=资金池 "
        "donor=对应捐赠人 approval_no=批准文号 payment_no=付款凭证号 cost_class=费用类别"
    ),
    columns_of(
        "serial_no=序号 payment_no=凭证号 date=支付日期 programme=项目名称 activity=支出内容 purpose=资金用途 "
        "payee=收款单位(人) payee_kind=收款方类型 amount=支出金额 form=支出形式 beneficiary_count=受益人数 "
        "unit=受益单位 unit_amount=标准(元) fund=列支基金 donor=定向捐赠人 approval_no=审批文号 cost_class=支出类别 "
        "books=账务归属"
    ),
    columns_of(
        "serial_no=行号 programme=救助项目 activity=活动名称 date=发放时间 payee=受助对象 payee_kind=受助对象类别 "
        "受益情况/beneficiary_count=人(户)数 受益情况/unit=人数单位 受益情况/unit_amount=发放标准 amount=发放金额 "
        "form=资金形式 purpose=用途 fund=专项基金 donor=资金捐赠人 approval_no=文号 payment_no=付款编号 "
        "cost_class=费用类型"
    ),
)
AGENCY_COLUMNS = columns_of(
    "serial_no=序号 date=转交日期 donor=捐赠方 donor_kind=捐赠方类别 payee=接收方 payee_kind=接收方类别 "
    "programme=项目 goods=物资名称 quantity=数量 unit=计量单位 amount=价值 valuation_basis=估值依据 "
    "form=形式 books=账务归属"
)
RECEIPT_COLUMNS = columns_of("serial_no=序号 date=登记日期 receipt_kind=票据种类 receipt_count=份数 recipient=发放对象")
OPENING_COLUMNS = columns_of(
    "serial_no=序号 fund=基金名称 opening_balance=期初余额 is_restricted=限定性 founder=设立人 note=备注"
)
FUND_COLUMNS = columns_of(
    "serial_no=序号 fund=基金名称 opening_balance=期初余额 reclassified=本期调整 closing_balance=期末余额 "
    "is_restricted=限定性 founder=设立人 note=备注"
)
DISCLOSURE_COLUMNS = columns_of(
    "serial_no=序号 item=事项 plan_kind=性质 target=对象 window=时间 milestone=里程碑 for_period=所属期间"
)
PLAN_COLUMNS = columns_of(
    "serial_no=序号 item=事项 plan_kind=性质 programme=项目 target=对象 window=计划时间 planned_count=目标数 "
    "unit=计量单位 unit_amount=标准(元) amount=计划金额 for_period=所属期间"
)

# How the second and third hand spell what the first writes in the canonical way; what is missing here stays.
PROGRAMME_SPELLINGS: tuple[dict[str, str], ...] = (
    {},
    {
        "非定向": "不定向",
        "慈善一日捐": "一日捐",
        "慈善助学": "助学",
        "慈善助老": "助老",
        "慈善情暖万家": "情暖万家",
        "东西部协作": "东西部扶贫协作",
        "疫情防控": "新冠肺炎疫情防控",
        "上级合作引资": "与省市总会合作",
    },
    {
        "慈善助医": "助医",
        "慈善助困": "困难救助",
        "慈善情暖万家": "春节慰问",
        "结对帮扶特困户": "结对帮扶",
        "阳光1+1牵手计划": "阳光“1+1”牵手计划",
        "疫情防控": "抗击疫情",
    },
)
LABEL_SPELLINGS: tuple[dict[str, str], ...] = (
    {},
    {
        "企业": "民营企业",
        "机关": "党政机关",
        "社会各界": "社会公众",
        "社会组织": "社会团体",
        "政府账户": "政府部门",
        "供应商": "第三方供应商",
        "现金": "资金",
        "物资": "实物",
        "业务活动成本": "项目支出",
        "管理费用": "管理费",
        "筹资费用": "募捐成本",
        "其他费用": "其他支出",
        "限定性": "定向",
        "非限定性": "非定向",
        "同意": "是",
        "不同意": "否",
        "人": "名",
    },
    {
        "现金": "善款",
        "物资": "实物",
        "政府账户": "财政",
        "业务活动成本": "慈善活动支出",
        "限定性": "限定",
        "非限定性": "不限定",
        "同意": "愿意",
        "不同意": "不愿意",
    },
)
