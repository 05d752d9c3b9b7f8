from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.readers.html._marks import plain_marks

PIECES = st.sampled_from([
    "<p>", "</p>", "<td rowspan=2>", "</TD>", "<td colspan='3' Hidden>", '<tr style="a: b&amp;c">', "<br/>", "<br />",
    "<!-- x - y -->", "<!DOCTYPE html>", "<style>p > b {}</style>", "<title>甲&amp;乙</title>", "<o:p></o:p>",
    "甲 乙", "1\n2", "&nbsp;", "&lt;b&gt;", "a & b", "<", ">", '"', "<a href=x/y>", "<!-- a -- b -->", "<?xml?>",
    "<![CDATA[x]]>", "<p", "</", "<script>if (a < b) '</p>'</script>", "<script>", "<!-->", "<td a=1 a=2>", "</br>",
])  # fmt: skip


class Recorder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[tuple[str, object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(("start", (tag, dict(attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self.events.append(("text", data))


def by_parser(page: str) -> list[tuple[str, object]]:
    recorder = Recorder()
    recorder.feed(page)
    recorder.close()
    return recorder.events


def by_marks(page: str) -> list[tuple[str, object]] | None:
    marks = plain_marks(page)
    if marks is None:
        return None
    events: list[tuple[str, object]] = []
    for mark in marks:
        events += [("text", mark.text)] if mark.text is not None else []
        events += [("start", (mark.start, dict(mark.said)))] if mark.start is not None else []
        events += [("end", mark.end)] if mark.end is not None else []
    return events


def seen(events: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """Texts side by side as one, and none from elements that hold no text to be seen."""
    joined: list[tuple[str, object]] = []
    raw = False
    for kind, what in events:
        raw = (raw and (kind, what) not in {("end", "style"), ("end", "script")}) or (
            kind == "start" and isinstance(what, tuple) and what[0] in {"style", "script"}
        )
        if kind != "text":
            joined.append((kind, what))
        elif not raw and joined and joined[-1][0] == "text":
            joined[-1] = ("text", f"{joined[-1][1]}{what}")
        elif not raw:
            joined.append((kind, what))
    return joined


@given(st.lists(PIECES, max_size=12).map("".join))
def test_plain_pages_are_taken_apart_as_by_the_parser(page: str) -> None:
    found = by_marks(page)
    if found is not None:
        assert seen(found) == seen(by_parser(page))


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td rowspan=2>1</td><td style='a'>&nbsp;2</table>",
        "<!DOCTYPE html><html><head><style>p { }</style><title>甲</title></head><body><br/>乙</body></html>",
        "<!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]--><p class=MsoNormal>甲<o:p></o:p></p>",
    ],
)
def test_ordinary_pages_are_plain(page: str) -> None:
    assert by_marks(page) is not None


@pytest.mark.parametrize(
    "page", ["<p", "a < b", "<p a=>", "<![if !vml]>", "<!-- a -- b -->", "<script>", "<title><b></title>", "<p a='<'>"]
)
def test_what_parsers_mend_is_not_plain(page: str) -> None:
    assert plain_marks(page) is None
