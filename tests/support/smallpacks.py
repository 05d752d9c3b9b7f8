"""Small packs for one small form, written out as YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

FORM: Mapping[str, object] = {
    "id": "stall-2030",
    "title": {"zh": "摊位统计表", "en": "Statistics of stalls"},
    "first_year": 2030,
    "basis": "某集市章程",
    "unit": "个",
    "sections": [{"number": "一", "title": {"zh": "概况", "en": "overview"}, "keywords": ["概况"]}],
    "tables": [
        {
            "name": "stalls",
            "number": "表一",
            "title": {"zh": "摊位", "en": "stalls"},
            "columns": [
                {"name": "fruit", "title": {"zh": "水果", "en": "fruit"}},
                {"name": "fish", "title": {"zh": "水产", "en": "fish"}},
                {"name": "total", "title": {"zh": "总计", "en": "total"}, "total": True},
            ],
            "rows": [
                {"name": "opened", "title": {"zh": "开业", "en": "opened"}},
                {"name": "closed", "title": {"zh": "停业", "en": "closed"}},
                {"name": "listed", "title": {"zh": "在册", "en": "listed"}},
            ],
        },
        {
            "name": "rents",
            "number": "表二",
            "title": {"zh": "租金", "en": "rents"},
            "columns": [{"name": "amount", "title": {"zh": "金额", "en": "amount"}, "unit": "万元", "decimals": 6}],
            "rows": [{"name": "rents", "title": {"zh": "摊位租金", "en": "rents"}}],
        },
    ],
}


def rule(name: str, check: str | list[str], **keys: object) -> dict[str, object]:
    """A rule of table one with `each: column`, unless the keys say otherwise, with examples that say little."""
    (named, *_) = re.findall(r"[a-z][a-z0-9_.]*", str(check))
    entry: dict[str, object] = {
        "id": name,
        "title": {"zh": "不符", "en": "does not fit"},
        "table": "stalls",
        "each": "column",
        "check": check,
        "severity": "error",
        "basis": "某集市章程",
        "why": {"zh": "如此", "en": "so it is"},
        "examples": {"holds": {named: 1}, "violated": {named: 1}},
    }
    entry.update(keys)
    return {key: value for key, value in entry.items() if value is not None}


def examples(holds: object, violated: object, **others: object) -> dict[str, object]:
    """The examples of a rule."""
    return {"holds": holds, "violated": violated, **others}


def write_pack(
    folder: Path, rules: list[dict[str, object]], form: Mapping[str, object] = FORM, **files: object
) -> Path:
    """A pack of these rules in a folder."""
    heading = {"id": "stall-pack", "title": {"zh": "摊位", "en": "stalls"}, "example_organ": "甲集市"}
    content = {"pack": heading, "forms/stall": form, "rules/rules": rules, **files}
    for name, value in content.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder
