"""What became of each pledge: statuses computed from dated events by rules that are data.

Two questions are never merged: was the maker in a position to act (`position`), and did the
pledged thing happen (`outcome`, whoever did it)? The status of the maker (`maker`) rests on
both. No status is typed anywhere.

    register = tracker.read()
    lives = tracker.history(register)
    tracker.on(lives, date(2017, 6, 9))
"""

from policy.tracker.coding import compared
from policy.tracker.evidence import newest_evidence
from policy.tracker.lives import history, on, undecided_dates
from policy.tracker.record import Register, read, register
from policy.tracker.rulings import Rulebook, rulebook
from policy.tracker.scales import crosswalk, partings
from policy.tracker.tally import counts, deadlines, grouped

__all__ = [
    "Register",
    "Rulebook",
    "compared",
    "counts",
    "crosswalk",
    "deadlines",
    "grouped",
    "history",
    "newest_evidence",
    "on",
    "partings",
    "read",
    "register",
    "rulebook",
    "undecided_dates",
]
