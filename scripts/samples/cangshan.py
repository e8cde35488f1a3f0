"""The cangshan sample: the published half-year report of 2020H1, kept as a federation keeps its sheets."""

from __future__ import annotations

from samples import cangshan_disbursements, cangshan_donations, cangshan_registers
from samples.packing import pack_csv
from samples.sheets import SheetPlan, workbook_bytes

_CORRECTION_COLUMNS = (
    "file",
    "sheet",
    "cell",
    "expected_text",
    "new_value",
    "reason",
    "approved_by",
    "approved_on",
)

_ORGANISATION = """\
# The organisation of this sample: its name, and what the published report itself states.
# 本样例的机构信息:只填写公开报告写明的内容。
name = "福州市仓山区慈善总会"

# Not configured on purpose: the report does not say whether the federation is registered as an
# association or a foundation, nor whether it may raise funds publicly. Ratios that depend on it
# are shown as "cannot be decided". Fill in once its registration certificate has been seen.
# 有意不填:报告未说明机构类型与公开募捐资格,须见登记证书后再填;未填时相关比例显示为“无法判定”。
# kind = "association"            # association(社会团体)或 foundation(基金会)
# public_fundraising = true       # 是否具有公开募捐资格

# Groups of fewer people than this are not shown in a public edition.
# 公开版中,少于此人数的分组不予显示。
disclosure_threshold = 10

[periods.2020H1]
signed_on = 2020-06-26            # date under the report / 报告落款日期
published_on = 2020-07-22         # date it was posted / 网站发布日期
disclosure_channel = "区政府官方网站"  # as the report names it / 报告所称公示渠道

# Whom a quoted document speaks of, where it is not this federation: its clause 7 says 区红十字会的受捐款.
# 所引文件针对的单位(不是本会的才填):该文件第七条的主语是“区红十字会的受捐款”。
[documents."仓防控应急〔2020〕8号"]
addressed_to = "区红十字会"
"""


def cangshan_files() -> dict[str, bytes]:
    """Every file of the sample: path below data/raw → bytes."""
    workbooks: dict[str, tuple[SheetPlan, ...]] = {
        "捐赠收入": cangshan_donations.sheet_plans(),
        "拨付支出": cangshan_disbursements.sheet_plans(),
        "受托代理与合作方": (cangshan_registers.agency_plan(),),
        "基金期初余额": (cangshan_registers.opening_balances_plan(),),
        "下半年计划与承诺": (cangshan_registers.plans_and_promises_plan(),),
        "票据登记": (cangshan_registers.receipts_plan(),),
    }
    files = {f"cangshan/2020H1/{name}.xlsx": workbook_bytes(plans) for name, plans in workbooks.items()}
    files["cangshan/organisation.toml"] = _ORGANISATION.encode("utf-8")
    files["cangshan/corrections.csv"] = pack_csv([_CORRECTION_COLUMNS])
    return files
