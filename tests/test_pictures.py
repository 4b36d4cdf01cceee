"""Committed pictures: of the present numbers, steady to the byte, and readable on their own."""

import os
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy import charts
from policy.charts import snapshot
from policy.export import pictures

SVG = "{http://www.w3.org/2000/svg}"
IDS = list(charts.registry())
RAW = (
    '<svg class="main-svg" width="9"><defs id="defs-0a1b2c"><g><clipPath id="clip0a1b2cxyplot"/>'
    '<pattern id="p0a1b2c-one-0"/></g></defs><g id="topdefs-0a1b2c"/><g clip-path="url(#clip'
    '0a1b2cxyplot)" style="fill: url(#p0a1b2c-one-0)"><text>0a1b2c</text></g></svg>'
)


def test_every_committed_picture_is_of_the_present_numbers() -> None:
    assert pictures.stale(IDS) == [], "run make draw and commit charts/"


def test_no_picture_is_left_of_a_chart_that_is_gone() -> None:
    assert sorted(path.name for path in snapshot.FOLDER.iterdir()) == sorted(IDS)


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("form", pictures.FORMS)
def test_a_picture_says_what_it_shows_and_fetches_nothing(id: str, form: str) -> None:
    text = (snapshot.FOLDER / id / f"{form}.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    chart = charts.get(id)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == chart.alt
    assert int(root.get("width", "0")) == chart.spec(form)["layout"]["width"]  # type: ignore[arg-type]
    assert "http" not in text.replace("http://www.w3.org/", "")
    # Two charts on one page must not share an id.
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids
    assert all(id in str(found) for found in ids)


def test_the_random_number_becomes_the_charts_name() -> None:
    steady = pictures.steadied(RAW, "one", 'A "b" & c', "d < e")
    assert 'id="clipone-xyplot"' in steady
    assert "url(#clipone-xyplot)" in steady
    assert "url(#pone--one-0)" in steady
    assert "<text>0a1b2c</text>" in steady
    assert (
        '<title id="one-title">A "b" &amp; c</title><desc id="one-desc">d &lt; e</desc>' in steady
    )
    assert ET.fromstring(steady).get("aria-labelledby") == "one-title one-desc"


@pytest.mark.parametrize("raw", ["<svg></svg>", RAW.replace("topdefs-0a1b2c", "topdefs-ffffff")])
def test_an_unknown_kind_of_svg_is_refused(raw: str) -> None:
    with pytest.raises(pictures.PictureError, match="chart one: expected one random id"):
        pictures.steadied(raw, "one", "a", "b")


def test_a_picture_is_stale_without_its_files_or_its_record(tmp_path: Path) -> None:
    id = IDS[0]
    digest = charts.get(id).picture_digest()
    assert pictures.stale([id], tmp_path) == [id]
    (tmp_path / id).mkdir()
    for name in snapshot.FILES:
        (tmp_path / id / name).write_text("", encoding="utf-8")
    (tmp_path / id / snapshot.RECORD).write_text(digest + "\n", encoding="ascii")
    assert pictures.stale([id], tmp_path) == []
    (tmp_path / id / "narrow.svg").unlink()
    assert pictures.stale([id], tmp_path) == [id]
    assert not snapshot.fresh(id, "0" * 64, tmp_path)


def test_without_a_browser_nothing_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "browser", lambda: None)
    assert pictures.redraw(IDS, tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def fail(jobs: list[dict[str, Any]], **options: object) -> None:
    raise OSError("no display")


def draw_badly(jobs: list[dict[str, Any]], **options: object) -> None:
    for job in jobs:
        job["path"].write_text(RAW if "wide" in job["path"].name else "<svg/>", encoding="utf-8")


@pytest.mark.parametrize(
    ("browser", "message"), [(fail, f"{IDS[0]}: no display"), (draw_badly, "one random id")]
)
def test_a_browser_that_fails_leaves_the_pictures_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Callable[..., None], message: str
) -> None:
    monkeypatch.setattr(pictures, "browser", lambda: "/no/such/chrome")
    monkeypatch.setattr(pictures.kaleido, "write_fig_from_object_sync", browser)
    (tmp_path / IDS[0]).mkdir()
    for name in ("wide.svg", snapshot.RECORD):
        (tmp_path / IDS[0] / name).write_text("old", encoding="ascii")
    with pytest.raises(pictures.PictureError, match=message):
        pictures.redraw([IDS[0]], tmp_path)
    kept = {path.name: path.read_text(encoding="ascii") for path in (tmp_path / IDS[0]).iterdir()}
    assert kept == {"wide.svg": "old", snapshot.RECORD: "old"}


@pytest.mark.skipif(
    pictures.browser() is None and "POLICY_REQUIRE_BROWSER" not in os.environ,
    reason="drawing pictures needs Chrome or Chromium",
)
def test_drawing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    id = IDS[0]
    for name in ("one", "two"):
        assert pictures.redraw([id], tmp_path / name) == [id]
        assert pictures.stale([id], tmp_path / name) == []
    for name in (*snapshot.FILES, snapshot.RECORD):
        first, second = (tmp_path / run / id / name for run in ("one", "two"))
        assert first.read_bytes() == second.read_bytes(), name
    assert (tmp_path / "one" / id / "cite.png").read_bytes().startswith(b"\x89PNG")
