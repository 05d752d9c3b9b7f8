"""A condition of the rule language as it is printed for people."""

from __future__ import annotations

from validator.messages import say

_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "*": "×", "/": "÷"}


def condition_words(text: str, language: str) -> str:
    """A condition of the rule language with the signs of print, and `and` and `or` as words."""
    for sign, printed in _SIGNS.items():
        text = text.replace(f" {sign} ", f" {printed} ")
    for word in ("and", "or"):
        text = say(f"condition-{word}", language).join(text.split(f" {word} "))
    return text
