"""A pledge and what happened to it, added by answering questions."""

import csv
import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data_package import DataCopy, copy_of_data, leave_out
from policy import tables
from policy.entry import asked, new_pledge
from policy.entry.new_pledge import EVENT, PLEDGE
from prompts import Person, answered, begun, contents, wait_for
from repository import copy_of_the_book

HALT, WAITS = "lab17-halt-stps", "nhse-ae-95-2018"
TODAY = date.today().isoformat()

PLEDGE_ROW = {
    "id": "probe-17",
    "plan": "stp-programme",
    "maker": 'Somebody, of a "Body"',
    "words": "Put a bed in every ward.",
    "type": "process",
    "made_on": "2017-03",
    "source": "konp-2017-why-not-stps",
    "locator": "First bullet",
    "weak_test": "Each ward has a bed.",
    "strong_test": "",
    "condition": "none",
    "condition_words": "",
    "deadline": "2018",
    "deadline_words": "By the end of 2018.",
    "figures": "",
    "confidence": "high",
    "notes": "",
}

EVENT_ROW = {
    "pledge": HALT,
    "id": "",
    "corrects": "",
    "date": "2019-02-03",
    "order": "",
    "effect": "noted",
    "test": "",
    "what": "A minister speaks of it.",
    "who": "A minister",
    "source": "konp-2017-why-not-stps",
    "locator": "First bullet",
    "confidence": "medium",
    "recorded_on": "",
    "notes": "",
}


