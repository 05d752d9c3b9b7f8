"""Who is sent away: foreign pages, wrong names, wrong tokens, too much; and what every answer says to the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from starlette.testclient import TestClient
from support.desk import ADDRESS, BEARER, PAGE, TOKEN, dropped, sample, settings

from validator.desk import desk_app
from validator.desk.settings import DeskSettings
from validator.engine.sources.received import apart, received_name
from validator.packs.pack import load_pack

OWN = "127.0.0.1:8765"


@pytest.mark.parametrize("path", [PAGE, "/api", f"{PAGE}api", f"{PAGE}rules/", f"{PAGE}desk.js", "/health"])
def test_the_desk_answers_its_own_page(desk: TestClient, path: str) -> None:
    for origin in ({}, {"origin": ADDRESS, "sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}):
        assert desk.get(path, headers={**BEARER, **origin}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example:8765", "127.0.0.1:80", "[::1]:1", "", "a@127.0.0.1"],
)
def test_a_name_that_leads_here_from_elsewhere_is_not_answered(desk: TestClient, host: str) -> None:
    for path in (PAGE, "/health", "/api"):
        assert desk.get(path, headers={**BEARER, "host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8765"},
        {"origin": "null"},
        {"origin": "file://"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_page_in_the_browser_is_not_answered(desk: TestClient, headers: dict[str, str]) -> None:
    files = [("files", sample("consistent-2024.docx"))]
    assert desk.post("/api/check", files=files, headers={**BEARER, **headers}).status_code == 403
    assert desk.post(f"{PAGE}rounds", files=files, headers=headers).status_code == 403
    if headers != {"origin": "null"}:
        # A frame without an origin of its own may look, if it knows the token.
        assert desk.get(PAGE, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/rules/", {}),
        ("/api", {}),
        ("/api", {"authorization": f"Basic {TOKEN}"}),
        ("/api", {"authorization": f"Bearer {TOKEN}x"}),
        ("/api", {"authorization": "Bearer "}),
        ("/api", {"authorization": "Bearer 口令".encode()}),
        (f"/{TOKEN[:-1]}/", {}),
        (f"/{TOKEN.upper()}/", {}),
        (f"//{TOKEN}/", {}),
        ("/%E5%8F%A3/", {}),
    ],
)
def test_who_does_not_know_the_token_sees_nothing(desk: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = desk.get(path, headers=headers)
    assert answer.status_code == 403
    assert TOKEN not in answer.text


def test_health_tells_nothing_else(desk: TestClient) -> None:
    assert desk.get("/health").json() == {"status": "ok"}


def test_every_answer_binds_the_browser(desk: TestClient) -> None:
    made, _ = dropped(desk, sample("row-total-2023.docx"))
    pages = [
        PAGE,
        f"{PAGE}rules/",
        f"{PAGE}rounds/{made}/0/",
        f"{PAGE}desk.js",
        "/health",
        "/no-such",
        f"{PAGE}no-such",
    ]
    downloads = [f"{PAGE}rounds/{made}/0/{kind}" for kind in ("annotated", "html", "xlsx", "json", "letter")]
    downloads += [f"{PAGE}rounds/{made}/all/{kind}" for kind in ("summary.html", "all.zip")]
    for path in (*pages, *downloads, f"{PAGE}rounds/{made}/0/view"):
        headers = desk.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "unsafe" not in headers["content-security-policy"]
    for path in downloads:
        assert desk.get(path).headers["content-disposition"].startswith("attachment;")


def test_too_much_is_not_received() -> None:
    app = desk_app(settings(megabytes=1), load_pack())
    with TestClient(app, base_url=ADDRESS) as client:
        files = [("files", ("a.docx", bytes(2 << 20)))]
        answer = client.post("/api/check", files=files, headers=BEARER)
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
        assert "1 MB" in answer.json()["detail"]
        assert client.post(f"{PAGE}rounds", files=files).headers["content-type"].startswith("text/plain")

        def unsaid() -> Iterator[bytes]:
            yield b'--x\r\ncontent-disposition: form-data; name="files"; filename="a.docx"\r\n\r\n'
            for _ in range(40):
                yield bytes(1 << 16)

        form = {**BEARER, "content-type": "multipart/form-data; boundary=x"}
        answer = client.post("/api/check", content=unsaid(), headers=form)
        assert answer.status_code == 413
        assert "1 MB" in answer.json()["detail"]
    app.close()


def test_too_many_files_are_not_received() -> None:
    app = desk_app(settings(files=3), load_pack())
    with TestClient(app, base_url=ADDRESS) as client:
        for count in (4, 40):
            files = [("files", (f"{at}.txt", b"a")) for at in range(count)]
            answer = client.post("/api/check", files=files, headers=BEARER)
            assert (answer.status_code, "3" in answer.json()["detail"]) == (413, True)
    app.close()


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"", "", 415),
        (b"no form at all", "multipart/form-data", 400),
        (b"no form at all", "multipart/form-data; boundary=x", 400),
        (b"--x--\r\n", "multipart/form-data; boundary=x", 400),
    ],
)
def test_what_is_no_form_is_told_so(desk: TestClient, content: bytes, kind: str, status: int) -> None:
    answer = desk.post("/api/check", content=content, headers={**BEARER, "content-type": kind})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.docx", "a.docx"),
        ("县/乡/年报.docx", "县/乡/年报.docx"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\reports\\a.docx", "reports/a.docx"),
        ("..\\..\\a.docx", "a.docx"),
        ("a\x00b\r\n.docx", "ab.docx"),
        ("a\u202excod.exe", "axcod.exe"),
        ("s3://bucket/a.docx", "s3:/bucket/a.docx"),
        ("-", "_"),
        ("", "_"),
        ("..", "_"),
        ("x" * 5000 + ".docx", "x" * 195 + ".docx"),
    ],
)
def test_a_name_is_never_a_path(name: str, shown: str) -> None:
    found = received_name(name)
    assert found == shown
    assert not PurePosixPath(found).is_absolute()
    assert received_name(found) == found


def test_no_two_files_have_one_name() -> None:
    found = [file.name for file in apart([("a.docx", b""), ("A.docx", b""), ("./a.docx", b"")], taken=["b.docx"])]
    assert found == ["a.docx", "A (2).docx", "a (3).docx"]


def test_a_file_here_of_the_same_name_is_not_looked_at(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/etc")
    answer = desk.post("/api/check", files=[("files", ("passwd", b"nothing of it"))], headers=BEARER)
    assert answer.status_code == 200
    (unread,) = answer.json()["unreadable"]
    assert unread["path"] == "passwd"
    assert "root" not in answer.text


@pytest.mark.parametrize(
    ("host", "names", "asked", "meant"),
    [
        ("127.0.0.1", (), "localhost:8765", True),
        ("127.0.0.1", (), "[::1]:8765", True),
        ("::1", (), "[::1]:8765", True),
        ("0.0.0.0", (), "10.1.2.3:8765", True),  # noqa: S104 - said of a header
        ("0.0.0.0", (), "desk.example:8765", False),  # noqa: S104 - said of a header
        ("0.0.0.0", ("desk.example",), "desk.example", True),  # noqa: S104 - said of a header
        ("0.0.0.0", ("desk.example",), "DESK.example:443", True),  # noqa: S104 - said of a header
        ("10.1.2.3", (), "10.1.2.3:8765", True),
        ("10.1.2.3", (), "10.1.2.4:8765", False),
        ("10.1.2.3", (), "localhost:8765", False),
    ],
)
def test_which_names_are_those_of_the_desk(host: str, names: tuple[str, ...], asked: str, *, meant: bool) -> None:
    assert DeskSettings(token=TOKEN, host=host, port=8765, names=names).is_meant(asked) is meant
