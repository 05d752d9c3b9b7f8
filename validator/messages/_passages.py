"""What is said of what was noticed in the text, and what the reader of the message does next."""

from __future__ import annotations

from collections.abc import Mapping

from validator.messages._observations import ObservationText
from validator.model.observations.kinds import ObservationKind
from validator.model.text import Text

PASSAGES: Mapping[ObservationKind, ObservationText] = {
    ObservationKind.SECTION_TWICE: ObservationText(
        Text("“{section}”这一部分出现了两次", "section “{section}” stands in the text twice"),
        Text("看是不是粘贴了两遍，只留下正确的一份", "see whether it was pasted twice, and keep the right one"),
    ),
    ObservationKind.ORGAN_OTHER: ObservationText(
        Text(
            "这是“{organ}”的年报，正文说的却是“{other}”",
            "this is the report of “{organ}”, but the text speaks of “{other}”",
        ),
        Text(
            "看是不是套用了别的单位的年报，把名称改过来",
            "see whether another organ's report was reused, and correct the name",
        ),
    ),
    ObservationKind.TEXT_FOUND: ObservationText(
        Text("{title}：“{text}”", "{title}: “{text}”"),
        Text("改正这句话，再检查一次", "correct this sentence and check again"),
    ),
    ObservationKind.TEXT_LACKING: ObservationText(
        Text("{title}：没有写到{lacking}", "{title}: nothing on {lacking}"),
        Text("按规定补写；确实没有的，也写明没有", "add it; where there was none, say so"),
    ),
    ObservationKind.TEXT_BARE: ObservationText(
        Text(
            "“{section}”这一部分没有写内容（全文：{text}）",
            "section “{section}” says nothing (all of it: {text})",
        ),
        Text("补写这一部分", "write this section"),
    ),
    ObservationKind.TEXT_DIFFERS: ObservationText(
        Text("{title}：前面写“{first}”，后面写“{second}”", "{title}: “{first}”, then “{second}”"),
        Text("核对这两处，把错的一处改正", "check both places and correct the wrong one"),
    ),
    ObservationKind.TEXT_ALIKE: ObservationText(
        Text(
            "正文除数字外，与“{organ}”的年报（{path}）有 {share}% 相同",
            "the text, figures aside, is {share}% the same as that of “{organ}” ({path})",
        ),
        Text("按本机关的工作重新写", "write about this organ's own work"),
    ),
}