def small_copy_of_data(folder: Path) -> DataCopy:
    """Two pledges and what is needed for them, so that every answer is judged in no time."""
    data = copy_of_data(folder)
    numbers = {"figures", "derivations", "deflators"}
    leave_out(data, but=numbers | {"pledges", "pledge_events", "status_rules", "statuses"})
    for name, column in (("pledges", "id"), ("pledge_events", "pledge")):
        header, *rows = data.records(name)
        place = header.index(column)
        data.write_records(name, [header, *(row for row in rows if row[place] in (HALT, WAITS))])
    header, *rows = data.records("statuses")
    place = header.index("example")
    data.write_records("statuses", [header, *([*r[:place], "", *r[place + 1 :]] for r in rows)])
    return data


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> DataCopy:
    """The small copy. Do not write to it."""
    return small_copy_of_data(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def blanks(small: DataCopy) -> dict[str, asked.Form]:
    return {each.table: asked.form(each, small.folder) for each in (PLEDGE, EVENT)}


Filled = tuple[dict[str, str], Person]
Fill = Callable[..., Filled]


@pytest.fixture
def event(blanks: dict[str, asked.Form]) -> Fill:
    def filled(**answers: list[str]) -> Filled:
        person = Person(EVENT_ROW, answers)
        return asked.fill(blanks["pledge_events"], person.ask, person.say), person

    return filled


@pytest.fixture
def pledge(blanks: dict[str, asked.Form]) -> Fill:
    def filled(**answers: list[str]) -> Filled:
        person = Person(PLEDGE_ROW, answers)
        return asked.fill(blanks["pledges"], person.ask, person.say), person

    return filled


def test_what_is_offered_is_taken_by_enter_alone(event: Fill, small: DataCopy) -> None:
    row, person = event()
    assert person.complaints() == []
    assert person.asked == list(EVENT_ROW)
    last = max(
        int(cells[3]) for cells in small.records("pledge_events")[1:] if cells[1] == row["pledge"]
    )
    assert row["order"] == str(last // 10 * 10 + 10)
    assert (row["test"], row["recorded_on"]) == ("both", TODAY)
    taken = {cells[0] for cells in small.records("pledge_events")}
    assert row["id"].startswith(f"{HALT}-") and row["id"] not in taken
    assert f"  Enter alone takes {row['id']}." in person.told


@pytest.mark.parametrize(
    ("column", "wrong", "message"),
    [
        ("pledge", "lab17-halt-stp", f"nearest: {HALT}"),
        ("pledge", "", "blank"),
        ("id", f"{HALT}-1", "has it already"),
        ("corrects", "lab17-no-such-event", "an id in data/pledge_events.csv"),
        ("corrects", "nhse-ae-95-2018-1", f"an event of {HALT}"),
        ("date", "2017-02-30", "a date such as"),
        ("date", "2016-05", f"in or after 2017-05-03, when {HALT} was made"),
        ("effect", "finished", "one of"),
        ("effect", "came-true", "the effect of a deed"),
        ("effect", "election-lost", "has settled the election"),
        ("test", "strong", "has no strong_test"),
        ("what", "There were 987 of them.", "written as a figure"),
        ("what", "It was a savage cut.", "a neutral word"),
        ("source", "konp-2017-why-not-stp", "nearest: konp-2017-why-not-stps"),
        ("source", "none found", "a source, since effect is noted"),
        ("confidence", "sure", "one of high, medium, low"),
        ("order", "10", "a number of its own"),
        ("order", "ten", "a plain whole number"),
    ],
)
def test_a_wrong_answer_on_an_event_is_refused_and_asked_again(
    event: Fill, column: str, wrong: str, message: str
) -> None:
    row, person = event(**{column: [wrong]})
    (complaint,) = person.complaints()
    assert message in complaint, complaint
    assert {**row, "id": "", "test": "", "recorded_on": "", "order": ""} == EVENT_ROW
    assert person.asked.count(complaint.partition(":")[0]) == 2


def test_a_record_before_the_event_brings_the_date_back(event: Fill) -> None:
    """Either may be the mistake; going back from the date leads to the day of the record."""
    row, person = event(recorded_on=["2018-01-01"], date=[EVENT_ROW["date"], "2017-12-30"])
    (complaint,) = person.complaints()
    assert complaint.startswith("date: ") and "which is 2018-01-01" in complaint
    assert (row["date"], row["recorded_on"]) == ("2017-12-30", "2018-01-01")


def test_an_event_after_its_record_brings_the_date_back(event: Fill) -> None:
    row, person = event(date=["2999-01-01"])
    (complaint,) = person.complaints()
    assert complaint.startswith("date: ") and f"which is {TODAY}" in complaint
    assert row["date"] == EVENT_ROW["date"]


def test_a_correction_stands_just_after_what_it_corrects(event: Fill) -> None:
    row, person = event(corrects=[f"{HALT}-3"], effect=["election-lost"], date=["2017-06-08"])
    assert person.complaints() == []
    assert (row["corrects"], row["order"]) == (f"{HALT}-3", "31")


def test_the_statuses_that_follow_are_shown(event: Fill, blanks: dict[str, asked.Form]) -> None:
    row, _ = event(pledge=[WAITS], effect=["done"], date=["2018-06-01"])
    said = new_pledge.shown(row, blanks["pledge_events"])
    assert f"A minister speaks of it.,A minister,{row['source']}," in said
    assert "The maker's own status: " in said and "(before: " in said
    noted, _ = event()
    assert "(before: " not in new_pledge.shown(noted, blanks["pledge_events"])


@pytest.mark.parametrize(
    ("column", "wrong", "message"),
    [
        ("id", HALT, "has it already"),
        ("id", "Probe 17", "nearest: probe-17"),
        ("plan", "stp-program", "nearest: stp-programme"),
        ("maker", "", "blank"),
        ("words", "Put 987 beds in.", "written as a figure"),
        ("type", "promise", "one of"),
        ("made_on", "2017-13", "a date such as"),
        ("source", "konp", "a key in data/sources.bib"),
        ("source", "", "blank"),
        ("weak_test", "", "blank"),
        ("condition", "must-be-enactd", "nearest: must-be-enacted"),
        ("deadline", "2016", "in or after made_on"),
        ("figures", "no-such-figure", "an id in data/figures.csv"),
        ("confidence", "x", "one of"),
        ("notes", "Of course.", "a neutral word"),
    ],
)
def test_a_wrong_answer_on_a_pledge_is_refused_and_asked_again(
    pledge: Fill, column: str, wrong: str, message: str
) -> None:
    row, person = pledge(**{column: [wrong]})
    assert row == PLEDGE_ROW
    (complaint,) = person.complaints()
    assert complaint.startswith(f"{column}: ") and message in complaint, complaint
    assert person.asked.count(column) == 2


def first_event(blank: asked.Form, row: dict[str, str], **answers: list[str]) -> Filled:
    person = Person(EVENT_ROW, answers)
    return asked.fill(blank, person.ask, person.say, {"pledge": row["id"]}), person


def test_a_pledge_and_its_first_event_are_one_clean_row_each(tmp_path: Path, pledge: Fill) -> None:
    data = small_copy_of_data(tmp_path)
    before = {name: data.text(name) for name in ("pledges", "pledge_events")}
    files = sorted(data.folder.iterdir())
    row, _ = pledge()
    blank = asked.form(PLEDGE, data.folder).then(EVENT, row)
    late = "2019-02-03"
    happened, person = first_event(blank, row, date=["2017-02-01", late], effect=["done"])
    (complaint,) = person.complaints()
    assert "in or after 2017-03, when probe-17 was made" in complaint
    assert "pledge" not in person.asked
    assert (happened["id"], happened["order"]) == ("probe-17-1", "10")
    assert "Delivered late. " in new_pledge.shown(happened, blank)
    asked.add(happened, blank)
    added = {name: data.text(name).removeprefix(old) for name, old in before.items()}
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in added.values())
    assert next(csv.reader([added["pledges"]])) == list(PLEDGE_ROW.values())
    assert next(csv.reader([added["pledge_events"]]))[:3] == ["probe-17-1", "probe-17", late]
    assert data.faults() == []
    assert sorted(data.folder.iterdir()) == files


def test_if_one_of_two_files_cannot_be_written_neither_is(
    tmp_path: Path, pledge: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = small_copy_of_data(tmp_path)
    row, _ = pledge()
    blank = asked.form(PLEDGE, data.folder).then(EVENT, row)
    happened, _ = first_event(blank, row)
    before = contents(tmp_path)
    whole = Path.replace

    def broken(self: Path, target: Path) -> Path:
        if Path(target).name == "pledge_events.csv":
            raise KeyboardInterrupt
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        asked.add(happened, blank)
    assert contents(tmp_path) == before


def test_a_pledge_alone_is_not_added(tmp_path: Path, pledge: Fill) -> None:
    data = small_copy_of_data(tmp_path)
    row, _ = pledge()
    before = data.text("pledges")
    with pytest.raises(tables.DataError, match="nothing-found if a search found none"):
        asked.add(row, asked.form(PLEDGE, data.folder))
    assert data.text("pledges") == before


# --- at the command line -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_book(tmp_path_factory.mktemp("unbuilt") / "book")


def test_an_event_is_asked_for_shown_and_added(tmp_path: Path) -> None:
    root = copy_of_the_book(tmp_path / "book")
    file = root / "data" / "pledge_events.csv"
    before = file.read_text(encoding="utf-8")
    answers = ("lab17-no-such", *EVENT_ROW.values(), "y")
    result = answered(root, "pledge", "event", answers=answers)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "nearest: " in result.stdout and "With it on record, on " in result.stdout
    added = file.read_text(encoding="utf-8").removeprefix(before)
    assert added.startswith(f"{HALT}-") and added.count("\n") == 1


@pytest.mark.parametrize("typed", [3, len(PLEDGE_ROW), len(PLEDGE_ROW) + len(EVENT_ROW) - 1])
def test_without_a_yes_no_pledge_is_written(unbuilt: Path, typed: int) -> None:
    before = contents(unbuilt)
    answers = (*PLEDGE_ROW.values(), *list(EVENT_ROW.values())[1:])[:typed]
    result = answered(unbuilt, "pledge", "new", answers=answers)
    assert result.returncode == 1, result.stdout
    assert result.stderr == "Nothing was written.\n"
    assert contents(unbuilt) == before


@pytest.mark.parametrize("way", ["new", "event"])
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_prompt_writes_nothing(unbuilt: Path, way: str, ending: signal.Signals) -> None:
    before = contents(unbuilt)
    process = begun(unbuilt, "pledge", way)
    assert process.stdin is not None
    process.stdin.write(f"{HALT if way == 'event' else 'probe-17'}\n")
    process.stdin.flush()
    wait_for(process, "[2 of ")
    process.send_signal(ending)
    _, said = process.communicate(timeout=60)
    assert process.returncode == (1 if ending == signal.SIGINT else -signal.SIGKILL)
    assert "Traceback" not in said
    assert contents(unbuilt) == before
