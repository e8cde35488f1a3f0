"""An office whose books hold what a report must keep from its readers, and texts that would be more than text.

Everything is invented: the persons, their numbers (right by their check digits, of a region and an issuer that do not
exist), their homes and illnesses.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from conftest import Office

PERIOD = "2020H1"
Row = dict[str, Any]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(body: str) -> str:
    """`body` of 17 digits with its check digit. Source: GB 11643."""
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11
    return body + "10X98765432"[rest]


def card_number(body: str) -> str:
    """`body` of 18 digits with its check digit. Source: ISO/IEC 7812."""
    doubled = [int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(body))]
    return body + str(-sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10)


IDENTITY, OLD_IDENTITY = identity_number("87999919850307123"), "879999850307123"
MOBILE, LANDLINE = "13800138000", "0599-83000011"
CARD = card_number("629999000011112222")
HOME = "向阳新村幸福路18号3栋502室"
BORN = "1985年3月7日出生"
ILLNESS = "尿毒症"
# Persons: donors, those who were paid, a founder, one whom only a note names. Firms that declined to be named.
DONORS = ("欧阳佩兰", "章念慈")
PAID = ("郭秋禾", "潘若水", "卢小满")
FOUNDER = "沈宏远"
DECLINED = ("静默实业有限公司", "谢绝署名")
# Who signs off the errors is an official: named in the internal edition only.
SIGNER = "苏慕云"
NAMES = (*DONORS, *PAID, FOUNDER, *DECLINED, SIGNER)
NUMBERS = (IDENTITY, OLD_IDENTITY, MOBILE, LANDLINE, CARD)
# What stands in no public file, in no spelling.
SECRETS = (*NAMES, *NUMBERS, HOME, "幸福路18号", "3栋502室", BORN, "1985-03-07", ILLNESS)

HOSTILE = (
    "<b>粗体</b><img src=x onerror=alert(1)>",
    "<script>alert('二')</script>",
    '三" onmouseover="alert(3)" autofocus onfocus="alert(3)',
    "[四](javascript:alert(4)) ![图](https://evil.example/4.png)",
    "{{ 7+7 }}{% for 五 in range(9) %}x{% endfor %}{# 注 #}",
    '=HYPERLINK("https://evil.example/6","六")',
    "=cmd|'/c calc'!A7",
    "'; DROP TABLE 八; --",
    "../../../../九/../etc/passwd",
    "十\u202e录音\u202c\u2067反\u2069",
    "十\u200b一\u200d零\ufeff宽",
    "十二\u0301\u0308\u0336组合\u20dd",
    "十三👨‍👩‍👧‍👦🇨🇳🀄",
    "十四" + "无空格长文" * 1000,
    "<div><p>十五<table><tr><td>没有关",
    "&lt;十六&gt;&amp;#60;&nbsp;&copy;",
    "<![CDATA[十七]]><!-- 注释 -->",
    "<svg onload=alert(18)><a xlink:href='javascript:alert(18)'>十八</a></svg>",
    "</style><style>body{display:none}十九{background:url(https://evil.example/19)}",
    "\u001b[31m二十\u001b[0m\u0007",
)
_PAYMENT_HEADINGS = (
    *("拨付日期", "收款单位", "收款方类别", "拨付金额", "项目", "用途", "活动", "人数", "计量单位", "标准(元)"),
    *("批准文号", "资金池", "对应捐赠人", "凭证号", "备注", "身份证号", "联系电话", "开户行账号"),
)
_GIFT_HEADINGS = (
    *("捐赠日期", "捐赠人", "捐赠人类别", "捐赠金额", "项目", "用途", "渠道", "资金池", "是否限定"),
    *("是否同意公示", "票据号", "备注", "联系电话"),
)


def shown(text: str) -> str:
    """`text` as a page shows it: without characters that steer a display, white space as one blank."""
    visible = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join(visible.split())


def plant(office: Office) -> Office:
    """`office` with the books of 2020H1: every hostile text and every secret, in every column that takes them."""
    _write_csv(office, "拨付支出.csv", _PAYMENT_HEADINGS, _hostile_payments())
    _write_book(office, f"救助支出 {PAID[0]}.xlsx", f"救助{PAID[1]}", _PAYMENT_HEADINGS, _planted_payments())
    _write_book(office, "<img src=x onerror=alert(0)>捐赠收入.xlsx", "<i>捐赠收入&amp;", _GIFT_HEADINGS, _gifts())
    funds: list[Row] = [
        {"基金名称": "爱心基金", "期初余额": "100000.00", "设立人": FOUNDER, "备注": f"设立人电话{MOBILE}"},
        {"基金名称": HOSTILE[1], "期初余额": "5000.00", "设立人": "甲公司"},
    ]
    _write_book(office, "基金期初余额.xlsx", "期初余额", tuple(funds[0]), funds)
    plans: list[Row] = [
        {"事项": text, "性质": "计划", "项目": HOSTILE[place], "对象": whom, "目标数": 20, "计量单位": "户"}
        for place, (text, whom) in enumerate(
            ((HOSTILE[0], "困难户"), (f"回访{PAID[0]}", f"{PAID[2]}等困难户"), (HOSTILE[5], HOSTILE[17]))
        )
    ]
    _write_book(office, "计划与承诺.xlsx", "计划与承诺", tuple(plans[0]), plans)
    kept: list[Row] = [
        {"日期": "2020-02-01", "捐赠方": DONORS[0], "接收方": "某县中心小学", "物资名称": HOSTILE[3], "数量": 30},
        {"日期": "2020-02-02", "捐赠方": "乙公司", "接收方": PAID[2], "物资名称": "棉被", "数量": 2, "备注": HOME},
    ]
    headings = ("日期", "捐赠方", "接收方", "物资名称", "数量", "价值", "备注")
    _write_book(office, "受托代理.xlsx", "受托代理", headings, kept)
    return office


def _hostile_payments() -> list[Row]:
    """One payment a text to a firm; each text is payee, programme, purpose, activity and number once."""
    count = len(HOSTILE)
    return [
        {
            "拨付日期": f"2020-03-{place + 1:02d}",
            "收款单位": text,
            "收款方类别": "供应商",
            "拨付金额": f"{1000 + place}.00",
            "项目": HOSTILE[(place + 3) % count],
            "用途": HOSTILE[(place + 7) % count],
            "活动": HOSTILE[(place + 11) % count],
            "批准文号": f"仓慈〔2020〕{place + 1}号",
            "资金池": "爱心基金",
            "凭证号": HOSTILE[(place + 13) % count],
            "备注": HOSTILE[(place + 17) % count],
        }
        for place, text in enumerate(HOSTILE)
    ]


def _planted_payments() -> list[Row]:
    """Payments to persons, with their numbers, homes, illnesses and days of birth in every text."""
    first, second, third = PAID
    rows = [
        {
            "收款单位": f"{first} {IDENTITY}",
            "收款方类别": "个人",
            "拨付金额": "2000.00",
            "项目": "大病救助",
            "用途": f"{first}{ILLNESS}治疗",
            "活动": "入户慰问",
            "人数": 1,
            "标准(元)": "2000.00",
            "对应捐赠人": DECLINED[0],
            "备注": f"{first}，{BORN}，住{HOME}",
        },
        {
            "收款单位": f"{second}({ILLNESS})",
            "收款方类别": "个人",
            "拨付金额": "3000.00",
            "项目": "大病救助",
            "用途": f"电话{MOBILE}",
            "活动": f"{HOME}{second}家",
            "人数": 3,
            "标准(元)": "1000.00",
            "对应捐赠人": DONORS[0],
            "凭证号": f"卡{CARD}",
            "备注": f"出生日期1985-03-07，{LANDLINE}",
        },
        {
            "收款单位": third,
            "收款方类别": "个人",
            "拨付金额": "1500.00",
            "项目": "慈善助困",
            "用途": f"资助{third}（{OLD_IDENTITY}）",
            "活动": f"{third}，{BORN}",
            "人数": 2,
            "标准(元)": "750.00",
            "备注": f"联系人{first}，电话{LANDLINE}",
        },
        {
            "收款单位": "向阳社区困难居民",
            "收款方类别": "个人",
            "拨付金额": "40000.00",
            "项目": "慈善助困",
            "用途": "慰问金",
            "活动": "春节慰问",
            "人数": 40,
            "标准(元)": "1000.00",
            "对应捐赠人": DECLINED[1],
            "备注": f"名单见{second}处",
        },
        {
            "收款单位": "向阳小学",
            "收款方类别": "事业单位",
            "拨付金额": "60000.00",
            "项目": "慈善助学",
            "用途": f"{third}等三十名学生",
            "活动": "六一助学",
            "人数": 30,
            "标准(元)": "2000.00",
        },
    ]
    owned = {"计量单位": "人", "身份证号": IDENTITY, "联系电话": MOBILE, "开户行账号": CARD}
    return [{"拨付日期": f"2020-04-{day + 1:02d}", **owned, **row} for day, row in enumerate(rows)]


def _gifts() -> list[Row]:
    """Gifts of persons, of who declined to be named, and of firms with hostile names that did not."""
    givers = [*((name, "个人", "同意") for name in DONORS), (FOUNDER, "关联方个人", "同意")]
    givers += [(DECLINED[0], "企业", "不同意"), (DECLINED[1], "个人", "不同意")]
    persons: list[Row] = [
        {
            "捐赠日期": f"2020-01-{day + 1:02d}",
            "捐赠人": name,
            "捐赠人类别": kind,
            "捐赠金额": "5000.00",
            "项目": "慈善助困",
            "用途": f"{name}定向捐赠",
            "渠道": "网银",
            "是否限定": "否",
            "是否同意公示": agreed,
            "票据号": f"{day:06d}",
            "备注": f"{name} {MOBILE} {HOME}",
            "联系电话": MOBILE,
        }
        for day, (name, kind, agreed) in enumerate(givers)
    ]
    return persons + [
        {
            "捐赠日期": f"2020-05-{place + 1:02d}",
            "捐赠人": text,
            "捐赠人类别": "企业",
            "捐赠金额": f"{20000 + place}.00",
            "项目": HOSTILE[place - 1],
            "用途": HOSTILE[place - 5],
            "渠道": HOSTILE[place - 9],
            "是否限定": "否",
            "是否同意公示": "同意",
            "票据号": f"1{place:05d}",
            "备注": HOSTILE[place - 13],
        }
        for place, text in enumerate(HOSTILE)
    ]


def _write_csv(office: Office, name: str, headings: Sequence[str], rows: Sequence[Row]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *([row.get(heading) for heading in headings] for row in rows)])
    (office.period / name).write_bytes(text.getvalue().encode("utf-8-sig"))


def _write_book(office: Office, name: str, sheet: str, headings: Sequence[str], rows: Sequence[Row]) -> None:
    """A workbook whose texts are texts, also those that openpyxl would take for formulas."""
    book = Workbook(write_only=True)
    book.properties.creator = PAID[0]
    book.properties.title = MOBILE
    page = book.create_sheet(sheet)
    page.append([sheet])
    for row in (headings, *([row.get(heading) for heading in headings] for row in rows)):
        page.append([_text_cell(page, value) for value in row])
    book.save(office.period / name)


def _text_cell(page: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # A workbook cannot hold what steers a terminal.
    cell = WriteOnlyCell(page, "".join(c for c in value if ord(c) >= 32))
    cell.data_type = "s"
    return cell


def sign_off(office: Office) -> Office:
    """`office` whose errors a named person lets pass, so that its public edition may leave the house."""
    found = office.ledger().findings
    errors = found[found["severity"] == "error"].astype(object).where(lambda table: table.notna(), "")
    with (office.raw / "signoffs.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("period", "rule", "file", "sheet", "cell", "reason", "signed_by", "signed_on"))
        for error in errors.itertuples(index=False):
            place = (error.rule, error.source_file, error.source_sheet, error.cell)
            lines.writerow((PERIOD, *place, "号码在公开版中已去除", SIGNER, "2020-07-01"))
    return office
