"""Each method against a sum done by hand, and each way a derivation is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import derive
from policy.derive import DerivationError, Term


def terms(*pairs: tuple[float, str]) -> list[Term]:
    return [Term(value, unit) for value, unit in pairs]


BN, M, PC, INDEX = "gbp-bn", "gbp-m", "percent", "index"


@pytest.mark.parametrize(
    ("method", "inputs", "unit", "value", "working"),
    [
        ("ratio-percent", [(30, BN), (119, BN)], PC, 25.21008, "£30bn / £119bn = 25.2%"),
        ("ratio-percent", [(500, M), (2, BN)], PC, 25, "£500m / £2bn = 25.0%"),
        ("difference", [(137, BN), (108, BN)], BN, 29, "£137bn − £108bn = £29.0bn"),
        ("difference", [(1, BN), (-200, M)], BN, 1.2, "£1bn − (−£200m) = £1.2bn"),
        ("sum", [(6.7, BN), (14.9, BN)], BN, 21.6, "£6.7bn + £14.9bn = £21.6bn"),
        ("sum", [(5, "sites"), (1, "sites")], "sites", 6, "5 + 1 = 6.0 sites"),
        ("growth-percent", [(100, BN), (118.4, BN)], PC, 18.4, "£118.4bn / £100bn − 1 = 18.4%"),
        ("growth-percent", [(100, BN), (91, BN)], PC, -9, "£91bn / £100bn − 1 = −9.0%"),
        ("product-percent", [(119, BN), (25, PC)], BN, 29.75, "25% of £119bn = £29.8bn"),
        ("compound-percent", [(10, PC), (-10, PC)], PC, -1, "(1 + 10%) × (1 − 10%) − 1 = −1.0%"),
        (
            "reprice",
            [(30, BN), (100, INDEX), (110, INDEX)],
            BN,
            33,
            "£30bn × 110 / 100 = £33.0bn",
        ),
        (
            "real-growth-percent",
            [(100, BN), (121, BN), (100, INDEX), (110, INDEX)],
            PC,
            10,
            "(£121bn / £100bn) / (110 / 100) − 1 = 10.0%",
        ),
        ("identity", [(2.5, BN)], M, 2500, "£2.5bn = £2,500.0m"),
    ],
)
def test_methods(
    method: str, inputs: list[tuple[float, str]], unit: str, value: float, working: str
) -> None:
    got = derive.derive(method, terms(*inputs), unit, 1)
    assert got.value == pytest.approx(value, rel=1e-6)
    assert got.working == working


def test_every_method_is_tried_above() -> None:
    marks = test_methods.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == set(derive.METHODS)


@pytest.mark.parametrize(
    ("method", "inputs", "unit", "reason"),
    [
        ("ratio", [(1, BN), (2, BN)], PC, "unknown method 'ratio'"),
        ("ratio-percent", [(1, BN)], PC, "takes 2 inputs"),
        ("difference", [(1, BN)] * 3, BN, "takes 2 inputs"),
        ("sum", [], BN, "takes 1 or more inputs"),
        ("ratio-percent", [(1, BN), (0, BN)], PC, "division by zero"),
        ("ratio-percent", [(1, BN), (2, "sites")], PC, "gbp-bn cannot be counted in sites"),
        ("ratio-percent", [(1, BN), (2, BN)], BN, "cannot be in gbp-bn"),
        ("difference", [(3, "sites"), (1, "plans")], "sites", "plans cannot be counted in sites"),
        ("product-percent", [(1, BN), (2, BN)], BN, "expected a percentage, got gbp-bn"),
        ("compound-percent", [(1, BN)], PC, "expected a percentage, got gbp-bn"),
        ("reprice", [(1, BN), (2, BN), (1, INDEX)], BN, "expected a price index, got gbp-bn"),
        ("reprice", [(1, BN), (0, INDEX), (1, INDEX)], BN, "division by zero"),
    ],
)
def test_refusals(method: str, inputs: list[tuple[float, str]], unit: str, reason: str) -> None:
    with pytest.raises(DerivationError, match=reason):
        derive.derive(method, terms(*inputs), unit, 1)


amounts = st.floats(0.1, 1e4).map(lambda value: round(value, 3))


@given(amounts, amounts)
def test_growth_then_back_is_where_it_began(start: float, end: float) -> None:
    up = derive.derive("growth-percent", terms((start, BN), (end, BN)), PC, 1).value
    down = derive.derive("growth-percent", terms((end, BN), (start, BN)), PC, 1).value
    both = derive.derive("compound-percent", terms((up, PC), (down, PC)), PC, 1).value
    assert math.isclose(both, 0, abs_tol=1e-6)


@given(amounts, amounts, amounts)
def test_repricing_there_and_back_changes_nothing(money: float, own: float, to: float) -> None:
    index = (own, INDEX), (to, INDEX)
    there = derive.derive("reprice", terms((money, BN), *index), BN, 1).value
    back = derive.derive("reprice", terms((there, BN), *reversed(index)), BN, 1).value
    assert back == pytest.approx(money)
