"""What the files for machines hold, told once: as JSON Schema, and as tables for readers.

Columns that come from `data/` are described where they are declared, in `datapackage.json`; what
is computed is described here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from policy import tables
from policy.api.register import CSV_COLUMNS, TITLE
from policy.entry.words import sentence, stopped
from policy.tables import Column
from policy.tracker.vocabulary import COLUMNS, KINDS, QUESTIONS

if TYPE_CHECKING:
    import pandas as pd

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_Schema = dict[str, Any]

_DAY: _Schema = {"type": "string", "format": "date"}
_DERIVED_STATUS = "computed by data/status_rules.csv; data/statuses.csv says what each means"


def _text(description: str, **more: Any) -> _Schema:
    return {"type": "string", "description": description} | more


def _day(description: str) -> _Schema:
    return _DAY | {"description": description}


def _listed(items: _Schema, description: str) -> _Schema:
    return {"type": "array", "items": items, "description": description}


def _whole(properties: Mapping[str, _Schema], description: str) -> _Schema:
    """An object that has each of these keys and no other."""
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _column(column: Column) -> _Schema:
    """A column of data/ as a key; every cell is there, a blank one as ""."""
    kind = "integer" if column.type == "integer" else "string"
    told: _Schema = {"type": kind, "description": column.description}
    return told | ({"enum": list(column.enum)} if column.enum else {})


def _columns(name: str) -> dict[str, _Schema]:
    return {column.name: _column(column) for column in tables.columns(name)}


_REASONS = {
    "reason": _text("Why, in one sentence."),
    "change": _text("What would change it, in one sentence."),
    "event": _text('Id of the event that began it; "" when the calendar did.'),
    "rule": _text("Id of the row of data/status_rules.csv that decided it."),
}


def _labels() -> dict[str, _Schema]:
    return {
        "status": _text(f"The answer, {_DERIVED_STATUS}."),
        "label": _text("The answer as readers see it."),
    }


def _asked(about: str) -> str:
    return f"{about}: " + "; ".join(f"{name} ({words})" for name, words in QUESTIONS.items())


def _definitions() -> dict[str, _Schema]:
    question = _text(_asked("The question"), enum=list(COLUMNS))
    status = _labels() | {"since": _day("First day on which it has been so.")} | _REASONS
    interval = {
        "column": question,
        "first": _day("First day."),
        "last": {"type": ["string", "null"], "format": "date"}
        | {"description": "Last day; null while it runs."},
    }
    event = _columns("pledge_events") | {
        "what": _text("What happened, in this project's words, numbers written out."),
        "counts_from": _day(
            "First day on which it counts: the last of a partial date, the day after an election."
        ),
        "corrected_by": _text('Id of the event that stands in for it; "" if none.'),
    }
    pledge = _columns("pledges") | {
        "words": _text("What was pledged, in this project's words, numbers written out."),
        "class": _text(
            "How it is scored. Predictions include claims. The three are never pooled.",
            enum=list(KINDS),
        ),
        "figures": _listed({"type": "string"}, "Ids of the figures in the ledger it links to."),
        "status": _whole(
            {name: {"$ref": "#/$defs/status"} for name in COLUMNS}, _asked("The answer to each")
        ),
        "history": _listed({"$ref": "#/$defs/interval"}, "Each run of days with one answer."),
        "events": _listed(
            {"$ref": "#/$defs/event"}, "The evidence on it, in the order in which it counts."
        ),
    }
    count = {
        "column": question,
        "plan": _columns("pledges")["plan"],
        "class": pledge["class"],
        "status": _labels()["status"],
        "n": {"type": "integer", "description": "How many pledges of the group have it."},
        "of": {"type": "integer", "description": "How many pledges the group has in all."},
    }
    source = {
        "key": _text("Key in data/sources.bib."),
        "author": _text("Persons and bodies."),
        "title": _text("As published."),
        "publisher": _text("Who put it out."),
        "date": _text("A year, a month or a day in ISO form."),
        "url": _text('The publisher\'s own address; "" where it was read as a copy.'),
    }
    edition = {
        "title": _text("Title of the book."),
        "author": _text("Whom to credit."),
        "version": _text("Version of the book."),
        "date": _day("Day of that version."),
    }
    return {
        "status": _whole(status, "Where one question stands on the day of the file."),
        "interval": _whole(interval | _labels() | _REASONS, "A run of days with one answer."),
        "event": _whole(event, "A dated piece of evidence, as in data/pledge_events.csv."),
        "pledge": _whole(pledge, "A promise, prediction, demand or claim that can be tested."),
        "count": _whole(count, "How many pledges of a plan and class have a status."),
        "source": _whole(source, "A document that a pledge or an event rests on."),
        "edition": _whole(edition, "The book that the file is part of."),
    }


def schema() -> _Schema:
    """What `api/pledges.json` holds, as JSON Schema; `$defs` describe its parts."""
    top = {
        "as_of": _day("The last day on which anything was put on record; the statuses' day."),
        "book": {"$ref": "#/$defs/edition"},
        "licence": _text("Address of the licence."),
        "citation": _text("How to cite the register."),
        "content_sha256": _text("SHA-256 of the pledges; it changes when anything in them does."),
        "counts": _listed({"$ref": "#/$defs/count"}, "Counts by question, plan and class."),
        "pledges": _listed({"$ref": "#/$defs/pledge"}, "Every pledge on record."),
        "sources": _listed({"$ref": "#/$defs/source"}, "Every document they rest on."),
    }
    made = _whole(top, "The register of pledges.")
    return {"$schema": DIALECT, "title": TITLE} | made | {"$defs": _definitions()}


def pledge_schema() -> _Schema:
    """What `api/pledges/<id>.json` holds: as the whole register, but of one pledge."""
    whole = schema()
    kept = ("as_of", "book", "licence", "citation", "content_sha256", "sources")
    properties = {name: whole["properties"][name] for name in kept}
    made = _whole(properties | {"pledge": {"$ref": "#/$defs/pledge"}}, "One pledge.")
    return {"$schema": DIALECT, "title": "One pledge"} | made | {"$defs": whole["$defs"]}


def json_fields(part: str = "") -> pd.DataFrame:
    """The keys of a part of `api/pledges.json` for readers: columns key, type, holds.

    Args:
        part: One of the schema's `$defs`, such as pledge or event; without it, the top.
    """
    import pandas as pd

    whole = schema()
    described = whole["$defs"][part] if part else whole
    rows = [
        (name, _type(told), _holds(told, whole)) for name, told in described["properties"].items()
    ]
    return pd.DataFrame(rows, columns=["key", "type", "holds"])


def _type(told: _Schema) -> str:
    if "$ref" in told:
        return str(told["$ref"]).rpartition("/")[2]
    kinds = told["type"] if isinstance(told["type"], list) else [told["type"]]
    shown = ["day" if told.get("format") == "date" and kind == "string" else kind for kind in kinds]
    return f"list of {_type(told['items'])}s" if kinds == ["array"] else " or ".join(shown)


def _holds(told: _Schema, whole: _Schema) -> str:
    if "$ref" in told:
        return str(whole["$defs"][_type(told)]["description"])
    return str(told["description"])


def csv_columns() -> pd.DataFrame:
    """The columns of `api/pledges.csv` for readers: columns column, holds."""
    import pandas as pd

    own = _definitions()["pledge"]["properties"]
    told = {name: _holds(own[name], schema()) for name in own if name != "figures"}
    told["figures"] = _columns("pledges")["figures"]["description"]
    for column, question in QUESTIONS.items():
        told[f"{column}_status"] = f"{stopped(question)} {sentence(_DERIVED_STATUS)}."
        told[f"{column}_label"] = "That answer as readers see it."
        told[f"{column}_since"] = "First day on which it has been so."
        told[f"{column}_reason"] = "Why, in one sentence."
    told["events"] = "How many events on it are on record, corrected ones among them."
    told["as_of"] = "The day of the statuses: the last on which anything was put on record."
    return pd.DataFrame([(name, told[name]) for name in CSV_COLUMNS], columns=["column", "holds"])


def tables_described() -> pd.DataFrame:
    """The tables of `data/` for readers: columns file, holds, rows."""
    import pandas as pd

    rows = [
        (tables.path(name).name, title, len(tables.table(name)))
        for name, title in tables.titles().items()
    ]
    return pd.DataFrame(rows, columns=["file", "holds", "rows"])
