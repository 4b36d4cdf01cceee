"""`datapackage.json`: what every file and column is declared to hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from policy.tables.fault import Fault, not_one_of

_TYPES = ("string", "number", "integer", "boolean")
_CONSTRAINTS = ("required", "unique", "enum", "pattern", "minimum", "maximum")


@dataclass(frozen=True)
class Column:
    """What one column may hold, as `datapackage.json` declares it."""

    name: str
    type: str
    description: str
    required: bool
    unique: bool
    enum: tuple[str, ...]
    pattern: str | None
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True)
class Reference:
    """A column whose values are the values of a column in another table."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Resource:
    """One declared file: its columns, its key, and what it refers to. No columns, no table."""

    name: str
    path: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    title: str = ""


@dataclass(frozen=True)
class Package:
    """The declared files by name, and what is wrong with the declaration."""

    resources: Mapping[str, Resource]
    faults: tuple[Fault, ...]


@lru_cache(maxsize=16)
def parse(label: str, data: bytes) -> Package:
    """Read a descriptor; `label` is the name that messages give it."""
    try:
        descriptor = json.loads(data.decode("utf-8"))
        resources = descriptor["resources"]
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        row = error.lineno if isinstance(error, json.JSONDecodeError) else None
        return Package({}, (Fault(label, row, None, None, f"JSON in UTF-8 ({error})"),))
    except (KeyError, TypeError):
        return Package({}, (Fault(label, None, "resources", None, "a list of resources"),))
    read: dict[str, Resource] = {}
    found: list[Fault] = []
    for number, raw in enumerate(resources, 1):
        try:
            resource = _resource(raw)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            reason = f"a name, a path and a schema the book can read in resource {number} ({error})"
            found.append(Fault(label, None, "resources", None, reason))
            continue
        read[resource.name] = resource
        found.extend(_unreadable_columns(label, raw))
    return Package(read, (*found, *_unknown_targets(label, read)))


def _resource(raw: Mapping[str, Any]) -> Resource:
    if not (isinstance(raw["name"], str) and isinstance(raw["path"], str)):
        raise TypeError("name and path are text")
    schema = raw.get("schema", {})
    columns = tuple(_column(each) for each in schema.get("fields", ()))
    references = tuple(
        Reference(here, each["reference"]["resource"] or raw["name"], there)
        for each in schema.get("foreignKeys", ())
        for here, there in zip(
            _listed(each["fields"]), _listed(each["reference"]["fields"]), strict=True
        )
    )
    key = tuple(_listed(schema.get("primaryKey", ())))
    title = raw.get("title", "")
    return Resource(raw["name"], raw["path"], columns, key, references, title)


def _column(raw: Mapping[str, Any]) -> Column:
    limits = raw.get("constraints", {})
    return Column(
        name=raw["name"],
        type=raw["type"],
        description=raw.get("description", ""),
        required=limits.get("required", False),
        unique=limits.get("unique", False),
        enum=tuple(limits.get("enum", ())),
        pattern=limits.get("pattern"),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
    )


def _listed(names: str | Sequence[str]) -> Sequence[str]:
    return [names] if isinstance(names, str) else names


def _unreadable_columns(label: str, raw: Mapping[str, Any]) -> Iterator[Fault]:
    """A type or constraint this reader does not hold to must not be passed over in silence."""
    for each in raw.get("schema", {}).get("fields", ()):
        where = f"{raw['name']}.{each['name']}"
        if each["type"] not in _TYPES:
            yield not_one_of(label, None, where, each["type"], _TYPES)
        for name in each.get("constraints", {}):
            if name not in _CONSTRAINTS:
                yield not_one_of(label, None, where, name, _CONSTRAINTS)


def _unknown_targets(label: str, resources: Mapping[str, Resource]) -> Iterator[Fault]:
    """A key or reference to a column or table that is not declared."""
    for resource in resources.values():
        own = {column.name for column in resource.columns}
        for name in (*resource.key, *(each.column for each in resource.references)):
            if name not in own:
                yield not_one_of(label, None, f"{resource.name} keys", name, sorted(own))
        for each in resource.references:
            where = f"{resource.name} references"
            if each.table not in resources:
                yield not_one_of(label, None, where, each.table, list(resources))
                continue
            there = [column.name for column in resources[each.table].columns]
            if each.target not in there:
                yield not_one_of(label, None, where, each.target, there)
