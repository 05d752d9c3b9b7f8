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
    "丟並佈佔併來侷係個們備傢傳僑億償優內兩冊別刪則劃劉動務勝勢匯區協卻卽厤參吳員問單噹嚴囌國圍園圖團垻埰執堅報場墾壘壞壩"
    "壯夠奧婁婦媧孫學寀實寧審寫寶將專對導屬岡峯島峽崗崢嵐嵗嶗嶧嶺嶼嶽巒巖帶幾庫廈廢廣廳張強彆彙徑從復徹恆愛態慶憑憲應懞懷"
    "懸戶捨捲掃採揚換損撥撫擇據擬攏敎敗敘數斷旂旣時暢曆曉書會朮東柵査條棗棲楊業極榮構樂標樣樺橋機檔檢檯檳櫟櫻欄權欒欽歲歷"
    "歸殘氈氣汎決沒況涇涼淵淶減渦測渾湞湯溈準溝溫滄滎滙滬滿漁漢漣漲漵潁潛潤潯澆澗澠澤濕濛濟濰濱瀅瀋瀏瀕瀘瀝瀟瀾灃灑灕灘灣"
    "灤為烏無煙熱營爐爭爲爾牆牠狀獄獅獨獲獵現瑩瑪環璽瓊甌產産畢異當疊療發盡監盤盧眞眾矇碩碭確磯礎礦祿禪禮稅種稱積穎穩穫窩"
    "競筆箇節範簡簽籃籤糰糾紀約紅納紗紙級紛紡細紹終組結絡給統絲綏經綜綠綫維網綿緊緒線編緬練緻縉縣縫總織繪繫繳繼續纍罰罷羅"
    "義聖聞聯聶職聽肅脩膠臘臨臺與興舉舊舘艷茲荊莊菓華萊萬葉葦蓋蔘蔣蔭蕪蕭薊薩藍藝藥蘄蘆蘇蘭處虛號衆術衕衛裏補裡製複襲覈見"
    "規視觀觸訂計訊訓託記訟訪設許訴診註証評詞詢試話該詳誌認語誠誤說説調談請論諸諾謀講謝謹證識譚譜譯議護讀變讓豐貓貞負財貢"
    "責貴買費貼賀資賈賓賠賣質賬賴購賽贊贛趙踰車軌軍軒軟較載輔輕輝輪輸轄轉辦農迴這連進遊運過達遙遞遠遷選遺遼還邊郟郵鄆鄉鄒"
    "鄖鄧鄭鄰鄲鄺酈醫釋釣鈞鈡銀銅銘銳銷鋁鋒鋪鋼錄錢錦錫錯錶鍵鍾鎖鎬鎭鎮鐘鐮鐵鑄鑑鑒鑲長門閉開間閘閣閤閩閬閭閱閻闆闊闐關闡"
    "陘陝陰陳陽隊際隨險隴隸隻雙雞離難雲電霧靈靜鞏韆韓響頁頂項順須預頒領頤頭頻題額願顛類顧風颱飛飲養餘館饒馬馮駐駕駿騰驅驊"
    "驗體髮鬚魚魯鮑鮮鯉鰲鳥鳳鳴鴨鴻鵝鵬鶯鶴鷄鷹鹹鹽麗麥麫麼黃點黨齊齣龍"
    "師帥喬倉倫傑儀儲凱劍勵勞厲圓塊塗塵墊宮尋層幣廟彌憂懇戰戲擁擔擴攜攝暉暫棟楓樓樸歐歡殺淺滲漸滯潔災煉燈燒牽猶獎瑤畝畫碼礙禍"
    "窮築籌糧綱絕緩縱聲腎腦艦蓮薦蟲蠟衝覽詩誕諮譽賦贈趕輛輯辭辯遜邏鉛鉀鉅銓鍋鍛鏈鏡鑽閏隱雜頓頗頸顆顏飄飯飼飾騎驚鬥齡鱗詣"
)
_SIMPLIFIED = (
    "丢并布占并来局系个们备家传侨亿偿优内两册别删则划刘动务胜势汇区协却即历参吴员问单当严苏国围园图团坝采执坚报场垦垒坏坝"
    "壮够奥娄妇娲孙学采实宁审写宝将专对导属冈峰岛峡岗峥岚岁崂峄岭屿岳峦岩带几库厦废广厅张强别汇径从复彻恒爱态庆凭宪应蒙怀"
    "悬户舍卷扫采扬换损拨抚择据拟拢教败叙数断旗既时畅历晓书会术东栅查条枣栖杨业极荣构乐标样桦桥机档检台槟栎樱栏权栾钦岁历"
    "归残毡气泛决没况泾凉渊涞减涡测浑浈汤沩准沟温沧荥汇沪满渔汉涟涨溆颍潜润浔浇涧渑泽湿蒙济潍滨滢沈浏濒泸沥潇澜沣洒漓滩湾"
    "滦为乌无烟热营炉争为尔墙它状狱狮独获猎现莹玛环玺琼瓯产产毕异当叠疗发尽监盘卢真众蒙硕砀确矶础矿禄禅礼税种称积颖稳获窝"
    "竞笔个节范简签篮签团纠纪约红纳纱纸级纷纺细绍终组结络给统丝绥经综绿线维网绵紧绪线编缅练致缙县缝总织绘系缴继续累罚罢罗"
    "义圣闻联聂职听肃修胶腊临台与兴举旧馆艳兹荆庄果华莱万叶苇盖参蒋荫芜萧蓟萨蓝艺药蕲芦苏兰处虚号众术同卫里补里制复袭核见"
    "规视观触订计讯训托记讼访设许诉诊注证评词询试话该详志认语诚误说说调谈请论诸诺谋讲谢谨证识谭谱译议护读变让丰猫贞负财贡"
    "责贵买费贴贺资贾宾赔卖质账赖购赛赞赣赵逾车轨军轩软较载辅轻辉轮输辖转办农回这连进游运过达遥递远迁选遗辽还边郏邮郓乡邹"
    "郧邓郑邻郸邝郦医释钓钧钟银铜铭锐销铝锋铺钢录钱锦锡错表键钟锁镐镇镇钟镰铁铸鉴鉴镶长门闭开间闸阁合闽阆闾阅阎板阔阗关阐"
    "陉陕阴陈阳队际随险陇隶只双鸡离难云电雾灵静巩千韩响页顶项顺须预颁领颐头频题额愿颠类顾风台飞饮养余馆饶马冯驻驾骏腾驱骅"
    "验体发须鱼鲁鲍鲜鲤鳌鸟凤鸣鸭鸿鹅鹏莺鹤鸡鹰咸盐丽麦面么黄点党齐出龙"
    "师帅乔仓伦杰仪储凯剑励劳厉圆块涂尘垫宫寻层币庙弥忧恳战戏拥担扩携摄晖暂栋枫楼朴欧欢杀浅渗渐滞洁灾炼灯烧牵犹奖瑶亩画码碍祸"
    "穷筑筹粮纲绝缓纵声肾脑舰莲荐虫蜡冲览诗诞咨誉赋赠赶辆辑辞辩逊逻铅钾巨铨锅锻链镜钻闰隐杂顿颇颈颗颜飘饭饲饰骑惊斗龄鳞诣"
)
SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
"""Code point of a traditional character -> that of its simplified form, as `str.translate` takes it."""
# NFKC leaves the radicals of the CJK supplement block alone; these occur in PDF text layers.
_LOOK_ALIKES = SIMPLIFIED | str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰", "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙"
)
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
# Copies of pages in traditional characters say how some are pronounced, in the middle of words: `機(jī)關(guān)`.
_PRONOUNCED = re.compile(rf"(?<=[\u4e00-\u9fff])\((?:[a-zü]*[{_TONED}][a-zü]*|men|me|zi|de|le|zhe)\)")
_LOOK_ALIKE = re.compile(f"[{''.join(map(chr, _LOOK_ALIKES))}{_TONED}]")
_BEFORE_POINT = re.compile(r"[0-9]{2,12}\.")
_DECIMALS = re.compile("[0-9]{2,6}(?![0-9.])")
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
    """Bring characters to one form: NFKC, radicals and traditional characters to simple ones.

    What is invisible is left out, and so is how a character is pronounced, in brackets behind it.
    """
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
        text = _PRONOUNCED.sub("", text.translate(_LOOK_ALIKES))
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


def is_broken_at_point(word: str, following: str) -> bool:
    """True for the two parts of an amount that a blank parts behind its point; a numbering has fewer digits."""
    return _BEFORE_POINT.fullmatch(word) is not None and _DECIMALS.match(following) is not None
