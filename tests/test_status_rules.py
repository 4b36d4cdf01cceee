"""The page on how a status is set: nothing left out, nothing told that the tables do not say."""

import re
from functools import cache
from html import unescape

import pytest

from policy import tables, tracker
from policy.book import status_rules

CODED_BY_HAND = {
    # Drawn at random (seed 2017), coded from events and rules before the tracker was run.
    "lab17-bed-occupancy": ("never-held-office", "not-tested", "did-not-happen"),
    "nhse-stp-by-june-2016": ("could-act", "delivered-late", "happened"),
    "labgov-52-weeks-1pct": ("could-act", "nothing-found", "nothing-found"),
    "labgov-icb-half-costs": ("could-act", "nothing-found", "nothing-found"),
    "nhse-acs": ("could-act", "delivered", "happened"),
    "lab17-mixed-sex": ("never-held-office", "not-tested", "did-not-happen"),
    "konp-pred-aco-takeover": ("not-applicable", "not-borne-out", "did-not-happen"),
    "lab17-three-standards": ("never-held-office", "not-tested", "nothing-found"),
    "nhse-stp-gateway": ("could-act", "partly-delivered", "partly-happened"),
    "nhse-ae-majority-mar18": ("could-act", "not-delivered", "did-not-happen"),
}


@cache
def held() -> status_rules.Held:
    return status_rules.read()


@cache
def part(name: str) -> tuple[str, list[str]]:
    return status_rules.html(name, ledger="ledger.html", sources="sources.html", root="../")


def words(name: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part(name)[0])).split())


@pytest.mark.parametrize("pledge", CODED_BY_HAND)
def test_the_rules_say_what_a_reader_wrote_down_first(pledge: str) -> None:
    row = held().now.set_index("pledge").loc[pledge]
    assert (row["position"], row["maker"], row["outcome"]) == CODED_BY_HAND[pledge]


def test_every_status_is_defined_with_its_example() -> None:
    shown = words("definitions")
    for row in tables.table("statuses").to_dict("records"):
        assert row["definition"] in shown and row["counts"] in shown
        assert f'id="status-{row["column"]}-{row["status"]}"' in part("definitions")[0]
        if row["example"]:
            assert f'href="../pledges/{row["example"]}/index.html"' in part("definitions")[0]


def test_an_example_says_when_it_first_had_the_status() -> None:
    lives = held().lives
    when = status_rules._when(lives, "position", "undecided", "lab17-halt-stps")
    assert when == "from 3 May 2017 to 8 June 2017"
    assert status_rules._when(lives, "maker", "withdrawn", "") == ""
    assert status_rules._when(lives, "maker", "not-tested", "lab17-halt-stps") == "from 9 June 2017"


def test_counts_of_a_status_keep_kinds_apart_and_say_out_of_how_many() -> None:
    counted = status_rules._counted(held().now, "maker")
    found = held().now.groupby("class")["maker"].value_counts()
    sizes = held().now["class"].value_counts()
    assert counted["not-tested"] == (
        f"{found['promise', 'not-tested']} of {sizes['promise']} promises, "
        f"{found['prediction', 'not-tested']} of {sizes['prediction']} predictions and claims, "
        f"{found['demand', 'not-tested']} of {sizes['demand']} demands"
    )


def test_every_rule_is_told_once() -> None:
    shown = part("rules")[0]
    table = tables.table("status_rules")
    assert sorted(re.findall(r'<li id="rule-([^"]+)"', shown)) == sorted(table["id"])
    assert shown.count("<li ") == len(table)
    for reason in table["reason"]:
        assert reason in unescape(shown)


def test_a_rule_in_words() -> None:
    rule = re.search(r'<li id="rule-promise-done-late">.*?</li>', part("rules")[0], re.DOTALL)
    assert rule
    said = " ".join(re.sub(r"<[^>]+>", " ", rule[0]).split())
    assert "If: done; no condition, or it is met; the one test, or both or the stronger" in said
    assert "after its date." in said
    assert "Then: delivered late , unless it is delivered." in said


