"""What `gouji rules new` writes: a pack that extends another, with a rule to begin with and what else there is."""

from __future__ import annotations

from validator.model.text import Text

HEADING = Text(
    """\
# yaml-language-server: $schema=schemas/pack.schema.json
# 本单位的规则包：在自带的规则之外加上自己的。
id: {id}
extends: {extends}

# 不要的规则，可用 *：
# remove: [cells-blank]

# 改变规则的级别（error、warning、note）或允许的差额，不必抄写规则：
# severity: {{requests-row-total: warning}}
# tolerance: {{requests-balance: 1}}
""",
    """\
# yaml-language-server: $schema=schemas/pack.schema.json
# A pack of our own: what is ours beside the rules that are shipped.
id: {id}
extends: {extends}

# Rules that do not apply, * is allowed:
# remove: [cells-blank]

# What rules weigh (error, warning, note) or which difference they accept, without copying them:
# severity: {{requests-row-total: warning}}
# tolerance: {{requests-balance: 1}}
""",
)
"""`pack.yaml`: `{id}`, `{extends}`."""

RULES = Text(
    """\
# yaml-language-server: $schema=../schemas/rules.schema.json
# 各行、列的名称：gouji rules names
# 写完后：gouji rules check --pack {folder}，gouji rules test --pack {folder}

- id: {id}-first
  title:
    zh: 不成立时这样说
    en: what is said when it is violated
  table: {table}
  each: column              # 每一列算一条；也可以是 row 或 cell
  check: {row} >= 0         # 关系式，可以写几条；= <= >= < > !=，+ - * /，sum min max abs count，and or
  # when: {row} >= 1        # 前提：成立时规则才适用
  severity: note            # error 必须成立，warning 应当成立，note 供参考
  basis: 写明依据；没有文件的写“推断：……”
  why:
    zh: 为什么应当成立，常见的差错是什么
    en: why it holds, and what the usual slips are
  examples:
    holds: {{{row}: 1}}
    violated: {{{row}: -1}}
""",
    """\
# yaml-language-server: $schema=../schemas/rules.schema.json
# Names of rows and columns: gouji rules names
# When it is written: gouji rules check --pack {folder}, gouji rules test --pack {folder}

- id: {id}-first
  title:
    zh: 不成立时这样说
    en: what is said when it is violated
  table: {table}
  each: column              # one relation for each column; or row, or cell
  check: {row} >= 0         # what must hold, or a list; = <= >= < > !=, + - * /, sum min max abs count, and or
  # when: {row} >= 1        # guard: it applies only where this holds
  severity: note            # error must hold, warning should, note is merely implausible
  basis: the official source, or what it is inferred from
  why:
    zh: 为什么应当成立，常见的差错是什么
    en: why it holds, and what the usual slips are
  examples:
    holds: {{{row}: 1}}
    violated: {{{row}: -1}}
""",
)
"""`rules/own.yaml`: `{id}`, `{folder}`, `{table}`, `{row}`."""
