"""What can be proved of a pack before any report is checked: contradictions, relations that say nothing, blind cells.

It works on the integer rows of a pack in exact arithmetic and knows no report; what it proves are `Proof`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.front_door import names_of

if TYPE_CHECKING:
    from validator.proving.proof import Level, Proof, ProofKind
    from validator.proving.prove import prove

__all__ = ["Level", "Proof", "ProofKind", "prove"]

__getattr__ = names_of(__name__, {"Level": "proof", "Proof": "proof", "ProofKind": "proof", "prove": "prove"})
