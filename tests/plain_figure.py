"""A figure with nothing special about it, for tests to change one thing of."""

from policy.ledger import Figure

PLAIN = Figure(
    id="probe",
    plan="context",
    actor="Somebody",
    statement="",
    value=None,
    low=None,
    high=None,
    when="",
    unit="gbp-bn",
    period="2020/21",
    geography="England",
    body="not-stated",
    price_basis="cash",
    price_year="",
    timing="annual",
    measure="level",
    nature="claim",
    hedge="none",
    source="",
    locator="",
    confidence="high",
    notes="",
)
