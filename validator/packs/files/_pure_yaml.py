"""The loader in Python, for where the one in C is not there: it reads what that reads."""

from __future__ import annotations

import yaml
from yaml.tokens import ScalarToken

_BLANK = "\0 \t\r\n\x85\u2028\u2029"
_BRACKETS = ",[]{}"


class PureLoader(yaml.SafeLoader):
    """Text without quotes may hold a question mark inside brackets as well, `{business: 1?}`."""

    def scan_plain(self) -> ScalarToken:
        """One piece of text without quotes, which the library itself would end before a question mark."""
        start = end = self.get_mark()
        found: list[str] = []
        between: list[str] | None = []
        indent = self.indent + 1
        while self.peek() != "#":
            length = 0
            while not self._ends(length):
                length += 1
            if not length:
                break
            self.allow_simple_key = False
            found += [*(between or ()), self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            between = self.scan_plain_spaces(indent, start)
            if not between or (not self.flow_level and self.column < indent):
                break
        return ScalarToken("".join(found), True, start, end)  # noqa: FBT003 - as the library calls it

    def _ends(self, at: int) -> bool:
        """Whether the text ends before the character that is so far ahead."""
        brackets = _BRACKETS if self.flow_level else ""
        letter = self.peek(at)
        return letter in _BLANK + brackets or (letter == ":" and self.peek(at + 1) in _BLANK + brackets)
