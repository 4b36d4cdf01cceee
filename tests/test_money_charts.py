"""Charts of the money: every reading is shown, at the ledger's value, and kinds stay apart."""

import json
import re
from typing import Any

import pandas as pd
import pytest

from policy import charts, ledger, units
from policy.charts import Chart, ChartError, grouped, marks
from policy.charts.theme import LAYOUTS
from policy.money import amounts, capital, efficiency, manifestos, plan_gaps, social_care, trusts

COLUMNS = {
    "capital-asked-and-given": "gbp_bn",
    "efficiency-delivered": "percent",
    "manifestos-against-pressures": "gbp_bn",
    "social-care-readings": "percent",
    "sum-of-plan-gaps": "gbp_bn",
    "trust-deficits": "gbp_bn",
}
IDS = list(COLUMNS)
FORMS = ("wide", "narrow")
GROUPED = ("capital-asked-and-given", "efficiency-delivered", "social-care-readings")
UPRIGHT = ("manifestos-against-pressures", "trust-deficits")


@pytest.fixture(scope="module")
def made() -> dict[str, Chart]:
    return {id: charts.get(id) for id in IDS}


def expected(id: str) -> float:
    """A figure as these charts plot it, worked out another way than they do."""
    figure = ledger.figure(id)
    value = ledger.value(id)
    if figure.places is not None:
        value = round(value, figure.places)
    if figure.unit in units.PERCENTS:
        return abs(value)
    return value / {"gbp-bn": 1, "gbp-m": 1000}[figure.unit]


