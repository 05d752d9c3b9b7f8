"""What is dropped on the desk comes back as on the command line."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import lxml.html
import pytest
from support.desk import BEARER, PAGE, SAMPLES, dropped, sample, sent, words

from validator import Across, check, load_pack
from validator.annotators import ANNOTATORS
from validator.annotators.notes import joined, notes_of
from validator.cli import run
from validator.renderers import RENDERERS, RenderOptions, renderer

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PACK = load_pack()
MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
EVERY_FILE = sorted(path.name for path in SAMPLES.iterdir() if path.suffix not in {".yaml", ""})


def as_json(result: object) -> object:
    return json.loads(renderer(RENDERERS["json"])(result, PACK, RenderOptions()))  # type: ignore[arg-type]  # a result


@pytest.fixture
def in_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named as their senders name them."""
    monkeypatch.chdir(SAMPLES)


@pytest.mark.usefixtures("in_samples")
def test_the_service_says_of_every_sample_what_the_command_says(desk: TestClient) -> None:
    answer = desk.post("/api/check", files=[("files", sample(name)) for name in EVERY_FILE], headers=BEARER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == as_json(check(EVERY_FILE))


@pytest.mark.usefixtures("in_samples")
def test_downloads_are_what_the_command_writes(
    desk: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    name = "row-total-2023.docx"
    made, _ = dropped(desk, sample(name))
    for kind in ("html", "xlsx", "json"):
        run(["check", name, "--format", kind, "--output", str(tmp_path / f"a.{kind}"), "--fail-on", "never"])
        got = desk.get(f"{PAGE}rounds/{made}/0/{kind}").content
        assert contents(got) == contents((tmp_path / f"a.{kind}").read_bytes())
    run(["annotate", name, "--output", str(tmp_path / "copy.docx")])
    copy = desk.get(f"{PAGE}rounds/{made}/0/annotated")
    assert contents(copy.content) == contents((tmp_path / "copy.docx").read_bytes())
    run(["letters", name, "--output", str(tmp_path / "letters")])
    (letter,) = (tmp_path / "letters").iterdir()
    written = desk.get(f"{PAGE}rounds/{made}/0/letter")
    assert contents(written.content) == contents(letter.read_bytes())


def contents(data: bytes) -> object:
    """What is in a file; of an Office file its parts, without the time at which they were written."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


@pytest.mark.usefixtures("in_samples")
def test_an_archive_holds_all_that_can_be_taken_away(desk: TestClient) -> None:
    names = ("row-total-2023.docx", "misquoted-2023.html")
    made, _ = dropped(desk, *map(sample, names))
    answer = desk.get(f"{PAGE}rounds/{made}/all/all.zip", params={"office": "甲县办公室", "by": "2024-03-01"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = archive.namelist()
        result = check(names)
        (one,) = [report for report in result.reports if report.report.path == names[1]]
        copy = archive.read("批注副本/misquoted-2023（批注）.html")
        letters = [archive.read(name) for name in found if name.startswith("反馈意见/")]
    assert b"gouji" in copy
    made_here = ANNOTATORS["html"](sample(names[1])[1], joined([notes_of(one, PACK, "zh")]), MOMENT)
    assert len(made_here) == len(copy)
    assert found[:4] == ["年报检查.html", "年报检查.xlsx", "汇总.html", "汇总.xlsx"]
    assert "甲县办公室" in "".join(
        zipfile.ZipFile(io.BytesIO(one)).read("word/document.xml").decode() for one in letters
    )


def test_the_page_tells_the_advice_first(desk: TestClient) -> None:
    lines = sent(desk, sample("row-total-2023.docx"), sample("consistent-2024.docx"), ("坏.docx", b"PK\x03\x04 cut"))
    assert [line["begun"] for line in lines[:-1]] == ["row-total-2023.docx", "consistent-2024.docx", "坏.docx"]
    html = lines[-1]["html"]
    (checked,) = check(str(SAMPLES / "row-total-2023.docx")).reports
    from validator.renderers.words.mistake import mistakes_of

    said = mistakes_of(checked, PACK, "zh")[0]
    assert f"{said.label} {said.message} {said.why}" in words(html)
    assert words(html).startswith("结果 1 份没能检查，1 份有差错，1 份未发现差错")
    assert html.count('class="card mistakes"') == html.count('class="card unread"') == 1


def test_last_year_comes_beside_the_file_or_after_it(desk: TestClient) -> None:
    chain = sorted(path for path in (SAMPLES / "chain-2021-2023").iterdir() if path.suffix != ".yaml")
    before, now = chain[0], chain[1]
    wanted = as_json(check(now, across=Across(previous=(before,))))
    wanted = json.loads(json.dumps(wanted).replace(f"{SAMPLES}/chain-2021-2023/", ""))
    made, _ = dropped(desk, (now.name, now.read_bytes()), previous=(before.name, before.read_bytes()))
    assert desk.get(f"{PAGE}rounds/{made}/all/report.json").json() == wanted
    made, _ = dropped(desk, (now.name, now.read_bytes()))
    again = sent(desk, to=f"rounds/{made}", previous=(before.name, before.read_bytes()))[-1]
    assert again["round"] == made
    assert desk.get(f"{PAGE}rounds/{made}/all/report.json").json() == wanted
    assert f"用来比较的上年年报：{before.name}" in again["html"]


def test_a_folder_may_say_who_is_below_whom(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SAMPLES)
    files = sorted(path for path in Path("tree-2023").rglob("*") if path.is_file())
    made, _ = dropped(desk, *((path.as_posix(), path.read_bytes()) for path in files), folders="1")
    got = desk.get(f"{PAGE}rounds/{made}/all/report.json").json()
    assert got == as_json(check("tree-2023", across=Across(units="folder")))


def test_nothing_is_offered_that_would_be_empty(desk: TestClient) -> None:
    kinds = {"row-total-2023.docx": ["annotated", "html", "xlsx", "letter"], "consistent-2024.docx": ["html", "xlsx"]}
    made, html = dropped(desk, *map(sample, kinds), ("坏.docx", b"no report"))
    cards = lxml.html.fromstring(html).cssselect(".card")
    offered = [
        [link.get("href", "").rpartition("/")[2].partition("?")[0] for link in card.cssselect("a[download]")]
        for card in cards
    ]
    assert offered == [*kinds.values(), []]
    for at, wanted in enumerate(kinds.values()):
        links = lxml.html.fromstring(desk.get(f"{PAGE}rounds/{made}/{at}/").text).cssselect("a[download]")
        assert [link.get("href", "").partition("?")[0] for link in links] == wanted
        for kind in wanted:
            assert desk.get(f"{PAGE}rounds/{made}/{at}/{kind}").status_code == 200


def test_the_rules_lead_back_to_the_results(desk: TestClient) -> None:
    there = {"round": "a b&c", "lang": "en"}
    for page in ("rules/", "rules/requests-balance"):
        links = lxml.html.fromstring(desk.get(PAGE + page, params=there).text).cssselect("a")
        assert "../?lang=en#a%20b%26c" in [link.get("href") for link in links]
        assert all("a%20b%26c" in link.get("href", "") for link in links)


def test_an_archive_is_what_is_in_it(desk: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("年报.zip", "w") as archive:
        for name in ("row-total-2023.docx", "consistent-2022.html"):
            archive.write(SAMPLES / name, f"县/{name}")
        archive.writestr("读我.exe", b"MZ")
    made, html = dropped(desk, ("年报.zip", Path("年报.zip").read_bytes()))
    assert desk.get(f"{PAGE}rounds/{made}/all/report.json").json() == as_json(check("年报.zip"))
    assert "略过 1 个" in html
    assert desk.get(f"{PAGE}rounds/{made}/0/annotated").status_code == 200


def test_the_corrected_file_takes_the_place_of_the_draft(desk: TestClient) -> None:
    draft, fine = sample("row-total-2023.docx")[1], sample("consistent-2024.docx")[1]
    made, _ = dropped(desk, ("一.docx", draft), ("二.docx", draft), ("三.docx", fine))
    lines = sent(desk, ("一改.docx", draft), to=f"rounds/{made}", replaces="一.docx")
    assert [line.get("begun") for line in lines] == ["一改.docx", None]
    html = lines[-1]["html"]
    assert [part.partition('"')[0] for part in html.split('data-path="')[1:]] == ["一改.docx", "二.docx", "三.docx"]
    assert html.count("与上一稿相比") == 1
    assert "仍然存在" in html
    changed = draft_with_other_total(draft)
    html = sent(desk, ("一改.docx", changed), to=f"rounds/{made}", replaces="一改.docx")[-1]["html"]
    assert "已解决" in html


def draft_with_other_total(data: bytes) -> bytes:
    """The sample with the value that its only mistake asks for."""
    import docx

    (checked,) = check(str(SAMPLES / "row-total-2023.docx")).reports
    cell = checked.mistakes[0].choices[0].cells[0]
    place = checked.report[cell.cell].location
    assert place is not None
    document = docx.Document(io.BytesIO(data))
    assert None not in {place.table, place.row, place.column}
    table = document.tables[(place.table or 1) - 1]
    table.cell((place.row or 1) - 1, (place.column or 1) - 1).text = str(cell.new)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_file_goes_and_all_of_them_go(desk: TestClient) -> None:
    fine = sample("consistent-2024.docx")[1]
    made, _ = dropped(desk, ("一.docx", fine), ("二.docx", fine))
    html = sent(desk, to=f"rounds/{made}", removes="一.docx")[-1]["html"]
    assert 'data-path="二.docx"' in html
    assert 'data-path="一.docx"' not in html
    assert desk.delete(f"{PAGE}rounds/{made}").status_code == 204
    assert desk.get(f"{PAGE}rounds/{made}").status_code == 410


def test_every_rule_can_be_looked_at(desk: TestClient) -> None:
    listed = desk.get(f"{PAGE}rules/", params={"lang": "en"}).text
    for rule in PACK.rules:
        assert f'href="{rule.id}?lang=en"' in listed
    shown = words(desk.get(f"{PAGE}rules/requests-balance").text)
    rule = next(rule for rule in PACK.rules if rule.id == "requests-balance")
    assert " ".join(rule.basis.split()) in shown
    assert desk.get(f"{PAGE}rules/no-such-rule").status_code == 404


def test_the_page_of_a_file_holds_its_report_in_a_frame(desk: TestClient) -> None:
    made, _ = dropped(desk, sample("row-total-2023.docx"))
    shown = desk.get(f"{PAGE}rounds/{made}/0/").text
    assert 'sandbox="allow-scripts"' in shown
    view = desk.get(f"{PAGE}rounds/{made}/0/view")
    assert view.headers["content-security-policy"].startswith("sandbox allow-scripts;")
    assert "allow-same-origin" not in view.headers["content-security-policy"] + shown
    assert view.content == desk.get(f"{PAGE}rounds/{made}/0/html").content


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_speak_the_language_that_is_asked_for(desk: TestClient, language: str) -> None:
    page = desk.get(PAGE, params={"lang": language}).text
    assert ("把年报拖到这里" in page) == (language == "zh")
    assert ("Drop reports here" in page) == (language == "en")


def test_the_service_describes_itself(desk: TestClient) -> None:
    described = desk.get("/api", headers=BEARER).json()
    assert described["openapi"].startswith("3.1.")
    answers = described["paths"]["/api/check"]["post"]["responses"]
    schema = answers["200"]["content"]["application/json"]["schema"]
    answer = desk.post(
        "/api/check", params={"lang": "en"}, files=[("files", sample("row-total-2023.docx"))], headers=BEARER
    )
    jsonschema.Draft202012Validator(schema).validate(answer.json())
    assert answer.json()["language"] == "en"
    assert desk.get(f"{PAGE}api").json() == described
    refused = desk.post("/api/check", files=[("units", ("list.csv", b"broken\n"))], headers=BEARER)
    assert (refused.status_code, str(refused.status_code) in answers) == (400, True)


def test_a_broken_list_of_units_is_told_with_its_line(desk: TestClient) -> None:
    files = [("files", sample("consistent-2024.docx")), ("units", ("list.csv", "单位,上级\n甲局\n".encode()))]
    answer = desk.post("/api/check", files=files, headers=BEARER)
    assert answer.status_code == 422
    assert "list.csv" in answer.json()["detail"]
    assert "/tmp" not in answer.json()["detail"]  # noqa: S108 - not said to anybody
    lines = sent(desk, sample("consistent-2024.docx"), units=("list.csv", "单位,上级\n甲局\n".encode()))
    assert "list.csv" in lines[-1]["problem"]


def test_a_bomb_hurts_no_other_file(desk: TestClient) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.docx", bytes(80 << 20))
    files = [("files", ("bomb.zip", bomb.getvalue())), ("files", sample("row-total-2023.docx"))]
    told = desk.post("/api/check", files=files, headers=BEARER).json()
    assert [one["path"] for one in told["unreadable"]] == ["bomb.zip/a.docx"]
    assert [one["path"] for one in told["reports"]] == ["row-total-2023.docx"]


def test_a_name_is_text_on_the_page_and_in_the_head_of_a_download(desk: TestClient) -> None:
    name = '"><img src=x onerror=alert(1)>\r\nset-cookie: a=b\u202e.docx'
    made, html = dropped(desk, (name, sample("row-total-2023.docx")[1]))
    for shown in (html, desk.get(f"{PAGE}rounds/{made}/0/").text, desk.get(f"{PAGE}rounds/{made}/0/view").text):
        parsed = lxml.html.fromstring(shown)
        assert parsed.xpath("//img | //*[@onerror]") == []
        assert "<img src=x onerror=alert(1)>" in "".join(map(str, parsed.itertext()))
    answer = desk.get(f"{PAGE}rounds/{made}/0/annotated")
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert answer.headers["content-disposition"].count('"') == 2
