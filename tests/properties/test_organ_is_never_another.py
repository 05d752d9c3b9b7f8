"""Whatever a title looks like and whoever stands beside it: the name of the organ is found, or none, never another."""

from __future__ import annotations

from core_factory import document
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from validator.model.document import Document
from validator.packs.pack import load_pack
from validator.recognition.identity.identify import identify

RULES = load_pack().identity
PLACES = (
    "甲县",
    "乙市",
    "丁区",
    "乙市丁区",
    "将乐县",
    "现代产业园区",
    "本溪市",
    "全州县",
    "从江县",
    "于都县",
    "各莫镇",
)
BODIES = (
    *(
        "教育局",
        "人民政府",
        "人民政府办公室",
        "发展和改革委员会",
        "市场监督管理局(知识产权局)",
        "统计局",
        "政务服务中心",
    ),
    *(
        "机构编制委员会办公室",
        "公安局交通警察大队",
        "第二中学",
        "120急救中心",
        "组织部",
        "就业服务局",
        "住房和城乡建设局",
    ),
    *("税务局", "戊镇人民政府", "己街道办事处", "总工会", "广播电视台", "高等专科学校", "农业农村局", "工业和信息化局"),
)
ORGANS = st.tuples(st.sampled_from(PLACES), st.sampled_from(BODIES)).map("".join)
WORDS = st.sampled_from(["政府信息公开工作", "信息公开工作", "政府信息公开", "政務信息公開工作"])
REPORTS = st.sampled_from(["年度报告", "的年度报告", "年报", "报告", "年度報告"])
TITLES = st.sampled_from([
    "{organ}{year}年{words}{report}",
    "{organ}{year}年度{words}{report}",
    "{organ}{year}年的{words}{report}",
    "{year}年{organ}{words}{report}",
    "{year}年度{organ}{words}{report}",
    "{organ}关于{year}年{words}{report}",
    "关于{organ}{year}年{words}{report}",
    "《{organ}{year}年{words}{report}》",
    "{organ}关于印发《{year}年{words}{report}》的通知",
    "{organ}{words}{report}({year}年)",
    "{organ}{words}{report}（{year}年度）",
    "{organ}{words}{year}年度报告",
    "甲府办发〔2025〕3号 {organ}{year}年{words}{report}",
    "标题：{organ}{year}年{words}{report}（公开版）",
    "首页>政务公开>{organ}{year}年{words}{report}",
])  # fmt: skip
BROKEN = st.sampled_from([
    ("{organ}", "{year}年{words}{report}"),
    ("{organ}", "关于{year}年{words}{report}"),
    ("{organ}{year}年", "{words}{report}"),
    ("{organ}", "{year}年度", "{words}{report}"),
])  # fmt: skip
SENTENCES = st.sampled_from([
    "根据《中华人民共和国政府信息公开条例》要求，现公布{organ}{year}年{words}{report}。",
    "根据《中华人民共和国政府信息公开条例》要求，特编制{organ}{year}年{words}{report}。",
    "根据《条例》规定，现向社会公布{year}年{organ}{words}{report}。本报告由总体情况等六部分组成。",
    "按照甲省政务公开领导小组办公室《关于做好{year}年{words}{report}编制发布工作的通知》要求，{organ}现将{year}年{words}{report}公布如下。",
    "根据《条例》要求，现发布《{organ}{year}年{words}{report}》，统计期限为{year}年1月1日至12月31日。",
    "本报告由{organ}根据《条例》编制，统计期限自{year}年1月1日起至{year}年12月31日止。",
    "现将{organ}{year}年度{words}{report}如下：",
])  # fmt: skip
WITNESSES = st.sampled_from([
    "发布机构：{organ}",
    "索 引 号： | 0001/{later}-0001 | 发布机构： | {organ} |",
    "来源：{organ} 发布时间：{later}-01-25 10:19 浏览次数：",
    "首页 > 政务公开 > 部门信息公开 > {organ} > 政府信息公开年报",
    "如对本报告有疑问，请与{organ}联系（地址：甲路1号，电话：0000-1）。",
])  # fmt: skip
NOISE = st.sampled_from([
    "首页 政务资讯 政务公开 政府领导 部门乡镇 政民互动 办事服务",
    "登录 | 注册",
    "发布时间：{later}-01-25 字号：[ ] 视力保护色：",
    "政府信息公开年度报告",
    "上一篇：庚市辛局{year}年政府信息公开工作年度报告",
    "根据《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》编制本报告。",
    "按照甲省政务公开领导小组办公室《关于做好{year}年政府信息公开工作年度报告编制发布工作的通知》要求，我局高度重视。",
    "本机关向社会公开2023年政府信息公开工作年度报告。",
    "全市各部门{year}年政府信息公开工作年度报告",
    "文号：无",
])  # fmt: skip

OTHERS = st.sampled_from(["发布机构：辛市人民政府办公室", "来源：辛市人民政府", "首页 > 辛市人民政府 > 政务公开"])
"""A superior government that publishes the report."""


@st.composite
def heads(
    draw: st.DrawFn, lines: st.SearchStrategy[tuple[str, ...]], others: st.SearchStrategy[str] = NOISE
) -> tuple[Document, str, int]:
    """The beginning of a document, its organ and its year."""
    year = draw(st.integers(2019, 2029))
    organ = draw(ORGANS)
    texts = [*draw(st.lists(NOISE, max_size=3)), *draw(lines), *draw(st.lists(NOISE | WITNESSES | others, max_size=3))]
    facts = {"organ": organ, "year": year, "later": year + 1, "words": draw(WORDS), "report": draw(REPORTS)}
    return document(*(text.format(**facts) for text in texts)), organ, year


@given(heads(TITLES.map(lambda one: (one,)) | BROKEN | SENTENCES.map(lambda one: (one,)), OTHERS))
def test_the_name_of_a_title_is_found(head: tuple[Document, str, int]) -> None:
    one, organ, year = head
    found = identify(one, RULES)
    assert (found.organ, found.year) == (organ, year)


@given(heads(WITNESSES.map(lambda one: (one,))))
def test_a_witness_gives_the_name_or_none(head: tuple[Document, str, int]) -> None:
    one, organ, _ = head
    found = identify(one, RULES)
    assert found.organ in {organ, organ.removesuffix("办公室"), None}


@given(heads(st.just(())), st.sampled_from(["辛市人民政府", None]))
def test_where_nobody_is_named_nobody_is_told(head: tuple[Document, str, int], site: str | None) -> None:
    one, organ, _ = head
    assert identify(replace(one, site=site), RULES).organ in {organ, organ.removesuffix("办公室"), None}


PIECES = st.sampled_from([
    *("现将", "由", "根据", "《条例》", "编制", "甲县", "乙局", "二〇", "20", "2023", "年", "政府", "信息公开", "工作"),
    *("年度", "报告", "：", "，", "。", "（", "）", ">", "|", "来源", "发布机构", "我局"),
])  # fmt: skip
"""What the words of a head are made of."""


@given(st.lists(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join), max_size=6))
def test_whatever_is_named_looks_like_an_organ(texts: list[str]) -> None:
    found = identify(document(*texts), RULES)
    assert found.organ is None or RULES.is_name(found.organ)
