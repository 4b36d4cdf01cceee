"""Rival figures on one footing, step by step, or a refusal that says why.

`compare` takes two figures. The conversions take amounts and give a `Step`, which holds the new
amount with the sum in words and numbers, or a `Refusal`. `which` answers for one settlement
under every choice of whose budget, which years and which prices.
"""

from policy.basis.amounts import Amount, said
from policy.basis.comparison import Comparison, compare
from policy.basis.prices import Index, to_cash, to_prices
from policy.basis.reading import Evidence, amount, evidence
from policy.basis.refusal import Objection, Offer, Refusal
from policy.basis.rules import objections
from policy.basis.settlement import Answer, Choice, choices, every_answer, which
from policy.basis.step import Step
from policy.basis.steps import average, change, in_unit, of_base, total

__all__ = [
    "Amount",
    "Answer",
    "Choice",
    "Comparison",
    "Evidence",
    "Index",
    "Objection",
    "Offer",
    "Refusal",
    "Step",
    "amount",
    "average",
    "change",
    "choices",
    "compare",
    "every_answer",
    "evidence",
    "in_unit",
    "objections",
    "of_base",
    "said",
    "to_cash",
    "to_prices",
    "total",
    "which",
]
