from __future__ import annotations

import pytest

from validator.readers.encoding import declared_encoding, decode

TEXT = "辛市2019年政府信息公开工作年度报告\n一、总体情况\n全年共收到申请107件，办结106件。\n"
RARE = "联系人：𬭩先生，镕基路３号\n"
TRADITIONAL = "臺北市政府資訊公開年度報告\n一、總體情況：全年共收到申請113件，辦結112件，結轉下年度繼續辦理。\n" * 3


def meta(label: str) -> str:
    return f"<html><meta charset={label}>"


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_chinese_text_is_decoded_without_being_told_how(codec: str) -> None:
    decoded = decode(TEXT.encode(codec))
    assert decoded.text == TEXT
    assert not decoded.damaged


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_decides(mark: bytes) -> None:
    codec = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + "公开".encode(codec)).text == "公开"


def test_a_byte_order_mark_of_gb18030_is_no_text() -> None:
    assert decode("\ufeff公开".encode("gb18030")).text == "公开"


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb_2312-80", "x-gbk", "gb18030", "cp936"])
def test_every_label_of_the_family_is_read_as_gb18030(label: str) -> None:
    text = meta(label) + RARE
    assert declared_encoding(text.encode("gb18030")) == "gb18030"
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize(
    ("declared", "real"),
    [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("utf-16", "utf-8"), ("utf-16", "gb18030"), ("big5", "gb18030")],
)
def test_a_wrong_declaration_is_not_believed(declared: str, real: str) -> None:
    text = meta(declared) + TEXT
    assert decode(text.encode(real)).text == text


@pytest.mark.parametrize("label", ["base64", "rot13", "hex", "no-such", "undefined", "idna", "", "\\x00"])
def test_a_senseless_declaration_is_not_believed(label: str) -> None:
    text = meta(label) + TEXT
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0" encoding="gbk"?>',
        "<meta http-equiv=Content-Type content='text/html; charset = gb2312'>",
        '<META name="x"><META CHARSET="GBK" />',
    ],
)
def test_declarations_are_found_in_all_their_spellings(head: str) -> None:
    assert declared_encoding(head.encode()) == "gb18030"


def test_a_word_in_the_text_is_no_declaration() -> None:
    assert declared_encoding("charset=gbk，encoding='gbk'".encode()) is None


def test_a_stray_zero_byte_makes_no_utf_16() -> None:
    assert decode(b"annual report\0 of the bureau").encoding == "utf-8"


@pytest.mark.parametrize(
    ("label", "codec"), [("iso-8859-15", "iso-8859-15"), ("shift_jis", "shift_jis"), ("cp9999", None)]
)
def test_other_labels_are_believed_if_there_is_such_an_encoding(label: str, codec: str | None) -> None:
    assert declared_encoding(meta(label).encode()) == codec


def test_western_labels_are_read_as_windows_does() -> None:
    assert decode((meta("iso-8859-1") + "“caf\xe9”").encode("cp1252")).text.endswith("“café”")


def test_a_declared_traditional_page_is_read() -> None:
    text = meta("big5") + TRADITIONAL
    assert decode(text.encode("big5")).text == text


def test_undeclared_big5_is_told_from_gb18030() -> None:
    assert decode(TRADITIONAL.encode("big5")).text == TRADITIONAL


def test_traditional_characters_in_gbk_are_read() -> None:
    assert decode(TRADITIONAL.encode("gbk")).text == TRADITIONAL


@pytest.mark.parametrize("cut", [1, 2])
def test_a_cut_last_character_does_not_change_the_encoding(cut: int) -> None:
    decoded = decode((TEXT + "末").encode()[:-cut])
    assert decoded.text == TEXT + "\ufffd"
    assert decoded.damaged


def test_a_lost_byte_in_a_long_text_does_not_change_the_encoding() -> None:
    content = (TEXT * 20).encode()
    at = content.find("总".encode()) + 1
    decoded = decode(content[:at] + content[at + 1 :])
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("全年共收到申请107件") == 20


def test_an_odd_byte_at_the_end_of_utf_16_does_no_harm() -> None:
    assert decode(TEXT.encode("utf-16-le") + b"\n").text.startswith(TEXT)


def test_gb_text_that_happens_to_be_valid_utf_8_follows_its_declaration() -> None:
    text = meta("gb2312") + "脨脨"
    content = text.encode("gb18030")
    assert content.decode()  # the accident
    assert decode(content).text == text


def test_text_already_garbled_is_handed_on() -> None:
    garbled = TEXT.encode("gb18030").decode("utf-8", "replace")
    assert decode(garbled.encode()).text == garbled


def test_plain_ascii_is_itself() -> None:
    assert decode(b"a\t1\n").text == "a\t1\n"