def marked(chart: Chart, form: str) -> list[tuple[dict[str, Any], int, float, float]]:
    """Every mark that stands for a row: its trace, the row, x and y."""
    return [
        (trace, row, x, y)
        for trace in chart.spec(form)["data"]  # type: ignore[arg-type]
        for row, x, y in zip(trace.get("customdata", []), trace["x"], trace["y"], strict=False)
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_every_row_is_drawn_once_at_the_ledgers_value(
    made: dict[str, Chart], id: str, form: str
) -> None:
    chart = made[id]
    found = marked(chart, form)
    assert sorted(row for _, row, _, _ in found) == list(range(len(chart.table)))
    for _, row, x, y in found:
        said = chart.table.iloc[row]
        drawn = y if id in UPRIGHT else x
        assert drawn == said[COLUMNS[id]] == pytest.approx(expected(said["ledger_id"]), abs=1e-12)


@pytest.mark.parametrize("id", IDS)
def test_a_figure_is_shown_once_with_what_was_said(made: dict[str, Chart], id: str) -> None:
    table = made[id].table
    assert table["ledger_id"].is_unique
    assert list(table.columns[-3:]) == ["as_given", "nature", "ledger_id"]
    for _, row in table.iterrows():
        assert row["nature"] == ledger.figure(row["ledger_id"]).nature
        assert (
            units.number(
                ledger.value(row["ledger_id"]),
                ledger.figure(row["ledger_id"]).unit,
                ledger.figure(row["ledger_id"]).places,
            )
            in row["as_given"]
        )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_bars_start_at_zero_and_every_mark_is_inside(
    made: dict[str, Chart], id: str, form: str
) -> None:
    spec = made[id].spec(form)  # type: ignore[arg-type]
    if id == "manifestos-against-pressures":
        assert "does not start at zero" in made[id].subtitle
        assert not any(trace["type"] == "bar" for trace in spec["data"])
    elif id not in UPRIGHT:
        assert spec["layout"]["xaxis"]["range"][0] == 0
    for trace, _, x, y in marked(made[id], form):
        assert "base" not in trace
        for axis, value in (("x", x), ("y", y)):
            name = trace.get(f"{axis}axis", axis)
            low, high = sorted(spec["layout"][f"{axis}axis{name[1:]}"]["range"])
            assert low <= value <= high


def lines(words: str) -> list[str]:
    return [re.sub("<[^>]+>", "", line) for line in words.split("<br>")]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_words_fit_the_drawing(made: dict[str, Chart], id: str, form: str) -> None:
    layout = made[id].spec(form)["layout"]  # type: ignore[arg-type]
    margin, width = layout["margin"], layout["width"]
    inside = width - margin["l"] - margin["r"]
    for note in layout["annotations"]:
        assert note["font"]["size"] >= 12
        left = margin["l"] + note.get("xshift", 0)
        if note["xref"] == "paper":
            left += note["x"] * inside
        else:
            low, high = layout[f"xaxis{note['xref'][1:]}"]["range"]
            # Plotly leaves out words whose place lies off their axis.
            assert low <= note["x"] <= high
            left += (note["x"] - low) / (high - low) * inside
        # Arial's letters are a little wider than this on average, so what fails is clipped.
        length = max(map(len, lines(note["text"]))) * note["font"]["size"] * 0.48
        left -= {"left": 0.0, "center": length / 2, "right": length}[note["xanchor"]]
        assert left >= 0, note["text"]
        assert left + length <= width, note["text"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_at_most_four_colours_beside_greys(made: dict[str, Chart], id: str, form: str) -> None:
    spec = made[id].spec(form)  # type: ignore[arg-type]
    layout = {name: part for name, part in spec["layout"].items() if name != "template"}
    found = set(re.findall(r"#[0-9a-fA-F]{6}", json.dumps([spec["data"], layout])))
    parts = {colour: [int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in found}
    assert len([rgb for rgb in parts.values() if max(rgb) - min(rgb) > 24]) <= 4


@pytest.mark.parametrize("id", IDS)
def test_the_title_is_short_and_the_subtitle_says_where(made: dict[str, Chart], id: str) -> None:
    assert len(made[id].title.split()) < 14
    assert "England" in made[id].subtitle
    said = " ".join((made[id].title, made[id].subtitle, made[id].alt, made[id].notes))
    assert "{fig:" not in said


@pytest.mark.parametrize("id", IDS)
def test_our_own_words_call_no_gap_or_saving_a_cut(made: dict[str, Chart], id: str) -> None:
    said = " ".join((made[id].title, made[id].subtitle, made[id].notes, made[id].csv()))
    assert not re.search(r"\bcuts?\b", said)


@pytest.mark.parametrize("id", IDS)
def test_a_mark_tells_where_it_comes_from(made: dict[str, Chart], id: str) -> None:
    for form in FORMS:
        for trace in made[id].spec(form)["data"]:
            rows = trace.get("customdata", [])
            for row, words in zip(rows, trace.get("hovertext", []), strict=True):
                assert made[id].table["as_given"].iloc[row].lstrip("\N{MINUS SIGN}") in words


# --- trusts ----------------------------------------------------------------------------------


def trust_results() -> pd.DataFrame:
    """Every figure of the ledger that is a result of all trusts together."""
    known = ledger.frame()
    pounds = known["unit"].isin(["gbp-bn", "gbp-m"])
    results = known["statement"].str.contains("trust", case=False) & (
        known["value"].lt(0) | known["statement"].str.contains("surplus")
    )
    return known[pounds & results & known["body"].eq("trusts") & known["nature"].ne("derived")]


def test_every_reading_of_every_year_is_shown(made: dict[str, Chart]) -> None:
    results = trust_results()
    assert len(results) > 15
    assert set(made["trust-deficits"].table["ledger_id"]) == set(results["id"])


def test_each_reading_stands_in_its_own_year(made: dict[str, Chart]) -> None:
    table = made["trust-deficits"].table
    for _, row in table.iterrows():
        assert ledger.figure(row["ledger_id"]).period == row["year"]
        estimate = ledger.figure(row["ledger_id"]).nature == "estimate"
        assert (row["reading"] == trusts.UNDERLYING) == estimate


def test_one_reading_leads_each_year(made: dict[str, Chart]) -> None:
    table = made["trust-deficits"].table
    leads = table[table["reading"] == trusts.LEAD]
    assert list(leads["year"]) == list(trusts.YEARS)
    assert set(leads["nature"]) == {"outturn"}


def test_the_title_counts_years_with_several_readings(made: dict[str, Chart]) -> None:
    table = made["trust-deficits"].table
    reported = table[table["reading"] != trusts.UNDERLYING]
    assert reported["year"].value_counts().gt(1).sum() == 5
    assert "five years" in made["trust-deficits"].title
    deficits = table[(table["reading"] == trusts.LEAD) & (table["gbp_bn"] < 0)]
    assert list(deficits["year"]) == list(trusts.YEARS[1:])


@pytest.mark.parametrize("form", FORMS)
def test_no_mark_covers_another(made: dict[str, Chart], form: str) -> None:
    spots = [
        (trace["yaxis"], x, round(y * 58))
        for trace, _, x, y in marked(made["trust-deficits"], form)
        if trace["type"] == "scatter"
    ]
    for at, (axis, x, y) in enumerate(spots):
        for other_axis, other_x, other_y in spots[at + 1 :]:
            assert axis != other_axis or abs(x - other_x) + abs(y - other_y) >= 11


@pytest.mark.parametrize("form", FORMS)
def test_deficits_hang_from_a_zero_line_under_the_years(made: dict[str, Chart], form: str) -> None:
    layout = made["trust-deficits"].spec(form)["layout"]  # type: ignore[arg-type]
    zero = {line["yref"] for line in layout["shapes"] if line["y0"] == line["y1"] == 0}
    axes = {name.replace("axis", "") for name in layout if name.startswith("yaxis")}
    assert zero == axes
    named = {note["text"] for note in layout["annotations"]}
    assert set(trusts.YEARS) <= named
    assert {"£1.8bn", "£1.5bn", "£2.45bn"} <= named
    # A pound is as long in one panel as in the other.
    height = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    scales = {
        round(
            (part["domain"][1] - part["domain"][0]) * height / (part["range"][1] - part["range"][0])
        )
        for name, part in layout.items()
        if name.startswith("yaxis")
    }
    assert len(scales) == 1


# --- manifestos ------------------------------------------------------------------------------


def test_all_paths_of_the_health_foundation_are_shown(made: dict[str, Chart]) -> None:
    known = ledger.frame()
    listed = known[known["id"].str.startswith("money-hf17-") & (known["unit"] == "gbp-bn")]
    table = made["manifestos-against-pressures"].table
    assert set(table["ledger_id"]) == set(listed["id"])
    assert set(listed["price_year"]) == {"2017/18"}
    for _, row in table.iterrows():
        assert ledger.figure(row["ledger_id"]).period == row["year"]


def test_the_finding_follows_from_the_last_year(made: dict[str, Chart]) -> None:
    chart = made["manifestos-against-pressures"]
    last = chart.table[chart.table["year"] == manifestos.YEARS[-1]]
    ends = last.set_index("path")["gbp_bn"]
    parties = ends.drop(manifestos.PRESSURES)
    assert len(parties) == 3
    spread = parties.max() - parties.min()
    gaps = ends[manifestos.PRESSURES] - parties
    assert chart.title == (
        f"Manifestos of 2017 differed by £{spread:.0f}bn, all £{gaps.min():.0f}bn to "
        f"£{gaps.max():.0f}bn below projected pressures"
    )


# --- social care -----------------------------------------------------------------------------


def test_every_percentage_of_the_fall_is_shown_and_no_other(made: dict[str, Chart]) -> None:
    known = ledger.frame()
    asc = known[known["id"].str.startswith("money-asc-") & (known["unit"] == "percent")]
    # Growth in need is a part of one reading and neither a fall nor a saving.
    expected_ids = set(asc["id"]) - {"money-asc-adass-2014-need"}
    assert set(made["social-care-readings"].table["ledger_id"]) == expected_ids


def test_savings_falls_and_shares_are_kept_apart(made: dict[str, Chart]) -> None:
    for _, row in made["social-care-readings"].table.iterrows():
        figure = ledger.figure(row["ledger_id"])
        fall = row["measure"] not in (social_care.SAVINGS, social_care.SHARE)
        assert (figure.measure == "change") == fall
        assert (ledger.value(figure.id) < 0) == fall
        assert (figure.timing == "annual") == (row["measure"] == social_care.SHARE)
        assert ("per adult" in figure.statement or "each adult" in figure.statement) == (
            row["measure"] == social_care.PER_ADULT
        )


@pytest.mark.parametrize("form", FORMS)
def test_the_claim_is_a_line_at_its_value(made: dict[str, Chart], form: str) -> None:
    layout = made["social-care-readings"].spec(form)["layout"]  # type: ignore[arg-type]
    (claim,) = [line for line in layout["shapes"] if line["layer"] == "above"]
    assert claim["x0"] == claim["x1"] == ledger.value("money-konp-33pc")
    assert ledger.figure("money-konp-33pc").source in made["social-care-readings"].sources


def test_no_reading_of_spending_comes_near_the_claim(made: dict[str, Chart]) -> None:
    table = made["social-care-readings"].table
    spending = table[table["measure"].isin([social_care.SPENDING, social_care.PER_ADULT])]
    assert len(spending) == 12
    assert spending["percent"].max() < 0.6 * ledger.value("money-konp-33pc")


# --- gaps of single areas --------------------------------------------------------------------


def test_areas_with_two_readings_show_both(made: dict[str, Chart]) -> None:
    chart = made["sum-of-plan-gaps"]
    counts = chart.table["area"].value_counts()
    assert counts.pop("Surrey Heartlands") == 1
    assert set(counts) == {2}
    assert len(counts) == 6
    for _, row in chart.table.iterrows():
        figure = ledger.figure(row["ledger_id"])
        assert (figure.measure, figure.geography) == ("gap", "local area")
        assert row["area"].split(" and ")[0] in figure.statement


def test_every_conflict_between_two_gaps_of_an_area_is_shown(made: dict[str, Chart]) -> None:
    known = ledger.frame()
    local = known[(known["geography"] == "local area") & (known["measure"] == "gap")]
    pounds = local[local["unit"].isin(["gbp-bn", "gbp-m"])]
    rivals = pounds[pounds["notes"].str.contains("Conflict kept|calls the same number")]
    named = {id for note in rivals["notes"] for id in re.findall(r"\{fig:([\w-]+)", note)}
    wanted = set(rivals["id"]) | (named & set(pounds["id"]) - {"money-stp-ncl"})
    assert len(rivals) > 8
    assert wanted - set(made["sum-of-plan-gaps"].table["ledger_id"]) == set()


@pytest.mark.parametrize("form", FORMS)
def test_equal_readings_both_show(made: dict[str, Chart], form: str) -> None:
    sizes = {
        trace["marker"]["size"]
        for trace, row, _, _ in marked(made["sum-of-plan-gaps"], form)
        if made["sum-of-plan-gaps"].table["area"].iloc[row] == "Birmingham and Solihull"
    }
    assert len(sizes) == 2


def test_the_chart_says_that_gaps_must_not_be_added(made: dict[str, Chart]) -> None:
    assert "should not be added up" in made["sum-of-plan-gaps"].title


# --- capital and efficiency ------------------------------------------------------------------


def test_asked_given_and_moved_are_all_there(made: dict[str, Chart]) -> None:
    table = made["capital-asked-and-given"].table
    known = ledger.frame()
    listed = known[known["id"].str.match("money-cap(2rev)?-") & (known["body"] != "trusts")]
    ours = {"cap2rev-last-two-years"}
    assert set(table["ledger_id"]) == set(listed["id"]) | ours
    kinds = table.groupby("measure")["nature"].agg(set)
    assert kinds[capital.GIVEN] == kinds[capital.PACKAGE] == {"plan"}
    assert kinds[capital.ASKED] == {"estimate", "statistic"}


def test_capital_moved_adds_up_to_the_five_years(made: dict[str, Chart]) -> None:
    table = made["capital-asked-and-given"].table
    moved = table[table["measure"] == capital.MOVED]["gbp_bn"]
    assert moved.iloc[:-1].sum() == pytest.approx(moved.iloc[-1], abs=0.05)


def test_parts_of_the_announcement_nest(made: dict[str, Chart]) -> None:
    values = made["capital-asked-and-given"].table.set_index("ledger_id")["gbp_bn"]
    assert values["money-cap-26bn"] < values["money-cap-35bn"] < values["money-cap-10bn-package"]


def test_kinds_of_efficiency_are_kept_apart(made: dict[str, Chart]) -> None:
    for _, row in made["efficiency-delivered"].table.iterrows():
        figure = ledger.figure(row["ledger_id"])
        assert (figure.body == "trusts") == (row["measure"] != efficiency.PRODUCTIVITY)
        if row["measure"] == efficiency.TARGET:
            assert figure.nature == "plan"
        if row["measure"] == efficiency.LASTING and figure.nature != "derived":
            assert "lasting" in figure.statement


def test_lasting_savings_are_the_rest_after_one_off_ones() -> None:
    whole, share = ledger.value("money-eff-1718"), ledger.value("money-eff-1718-nonrec")
    assert ledger.value("savings-2017-18-lasting") == pytest.approx(whole * (100 - share) / 100)


def test_rates_and_targets_of_trusts_are_all_there(made: dict[str, Chart]) -> None:
    table = made["efficiency-delivered"].table
    known = ledger.frame()
    rates = known[
        known["id"].str.match("money-(eff-|22bn-nt-2pc|pac-4pc|chpi-recurrent)")
        & known["unit"].isin(units.PERCENTS)
    ]
    # One-off savings are a share of savings, on another base.
    wanted = set(rates["id"]) - {"money-eff-1718-nonrec", "money-eff-1819-nonrec"}
    assert set(table["ledger_id"]) == wanted | {"savings-2017-18-lasting"}


# --- wrong input -----------------------------------------------------------------------------

TABLES = (
    capital.asked_and_given,
    efficiency.rates,
    manifestos.paths,
    plan_gaps.readings,
    social_care.readings,
    trusts.results,
)


@pytest.mark.parametrize("table", TABLES)
def test_a_figure_that_is_gone_stops_the_table(table: Any) -> None:
    known = ledger.frame()
    used = table(known)["ledger_id"].iloc[-1]
    with pytest.raises(KeyError, match=used):
        table(known[known["id"] != used])


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", [{"unit": "days"}, {"value": float("nan")}])
def test_a_figure_of_another_kind_stops_the_table(table: Any, change: dict[str, Any]) -> None:
    known = ledger.frame()
    used = table(known)["ledger_id"].iloc[0]
    for column, value in change.items():
        known.loc[known["id"] == used, column] = value
    with pytest.raises(ValueError, match=f"figure {used} is not"):
        table(known)


def test_a_changed_figure_changes_the_table() -> None:
    known = ledger.frame()
    known.loc[known["id"] == "money-def-1516", "value"] = -3000.0
    table = trusts.results(known).set_index("ledger_id")["gbp_bn"]
    assert table["money-def-1516"] == -3.0
    assert table["money-22bn-nt-underlying"] == -3.7


def test_millions_and_billions_are_put_on_one_scale() -> None:
    frame = pd.DataFrame({"ledger_id": ["money-cap-325", "money-cap-26bn"]})
    assert list(amounts.billions(frame, ledger.frame())["gbp_bn"]) == [0.325, 2.6]


def test_a_percentage_is_a_size() -> None:
    frame = pd.DataFrame({"ledger_id": ["money-asc-ifs-8", "money-asc-adass-31"]})
    assert list(amounts.sizes_in_percent(frame, ledger.frame())["percent"]) == [8.0, 31.0]


def test_a_group_without_a_look_is_an_error() -> None:
    table = grouped.worded_percents(social_care.readings(ledger.frame()))
    with pytest.raises(KeyError, match="standing still"):
        grouped.grouped_bars(
            marks.rows(table), LAYOUTS["wide"], column="percent", second="covers", inks={}
        )


def test_a_chart_without_numbers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = trusts.results(ledger.frame()).head(0)
    monkeypatch.setattr(trusts, "results", lambda figures: empty)
    with pytest.raises(ChartError, match="table is empty"):
        charts.get("trust-deficits")
