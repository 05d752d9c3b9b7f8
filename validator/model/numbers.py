"""From printed text to a number, a blank, or neither.

Everything that stands in number cells of published reports is listed in `tests/test_numbers.py`. The grammar is strict:
what is not surely a number is unreadable, never guessed. Values are exact decimals.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

UNIT_IN_YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
"""Money units -> 元."""

MEASURE_WORDS = ("件", "项", "个", "宗", "份", "条", "起")
"""Words of the language between a number and what it counts; in a cell one says no more than another."""

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SUPERSCRIPTS = dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩"))
# Characters that have one simplified form and are none themselves, of the official words and of the names of organs and
# places; one for one, so that places in a text stay.
_TRADITIONAL = (
    "丟並佈佔併來侷係個們備傢傳僑億償優內兩冊別刪則劃劉動務勝勢匯區協卻卽厤參吳員問單噹嚴囌國圍園圖團垻埰執堅報場墾"
    "壘壞壩壯夠婁婦孫學寀實寧審寫寶將專對導屬岡峯島峽崗嵗嶺嶼嶽巒巖帶幾庫廈廢廣廳張強彆彙徑從復愛態慶憑應懞懷懸捨捲"
    "掃採揚換損據擬敎敗數斷旂旣時暢曆書會朮東査條棗楊業極榮構樂標樣橋機檔檢檯欄權欽歲歷歸殘氣汎決沒況涼淵減測準溝溫"
    "滙滿漁漢澗濛濟濰濱灘灣為烏無煙熱營爲爾獄獨獲獵現環產産畢當療發盡監盧眞眾矇確礦稅種稱積穩穫箇節範簡簽籤糰糾紀約"
    "紅納紙級紹終組結絡給統經綫維網綿線編緻縣總織繪繫繳繼續纍罰羅義聞聯聽肅脩臨臺與興舉舊舘荊莊華萊萬蔘蔣蕪蕭蘇蘭處"
    "號衆術衕衛裏補裡製複覈見規視訂計訊訓記訟訪設許訴註証評詞詢試話該詳誌認語誤說説調談請論講謝證識議護讀變讓豐負財"
    "責貴買費貼賀資賈賓賠賣質賬購贛趙踰車軍較輸轄轉辦農迴這連進遊運過達遞遠遷選遺遼還邊郵鄉鄒鄧鄭鄰鄲醫鈡銀銅銷鋁鋒"
    "鋼錢錦錫錯錶鍾鎭鎮鐘鐵鑑鑒長門開間閘閤閩閻闆關陝陰陳陽隊際隨險隴隻雞雲電鞏韆韓響頁頂項順須頒頭題額顛類顧風颱飛"
    "餘館馬馮驗體髮鬚魯鶴鷄鷹鹹鹽麗麫麼黃點黨齊齣龍牠菓"
)
_SIMPLIFIED = (
    "丢并布占并来局系个们备家传侨亿偿优内两册别删则划刘动务胜势汇区协却即历参吴员问单当严苏国围园图团坝采执坚报场垦"
    "垒坏坝壮够娄妇孙学采实宁审写宝将专对导属冈峰岛峡岗岁岭屿岳峦岩带几库厦废广厅张强别汇径从复爱态庆凭应蒙怀悬舍卷"
    "扫采扬换损据拟教败数断旗既时畅历书会术东查条枣杨业极荣构乐标样桥机档检台栏权钦岁历归残气泛决没况凉渊减测准沟温"
    "汇满渔汉涧蒙济潍滨滩湾为乌无烟热营为尔狱独获猎现环产产毕当疗发尽监卢真众蒙确矿税种称积稳获个节范简签签团纠纪约"
    "红纳纸级绍终组结络给统经线维网绵线编致县总织绘系缴继续累罚罗义闻联听肃修临台与兴举旧馆荆庄华莱万参蒋芜萧苏兰处"
    "号众术同卫里补里制复核见规视订计讯训记讼访设许诉注证评词询试话该详志认语误说说调谈请论讲谢证识议护读变让丰负财"
    "责贵买费贴贺资贾宾赔卖质账购赣赵逾车军较输辖转办农回这连进游运过达递远迁选遗辽还边邮乡邹邓郑邻郸医钟银铜销铝锋"
    "钢钱锦锡错表钟镇镇钟铁鉴鉴长门开间闸合闽阎板关陕阴陈阳队际随险陇只鸡云电巩千韩响页顶项顺须颁头题额颠类顾风台飞"
    "余馆马冯验体发须鲁鹤鸡鹰咸盐丽面么黄点党齐出龙它果"
)
SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
"""Code point of a traditional character -> that of its simplified form, as `str.translate` takes it."""
# NFKC leaves the radicals of the CJK supplement block alone; these occur in PDF text layers.
_LOOK_ALIKES = SIMPLIFIED | str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰", "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙"
)
_LOOK_ALIKE = re.compile(f"[{''.join(map(chr, _LOOK_ALIKES))}]")
_DASHES = str.maketrans("−–—―‐‑‒", "-------")
_NOT_APPLICABLE = re.compile(r"/+|\\+|-+|无|N/?A|n/?a|不适用|\*+")
_NUMBER = re.compile(
    r"(?P<sign>[+\-]*|增加?|减少?) ?(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
    rf"(?P<fraction>\.[0-9]*)? ?(?P<unit>亿元|万元|千元|元|万|{'|'.join(MEASURE_WORDS)})? ?(?P<note>\(.*\))?"
)


_LONGEST_NUMBER = 40
"""Characters; what is longer is hardly met twice."""
_MOST_DIGITS = 1000
"""Of one number: nobody counts so far, and programs that take in our results refuse longer ones."""


class Kind(StrEnum):
    """What a cell turned out to hold."""

    NUMBER = "number"
    BLANK = "blank"
    """Nothing, or white space."""
    DASH = "dash"
    """A mark for "none": `/`, `—`, `无`. Counts as blank."""
    UNREADABLE = "unreadable"
    """Text that is not a number."""


class Number(Struct, frozen=True):
    """A cell's text, read."""

    kind: Kind
    raw: str
    """The text as printed."""
    value: Decimal | None = None
    """The number as printed, in the printed unit; None unless `kind` is NUMBER."""
    unit: str | None = None
    """Unit printed in the cell, or None."""
    note: str | None = None
    """Remark in brackets behind the number, without the brackets."""
    places: int = 0
    """Digits printed after the point."""
    signed: bool = False
    """True if a sign is printed."""
    doubtful_sign: bool = False
    """True for `--253` and the like: read as negative, to be looked at."""


