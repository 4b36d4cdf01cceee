"""Charts: what a declaration must hold, and that every drawing shows the ledger's numbers."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from policy import charts, ledger
from policy.book import renderer
from policy.charts import Chart, ChartError, catalogue, html, snapshot
from policy.charts.base import METADATA_KEY, MIME
from policy.charts.theme import Layout, canvas, wrap
from policy.money import gap as gap_tables

IDS = sorted(charts.registry())
GAP = ["gap-and-scenarios", "planned-spending", "what-119bn-can-be", "what-the-plans-had-to-save"]
FORMS = ["wide", "narrow"]
OVER_TIME = ["from-plan-to-board"]
"""Charts whose bars are spans of time, which has no zero."""
WITHOUT_SCALE = ["labour-wording", "sites-at-risk"]
"""Charts that place their marks in rows and columns and measure no length."""
MARKS_IN_ROWS = ["sum-of-plan-gaps", "who-supported-and-opposed"]


@pytest.fixture(scope="module")
def made() -> dict[str, Chart]:
    return {id: charts.get(id) for id in charts.registry()}


def example(**changes: Any) -> Chart:
    def draw(layout: Layout) -> go.Figure:
        sheet = canvas(layout, plot=50, left=8, right=8)
        sheet.figure.add_bar(x=[30], y=["a"], orientation="h", customdata=[0])
        sheet.write("a < b", x=0, y=0)
        return sheet.done()

    fields: dict[str, Any] = {
        "id": "an-example",
        "title": "A gap of {fig:money-fyfv-gap-30bn}",
        "subtitle": "England",
        "unit": "£bn",
        "sources": ("konp-2017-why-not-stps",),
        "alt": 'One bar, "nearly" as long as the other',
        "table": pd.DataFrame({"who": ["a"], "gbp_bn": [30.0], "ledger_id": ["x"]}),
        "draw": draw,
    }
    return Chart(**fields | changes)


def test_the_book_has_its_charts(made: dict[str, Chart]) -> None:
    assert sorted(made) == IDS
    assert set(GAP) < set(IDS)


@pytest.mark.parametrize("field", ["title", "subtitle", "unit", "alt"])
def test_a_blank_field_is_named(field: str) -> None:
    with pytest.raises(ChartError, match=f"an-example: {field} is blank"):
        example(**{field: "  "})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "An Example"}, "kebab-case"),
        ({"sources": ()}, "sources is blank"),
        ({"sources": ("no-such-key",)}, "no-such-key"),
        ({"title": "word " * 15}, "15 words"),
        ({"table": pd.DataFrame()}, "empty"),
        ({"table": pd.DataFrame({"gbp_bn": [math.nan], "ledger_id": [""]})}, "is not finite"),
        ({"table": pd.DataFrame({"gbp_bn": [math.inf], "ledger_id": [""]})}, "is not finite"),
        ({"table": pd.DataFrame({"said": ["yes"]})}, "neither ledger_id, sources nor pledges"),
        ({"table": pd.DataFrame({"sources": ["bma-2017-26bn"]})}, "cites bma-2017-26bn"),
    ],
)
def test_a_chart_that_cannot_be_shown_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ChartError, match=message):
        example(**changes)


def test_text_is_resolved_with_its_hedge() -> None:
    assert example().title == "A gap of nearly £30bn"


def test_an_unknown_figure_in_a_title_is_an_error() -> None:
    with pytest.raises(ledger.UnknownFigure):
        example(title="A gap of {fig:money-fyfv-gap-30bm}")


def test_an_unknown_chart_is_answered_with_the_nearest() -> None:
    with pytest.raises(ChartError, match="nearest: planned-spending"):
        charts.get("planed-spending")


def test_a_name_is_given_once() -> None:
    def planned_spending() -> Chart:
        raise AssertionError

    with pytest.raises(ChartError, match="declared twice"):
        charts.chart(planned_spending)


def test_a_chart_is_declared_once_where_it_is_kept() -> None:
    assert charts.get(IDS[0]) is not charts.get(IDS[0])
    with charts.kept():
        first = charts.get(IDS[0])
        assert charts.get(IDS[0]) is first
    with charts.kept():
        assert charts.get(IDS[0]) is not first


def test_a_declaration_must_give_its_own_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue._CHARTS, "another", example)
    with pytest.raises(ChartError, match="gives the id an-example"):
        charts.get("another")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", GAP)
def test_every_row_is_drawn_once_at_the_ledgers_value(
    made: dict[str, Chart], id: str, form: str
) -> None:
    chart = made[id]
    drawn: dict[int, float] = {}
    for trace in chart.spec(form)["data"]:  # type: ignore[arg-type]
        values = trace["x"] if trace.get("orientation") == "h" or id == GAP[2] else trace["y"]
        for row, value in zip(trace.get("customdata", []), values, strict=False):
            assert row not in drawn
            drawn[row] = value
    assert sorted(drawn) == list(range(len(chart.table)))
    for number, row in chart.table.iterrows():
        figure = ledger.figure(row["ledger_id"])
        expected = ledger.value(figure.id)
        if figure.places is not None:
            expected = round(expected, figure.places)
        assert drawn[int(str(number))] == row["gbp_bn"] == expected


def fonts(value: Any) -> Iterator[float]:
    """Every font size in a spec, the template's apart: those are defaults that nothing uses."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "font" and "size" in inner:
                yield inner["size"]
            if key != "template":
                yield from fonts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from fonts(inner)


