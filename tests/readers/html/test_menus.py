from __future__ import annotations

from random import Random

import pytest
from benchmarks.offices import framed, one_of
from readers.documents import page, paragraphs, read_bytes, shape


def links(count: int, text: str = "政策文件{0}", href: str = "/col/{0}.html") -> list[str]:
    return [f"<a href='{href.format(at)}'>{text.format(at)}</a>" for at in range(count)]


def listed(items: list[str], tag: str = "ul", item: str = "li") -> str:
    return f"<{tag}>{''.join(f'<{item}>{one}</{item}>' for one in items)}</{tag}>"


@pytest.mark.parametrize(("tag", "item"), [("ul", "li"), ("ol", "li"), ("dl", "dd"), ("nav", "span"), ("menu", "li")])
def test_a_long_list_of_links_is_no_text(tag: str, item: str) -> None:
    document = page(f"<p>甲</p>{listed(links(10), tag, item)}<p>乙</p><table><tr><td>规章<td>1</table>")
    assert paragraphs(document) == ["甲", "乙"]
    assert shape(document) == "PPG"


def test_scripts_and_lists_in_a_menu_leave_it_one() -> None:
    inner = f"<a href='/x'>栏目</a>{listed(links(3))}<script>var t=document.getElementById('m')</script>"
    assert paragraphs(page(f"{listed([*links(8), inner])}<p>正文</p>")) == ["正文"]


def test_a_menu_inside_a_list_of_text_is_passed_over_and_the_text_is_not() -> None:
    assert paragraphs(page(listed(["共收到申请5件", listed(links(12))]))) == ["共收到申请5件"]


@pytest.mark.parametrize(
    "kept",
    [
        links(9),  # the way through the site
        [*links(12), "受理申请12件"],  # a word beside the links
        [*links(12), "<a name='x'>受理申请12件</a>"],  # a place, and no link
        [*links(12, href="#_Toc{0}")],  # a table of contents
        [*links(12), "<a href='/x'>本年收到申请12件。</a>"],  # a sentence
        [*links(12), f"<a href='/x'>{'长' * 81}</a>"],
        [*links(12), "<a href='/x'>图</a><img src='x.png'>"],
    ],
)
def test_what_may_be_text_stays(kept: list[str]) -> None:
    assert len(paragraphs(page(listed(kept)))) == len(kept)


def test_a_list_with_a_table_keeps_it() -> None:
    assert shape(page(listed([*links(12), "<a href='/x'><table><tr><td>规章<td>1</table></a>"]))).endswith("G")


@pytest.mark.parametrize("kind", ["html", "html-nested", "html-gb18030"])
def test_a_page_in_the_frame_of_a_site_says_what_it_says_alone(kind: str) -> None:
    alone = one_of(Random(8), 8, kind).data  # noqa: S311
    assert read_bytes(framed(Random(8), alone)).blocks == read_bytes(alone).blocks  # noqa: S311