_LONGEST_KEPT = 1000
"""Characters of a text whose form is remembered."""


def counts_as(printed: str | None, unit: str) -> bool:
    """True if a number with a printed unit (None: without any) is one of things counted in another unit."""
    return printed is None or printed == unit or printed in MEASURE_WORDS


def normalise(text: str) -> str:
    """Bring characters to one form: NFKC, radicals and traditional characters to simple ones, invisible ones out."""
    if text.isascii():
        return text
    return _normalised(text) if len(text) <= _LONGEST_KEPT else _in_one_form(text)


@lru_cache(maxsize=2048)
def _normalised(text: str) -> str:
    """The same for paragraphs, which are asked for by all who look for something in a document."""
    return _in_one_form(text)


def _in_one_form(text: str) -> str:
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    if _LOOK_ALIKE.search(text):
        text = text.translate(_LOOK_ALIKES)
    return _INVISIBLE.sub("", text)


def read_number(text: str) -> Number:
    """Read what is printed in one number cell."""
    return _read_short(text) if len(text) <= _LONGEST_NUMBER else _read_number(text)


def _read_number(text: str) -> Number:
    stripped = text.translate(_SUPERSCRIPTS) if text.strip() not in {"", *"①②③④⑤⑥⑦⑧⑨⑩"} else text
    # Narrow cells wrap their digits over lines ("2224", below it "2"); a blank within a line parts two numbers, unless
    # it separates thousands.
    lines = normalise(stripped).translate(_DASHES).splitlines()
    compact = "".join(" ".join(line.split()) for line in lines)
    if not compact:
        return Number(Kind.BLANK, text)
    if _NOT_APPLICABLE.fullmatch(compact.replace(" ", "")):
        return Number(Kind.DASH, text)
    match = _NUMBER.fullmatch(compact)
    if match is None or len(match["digits"]) > _MOST_DIGITS:
        return Number(Kind.UNREADABLE, text)
    sign = match["sign"]
    negative = "-" in sign or sign.startswith("减")
    fraction = match["fraction"] or ""
    value = Decimal(match["digits"].replace(",", "").replace(" ", "") + (fraction if len(fraction) > 1 else ""))
    return Number(
        Kind.NUMBER,
        text,
        value=value.copy_negate() if negative else value,
        unit=match["unit"],
        note=match["note"][1:-1] if match["note"] else None,
        places=max(len(fraction) - 1, 0),
        signed=bool(sign),
        doubtful_sign=len(sign) > 1 and not sign.startswith(("增", "减")),
    )


_read_short = lru_cache(maxsize=16384)(_read_number)
"""The same few numbers and labels stand in most cells, and each is looked at several times."""
