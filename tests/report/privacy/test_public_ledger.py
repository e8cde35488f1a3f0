"""The ledger of a public edition: every figure as before, every person under one pseudonym, nothing else changed."""

from __future__ import annotations

from typing import Any

import pytest
from builders_masking import everything, given, ledger_of, paid, shown
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from charity_analysis.analysis.donors import concentration, donor_totals, named_donors, rows_of_named
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.ledger.donor_names import is_anonymous, is_collective
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.schema import COLUMNS
from charity_analysis.report.privacy.public_ledger import public_ledger, why_not_publishable
from charity_analysis.report.privacy.public_tables import treatment_of
from charity_analysis.rules import normalise, public_columns

SAMPLES = ("cangshan", "demo", "demo2")
NAMES = [
    "张三", "张 三", "张三等3人", "张三、李四", "李四", "李四光", "匿名", "张**", "社会各界(汇总)", "爱心人士", "甲公司",
    "乙集团", "19家企业(未列名)", "John Smith", "甲公司(张三丰)", "甲公司(李小二)", "乙集团(代付)", "丙", "張三",
]  # fmt: skip
KINDS = [None, "individual", "enterprise", "general_public", "related_individual"]


def proved(figure: Figure) -> tuple[Any, ...]:
    return figure.value, figure.halfwidth, figure.unit, figure.row_ids


def proofs(ledger: Ledger, period: str) -> list[tuple[str, Any, list[Any]]]:
    """What each key figure is, and each part of it whatever it is called."""
    return [(one.id, proved(one), sorted(map(str, map(proved, one.parts)))) for one in key_figures(ledger, period)]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_key_figure_of_a_samples_last_period_is_the_same(name: str, request: pytest.FixtureRequest) -> None:
    ledger: Ledger = request.getfixturevalue(name)
    public, _ = public_ledger(ledger)
    for period in ledger.periods[-1:]:
        assert proofs(public, period) == proofs(ledger, period), period


@pytest.mark.parametrize("name", SAMPLES)
def test_rows_money_and_days_are_the_same(name: str, request: pytest.FixtureRequest) -> None:
    ledger: Ledger = request.getfixturevalue(name)
    public, _ = public_ledger(ledger)
    for table, columns in COLUMNS.items():
        kept = [column for column in columns if treatment_of(table, column) == "keep"]
        assert public.tables[table][kept].equals(ledger.tables[table][kept]), table
        assert dict(public.tables[table].dtypes) == dict(ledger.tables[table].dtypes), table


@pytest.mark.parametrize("name", SAMPLES)
def test_no_secret_stands_anywhere_in_a_samples_public_ledger(name: str, request: pytest.FixtureRequest) -> None:
    text, secrets = everything(request.getfixturevalue(name))
    assert secrets.names
    folded = normalise(text)
    assert [secret for secret in secrets.names if normalise(secret) in folded] == []


def of_donors(ledger: Ledger) -> list[Any]:
    """What figures of donors rest on, without the names themselves."""
    rows, earlier = (ledger.donations[ledger.donations["period"] == period] for period in ("2020H1", "2019H2"))
    totals = donor_totals(rows)
    stayed = len(named_donors(rows) & named_donors(earlier))
    told = [(one.is_named, one.amount, one.row_ids) for one in totals]
    return [told, concentration(totals) if totals else None, stayed, len(named_donors(earlier)), rows_of_named(rows)]


gifts = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(KINDS), st.sampled_from([None, True, False]), st.integers(1, 4)),
    min_size=1,
    max_size=12,
)


@for_all(gifts)
@settings(max_examples=12)
def test_who_gives_is_counted_the_same_whoever_is_masked(rows: list[tuple[str, str | None, bool | None, int]]) -> None:
    periods = ("2019H2", "2020H1")
    donations = [
        given(donor, kind, consents_to_publish=consent, amount_fen=fen * 100, period=periods[number % 2],
              row_id=f"D-{number:016x}")
        for number, (donor, kind, consent, fen) in enumerate(rows)
    ]  # fmt: skip
    ledger = ledger_of(donations=donations)
    ledger.manifest["periods"] = list(periods)
    public, _ = public_ledger(ledger)
    assert of_donors(public) == of_donors(ledger)
    for before, after in zip(ledger.donations["donor"], public.donations["donor"], strict=True):
        assert is_anonymous(before) == is_anonymous(after)
        assert is_collective(before, None) == is_collective(after, None)


