"""The closed lists that the tracker's tables are written in."""

from __future__ import annotations

ANY = "any"
UNCHANGED = "unchanged"

MAKER = "maker"
OUTCOME = "outcome"
POSITION = "position"
COLUMNS = (POSITION, MAKER, OUTCOME)

QUESTIONS = {
    POSITION: "Could they act?",
    MAKER: "The maker's own status",
    OUTCOME: "What happened anyway?",
}
"""The questions asked of each pledge, in the order in which they are read. Never merged."""

MADE = "made"
DEADLINE_PASSED = "deadline-passed"

ELECTION = ("election-won", "election-lost")
BILL = ("bill-presented", "bill-fell", "enacted")
PROGRESS = ("started", "milestone-met", "milestone-missed", "stalled")
RESULT = ("done", "partly-done", "not-done", "reversed", "replaced", "withdrawn", "blocked")
BY_OTHERS = ("done-by-others", "partly-by-others", "opposite-by-others")
TRUTH = ("came-true", "partly-true", "did-not-come-true")
RECORD = ("restated", "changed-words", "nothing-found", "noted")

EFFECTS = (*ELECTION, *BILL, *PROGRESS, *RESULT, *BY_OTHERS, *TRUTH, *RECORD)
"""What an event may do. `made` and `deadline-passed` are the calendar's, never an event's."""

PROMISE = "promise"
PREDICTION = "prediction"
DEMAND = "demand"
KINDS = (PROMISE, PREDICTION, DEMAND)

_KIND = {"prediction": PREDICTION, "claim": PREDICTION, "demand": DEMAND}

CLEAR = "clear"
AWAITS_ELECTION = "awaits-election"
ELECTION_LOST = "election-lost"
AWAITS_ACT = "awaits-act"
CONDITIONS = (CLEAR, AWAITS_ELECTION, ELECTION_LOST, AWAITS_ACT)

DECLARED = {"none": CLEAR, "must-win": AWAITS_ELECTION, "must-be-enacted": AWAITS_ACT}
"""The condition a pledge is made under, as `pledges.csv` declares it, and as the rules read it."""

WHOLE = "whole"
WEAK = "weak"
STRONG = "strong"
TESTS = (WHOLE, WEAK, STRONG)

NO_DEADLINE = "none"
BEFORE = "before"
ON = "on"
AFTER = "after"
TIMES = (NO_DEADLINE, BEFORE, ON, AFTER)


def kind(type_: str) -> str:
    """How a type of pledge is scored: as a promise, a prediction (or claim), or a demand."""
    return _KIND.get(type_, PROMISE)
