"""What can be proved of a pack before any report is checked: contradictions, relations that say nothing, blind cells.

It works on the integer rows of a pack in exact arithmetic and knows no report; what it proves are `Proof`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.model.environment.front_door import names_of

if TYPE_CHECKING:
    from validator.proving.proof import Proof, ProofKind, ProofLevel
    from validator.proving.prove import prove

__all__ = ["Proof", "ProofKind", "ProofLevel", "prove"]

__getattr__ = names_of(__name__, {"ProofLevel": "proof", "Proof": "proof", "ProofKind": "proof", "prove": "prove"})