@pytest.mark.parametrize(("form", "least"), [("wide", 13), ("narrow", 12)])
@pytest.mark.parametrize("id", IDS)
def test_text_is_large_enough_and_all_of_it_is_resolved(
    made: dict[str, Chart], id: str, form: str, least: int
) -> None:
    spec = made[id].spec(form)  # type: ignore[arg-type]
    sizes = list(fonts(spec["layout"]))
    assert len(sizes) > 3
    assert min(sizes) >= least
    assert "{fig:" not in json.dumps(spec) + made[id].csv()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_scales_start_at_zero_or_the_subtitle_says_otherwise(
    made: dict[str, Chart], id: str, form: str
) -> None:
    spec = made[id].spec(form)  # type: ignore[arg-type]
    axes = {name: axis for name, axis in spec["layout"].items() if name[1:5] == "axis"}
    from_zero = {n for n, axis in axes.items() if axis["range"][0] <= 0 <= axis["range"][1]}
    bars = [trace for trace in spec["data"] if trace["type"] == "bar"]
    if "not start at zero" in made[id].subtitle:
        assert not bars
    elif id in OVER_TIME:
        assert all(axis.get("visible") is False or "title" not in axis for axis in axes.values())
    elif bars:
        ends = ["x" if trace.get("orientation") == "h" else "y" for trace in bars]
        named = [
            trace.get(f"{end}axis", end).replace(end, f"{end}axis", 1)
            for trace, end in zip(bars, ends, strict=True)
        ]
        assert set(named) <= from_zero
    elif id not in WITHOUT_SCALE:
        # Rows of marks have no scale down the side: a pixel is a pixel.
        across = "xaxis" if id in MARKS_IN_ROWS else "yaxis"
        assert {name for name in axes if name.startswith(across)} <= from_zero


@pytest.mark.parametrize("id", IDS)
def test_specs_are_plain_and_steady(made: dict[str, Chart], id: str) -> None:
    again = charts.get(id)
    for form in ("wide", "narrow", "cite"):
        spec = made[id].spec(form)  # type: ignore[arg-type]
        assert spec == again.spec(form)  # type: ignore[arg-type]
        assert "bdata" not in json.dumps(spec)
        assert {trace["type"] for trace in spec["data"]} <= {"bar", "scatter"}
        uids = [trace["uid"] for trace in spec["data"]]
        assert len(set(uids)) == len(uids)
    assert made[id].digest() == again.digest()


def test_a_digest_follows_words_and_numbers() -> None:
    one = example()
    other_table = pd.DataFrame({"who": ["a"], "gbp_bn": [31.0], "ledger_id": ["x"]})
    others = [replace(one, alt="Another bar"), replace(one, table=other_table)]
    assert len({chart.digest() for chart in [one, *others]}) == 3
    # The description is part of the picture, the table is not.
    assert one.picture_digest() != others[0].picture_digest()
    assert replace(one, notes="More").picture_digest() != one.picture_digest()


def test_the_parts_of_each_scenario_add_up_to_the_gap() -> None:
    table = gap_tables.scenarios(ledger.frame())
    gap, parts = table["gbp_bn"].iloc[0], table.iloc[1:]
    assert parts.groupby("scenario")["gbp_bn"].sum().eq(gap).all()
    assert parts["scenario"].nunique() == 3