@for_all(gifts)
@settings(max_examples=10)
def test_two_names_never_become_one(rows: list[tuple[str, str | None, bool | None, int]]) -> None:
    ledger = ledger_of(donations=[given(donor, kind, consents_to_publish=consent) for donor, kind, consent, _ in rows])
    public, _ = public_ledger(ledger)
    pairs = set(zip(map(normalise, ledger.donations["donor"]), map(normalise, public.donations["donor"]), strict=True))
    assert len(pairs) == len({before for before, _ in pairs}) == len({after for _, after in pairs})


# --- the rules ----------------------------------------------------------------------------------------------


def test_every_column_of_every_table_has_a_treatment_and_no_rule_is_dead() -> None:
    known = {(table, column) for table, columns in COLUMNS.items() for column in columns}
    assert all(treatment_of(table, column) for table, column in known)
    dead = [rule for rule in public_columns() if rule not in known and not
            (rule[0] == "*" and any(column == rule[1] for _, column in known))]  # fmt: skip
    assert dead == []


def test_a_column_without_a_treatment_is_not_published() -> None:
    with pytest.raises(KeyError):
        treatment_of("donations", "mother_of_donor")


def test_notes_unknown_columns_and_held_rows_are_not_shown() -> None:
    rows = {"donations": [given("甲公司", "enterprise", note="张三转", unmapped='{"电话": "13800138000"}')]}
    text, secrets = everything(ledger_of(**rows, held=[{"raw_text": "张三 13900139000", "kind": "donations"}]))
    assert "张三转" not in text
    assert "13800138000" not in text
    assert "13900139000" not in text
    assert {"13800138000", "13900139000"} <= secrets.names


# --- who is masked ------------------------------------------------------------------------------------------


def test_an_individual_is_masked_even_with_consent() -> None:
    assert shown(
        "donor", "donations", ledger_of(donations=[given("张三", "individual", consents_to_publish=True)])
    ) == ["个人捐赠人1"]


def test_who_declined_once_is_masked_everywhere_however_it_is_spelt() -> None:
    ledger = ledger_of(
        donations=[
            given("福建(正祥)集团", "enterprise", fund="临洮·正祥", consents_to_publish=False),
            given("福建 （正祥） 集团", "enterprise", consents_to_publish=True, source_file="福建正祥集团.xlsx"),
            given("乙公司", "enterprise", purpose="福建正祥集团代付"),
        ],
        disbursements=[paid("临洮县财政局", "government", donor="福建(正祥)集团", fund="临洮·正祥")],
        funds=[{"fund": "临洮·正祥", "founder": "福建(正祥)集团"}],
        plans=[{"item": "福建正祥集团认捐", "target": "临洮·正祥", "plan_kind": "pledge"}],
    )
    text, secrets = everything(ledger)
    assert "正祥" not in text
    assert {"正祥", "福建(正祥)集团"} <= secrets.names
    public, _ = public_ledger(ledger)
    assert set(public.plans["target"]) == set(public.funds["fund"]) == set(public.disbursements["fund"])


def test_a_donor_who_is_masked_is_not_taken_for_an_anonymous_one() -> None:
    (name,) = shown(
        "donor", "donations", ledger_of(donations=[given("甲公司", "enterprise", consents_to_publish=False)])
    )
    assert name == "不公开名称捐赠人1"
    assert not is_anonymous(name)


def test_one_name_has_one_pseudonym_as_donor_payee_founder_and_in_texts() -> None:
    ledger = ledger_of(
        donations=[given("李四", "individual"), given("张三", "individual", purpose="救助张　三")],
        disbursements=[paid("張三", "individual", purpose="张·三医疗费")],
        funds=[{"fund": "张三助学基金", "founder": "张三"}],
        receipts=[{"recipient": "张三", "receipt_kind": "票据"}],
    )
    public, _ = public_ledger(ledger)
    assert public.disbursements["payee"].tolist() == ["个人捐赠人2"]
    assert public.disbursements["purpose"].tolist() == ["个人捐赠人2医疗费"]
    assert public.donations["purpose"].tolist()[1] == "救助个人捐赠人2"
    assert public.funds["fund"].tolist() == ["个人捐赠人2助学基金"]
    assert public.funds["founder"].tolist() == public.receipts["recipient"].tolist() == ["个人捐赠人2"]