def test_each_status_of_today_is_decided_by_rules_that_add_up() -> None:
    shown = status_rules.rules(held())
    for question in shown["questions"]:  # type: ignore[attr-defined]
        decided = sum(rule["decides"] for group in question["groups"] for rule in group["rules"])
        assert decided == len(held().now)


def test_every_label_of_every_method_has_its_rule_and_source() -> None:
    shown = part("methods")[0]
    table = tables.table("scorings")
    for row in table.to_dict("records"):
        assert row["rule"] in unescape(shown)
        assert f'href="sources.html#{row["source"]}"' in shown
    counted = re.findall(r"\((\d+) of (\d+) pledges\)", shown)
    assert len(counted) == len(table)
    methods = table["method"].nunique()
    assert sum(int(n) for n, _ in counted) == methods * len(held().now)


def test_where_methods_part_every_method_is_told() -> None:
    shown = status_rules.partings(held())
    crossed = tracker.crosswalk(held().now, tables.table("scorings"))
    parted = tracker.partings(crossed)
    ids = [id for group in shown["groups"] for id in group["pledges"]]  # type: ignore[attr-defined]
    assert sorted(ids) == sorted(parted[parted["parts"]]["pledge"])
    labels = crossed.set_index(["pledge", "method"])["label"]
    for group in shown["groups"]:  # type: ignore[attr-defined]
        for id in group["pledges"]:
            for row in group["labels"]:
                assert labels[id, row["method"]] == row["label"]


def test_every_difference_from_the_first_coding_is_told_with_its_reason() -> None:
    shown = status_rules.hand_codes(held())
    found = tracker.compared(held().register, tables.table("hand_codes"))
    apart = found[found["agrees"] == "neither"]
    told = [row["pledge"] for _, rows in shown["groups"] for row in rows]  # type: ignore[attr-defined]
    assert sorted(told) == sorted(apart["pledge"])
    assert sum(shown["counts"].values()) == len(found)  # type: ignore[attr-defined]
    for why in apart["why"]:
        assert why in words("hand-codes")


def test_the_words_around_the_lists_still_hold() -> None:
    apart = tracker.compared(held().register, tables.table("hand_codes"))
    apart = apart[apart["agrees"] == "neither"]
    assert apart["why"].eq(tracker.coding.CONTEXT).mean() > 0.5, "most differences have one cause"
    pairs = set(zip(apart["code"], apart["maker"], strict=True))
    assert {("in-progress", "partly-delivered"), ("delivered", "partly-delivered")} <= pairs
    assert ("not-delivered", "partly-delivered") in pairs, "come too late"
    assert ("not-delivered", "stalled") in pairs, "a missed step before the date"
    assert ("partly-delivered", "not-delivered") in pairs, "the whole NHS, and not trusts"
    lost = tables.table("scorings")
    lost = lost[lost["position"].str.contains("never-held-office")]
    assert lost[lost["label"] == "Not scored"]["method"].nunique() == 4
    late = tables.table("scorings")
    late = late[late["maker"].str.contains("delivered-late")]
    assert late[late["sense"] == "not-stated"]["method"].nunique() > 2


def test_numbers_in_quoted_words_have_cards() -> None:
    for name in status_rules.PARTS:
        shown, used = part(name)
        assert set(used) == set(re.findall(r'data-fig="([^"]+)"', shown))
        assert "{fig:" not in shown
    assert part("definitions")[1]


def test_lists_in_words() -> None:
    assert status_rules._joined(["a"], "or") == "a"
    assert status_rules._joined(["a", "b", "c"], "or") == "a, b or c"
    assert status_rules._subjects("promise prediction") == "Promises, predictions and claims"
    assert status_rules._subjects("any") == "Pledges of every kind"
    assert status_rules._either("any", {}) == ""