def test_the_numbers_stand_beside_what_was_said(made: dict[str, Chart]) -> None:
    table = made["gap-and-scenarios"].table
    assert table["as_given"].iloc[0] == "nearly £30bn"
    assert list(table.columns[-3:]) == ["as_given", "nature", "ledger_id"]


def test_sources_of_derived_numbers_are_those_of_their_inputs(made: dict[str, Chart]) -> None:
    keys = made["what-119bn-can-be"].sources
    assert ledger.figure("money-tdel-out-2015-16").source in keys
    assert "ons-2026-gdp-deflators" in keys
    assert len(set(keys)) == len(keys)


def test_a_notebook_gets_plotly_and_the_book_gets_everything(made: dict[str, Chart]) -> None:
    chart = made["planned-spending"]
    data, metadata = chart._repr_mimebundle_()
    said = metadata[MIME][METADATA_KEY]
    assert data[MIME] == said["wide"] == chart.spec("wide")
    assert json.loads(json.dumps(said)) == said
    assert said["digest"] == chart.digest()
    assert len(said["rows"]) == len(chart.table)


def test_wrapping_keeps_lines_short_and_words_whole() -> None:
    text = "What was planned and what was projected for the same year"
    lines = wrap(text, 200, 14)
    assert " ".join(lines) == text
    assert len(lines) > 1
    assert max(map(len, lines)) * 14 * 0.5 <= 200


def test_html_escapes_what_the_data_say() -> None:
    said = example(title="A <b> & c").metadata()
    assert "&quot;nearly&quot;" in html.picture(said, "x/")
    shown = html.table(said, None)
    assert "A &lt;b&gt; &amp; c" in shown
    assert "<a " not in shown


def test_a_row_that_is_no_number_leads_to_its_sources() -> None:
    key = "konp-2017-why-not-stps"
    said = example(table=pd.DataFrame({"who": ["a"], "sources": [f"{key} {key}"]})).metadata()
    label = "Keep Our NHS Public (2017)"
    link = f'<a href="../reference/sources.html#{key}">{label}</a>'
    assert f"<td>{link}; {link}</td>" in html.table(said, "../")
    assert f"<td>{label}; {label}</td>" in html.table(said, None)


@pytest.mark.parametrize(
    ("value", "shown"), [(30.0, "30"), (119.035, "119.035"), (1824.5, "1,824.5"), ("a<b", "a&lt;b")]
)
def test_cells(value: object, shown: str) -> None:
    assert html.cell(value) == shown


def test_a_chapter_shows_picture_table_and_citation(made: dict[str, Chart]) -> None:
    chart = made["planned-spending"]
    page = renderer.figure(chart.metadata(), "../")
    assert 'src="../charts/planned-spending/wide.svg" width="720"' in page
    assert 'href="../charts/planned-spending/planned-spending.csv" download' in page
    assert 'href="../reference/ledger.html#money-sr15-nhse-2015-16"' in page
    assert chart.digest()[:12] in page
    assert "<script" not in page, "what brings it to life is fetched when it is wanted"


def test_a_picture_of_other_numbers_is_left_out(made: dict[str, Chart]) -> None:
    said = made["planned-spending"].metadata() | {"picture": "0" * 64}
    page = renderer.figure(said, "../")
    assert "<img" not in page
    assert "was drawn from other numbers" in page
    assert '<details class="policy-chart-numbers" open>' in page
    assert "planned-spending.svg" not in page


def test_other_peoples_figures_are_left_to_others() -> None:
    data: Any = SimpleNamespace(output_metadata={MIME: {}})
    assert renderer.ChartRenderer.handle_mime(None, data, False) is None  # type: ignore[arg-type]


def test_a_page_depends_on_all_that_it_shows(made: dict[str, Chart]) -> None:
    noted: list[str] = []
    env = SimpleNamespace(docname="arguments/money", note_dependency=noted.append)
    data: Any = SimpleNamespace(output_metadata=made["planned-spending"]._repr_mimebundle_()[1])
    machine: Any = SimpleNamespace(renderer=SimpleNamespace(sphinx_env=env))
    (node,) = renderer.ChartRenderer.handle_mime(machine, data, False) or []
    assert 'data-root="../"' in node.astext()
    files = ("charts/planned-spending/digest.txt", "CITATION.cff", "_config.yml")
    assert noted == [str(snapshot.ROOT / name) for name in (*files, "data/sources.bib")]