@pytest.mark.parametrize(
    "name",
    ["社会各界(未列名)", "匿名", "爱心人士", "19家企业(未列名)", "受助学生25名", "全区低保户、孤寡老人、孤儿等困难户",
     "仓山区实验小学受助学生", "示例东湖街道困难家庭", "福州市第二医院疫情防控一线医护人员", "困难群众"],
)  # fmt: skip
def test_what_names_nobody_stays(name: str) -> None:
    ledger = ledger_of(donations=[given(name, None)], disbursements=[paid(name, None)])
    assert shown("donor", "donations", ledger) == shown("payee", "disbursements", ledger) == [name]


@pytest.mark.parametrize(
    "name",
    ["张三", "张 三", "张三(尿毒症)", "张三、李四", "张三等3人", "张某", "张某某", "John Smith", "高明", "方便",
     "阿迪力·买买提", "学生张三", "困难户李四家", "受益人B1", "王五13800138000", "李娜女士", "陈先生", "病人张三家属",
     "欧阳锋", "張三"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["individual", None])
def test_what_may_be_a_person_is_masked(name: str, kind: str | None) -> None:
    ledger = ledger_of(donations=[given(name, kind)], disbursements=[paid(name, kind)])
    assert shown("donor", "donations", ledger)[0].startswith("个人捐赠人1")
    assert normalise(name) not in normalise(everything(ledger)[0])


@pytest.mark.parametrize("name", ["张三丰酒业公司", "临洮县财政局", "正祥集团", "关中村", "第三方供应商(未列名)"])
def test_a_body_of_no_stated_kind_is_named(name: str) -> None:
    assert shown("payee", "disbursements", ledger_of(disbursements=[paid(name)])) == [name]


def test_a_person_named_beside_a_body_is_not() -> None:
    rows = [
        paid("福州公司(张三丰)", "supplier"),
        paid("福州公司(李小二)", "supplier"),
        paid("华侨医院(金山)", "supplier"),
    ]
    shops = shown("payee", "disbursements", ledger_of(disbursements=rows))
    assert shops == ["福州公司(〔姓名已隐去〕)", "福州公司(〔姓名已隐去〕)(2)", "华侨医院(金山)"]


def test_a_body_whose_name_begins_like_a_persons_stays_whole() -> None:
    ledger = ledger_of(
        donations=[given("张三", "individual"), given("张三丰酒业公司", "enterprise", purpose="张三丰酒业公司与张三")]
    )
    public, secrets = public_ledger(ledger)
    assert public.donations["donor"].tolist() == ["个人捐赠人1", "张三丰酒业公司"]
    assert public.donations["purpose"].tolist()[1] == "张三丰酒业公司与个人捐赠人1"
    assert "张三丰酒业公司" in secrets.published


def test_names_of_files_and_sheets_are_masked_and_stay_different() -> None:
    rows = [paid("困难群众", "individual", source_file=file, source_sheet=sheet)
            for file, sheet in [("张三.xlsx", "13800138000"), ("李小二.xlsx", "13900139000"), ("台账.xlsx", "疫情防控")]]  # fmt: skip
    ledger = ledger_of(disbursements=rows)
    files, sheets = (shown(column, "disbursements", ledger) for column in ("source_file", "source_sheet"))
    assert files == ["〔姓名已隐去〕.xlsx", "〔姓名已隐去〕.xlsx(2)", "台账.xlsx"]
    assert sheets == ["〔已隐去〕", "〔已隐去〕(2)", "疫情防控"]


def test_receipt_numbers_tell_only_whether_there_is_one() -> None:
    rows = [given("甲公司", "enterprise", receipt_no=number) for number in ("示票001", "待开", None, "示票001")]
    receipts = shown("receipt_no", "donations", ledger_of(donations=rows))
    assert [one if isinstance(one, str) else None for one in receipts] == ["票据1", "未开", None, "票据1"]


def test_a_refused_configuration_cannot_be_published() -> None:
    assert why_not_publishable(ledger_of(findings=[{"rule": "organisation_syntax"}])) == "organisation_syntax"
    assert why_not_publishable(ledger_of(findings=[{"rule": "organisation_unknown"}])) is None
