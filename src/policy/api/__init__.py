"""What machines are given: the register of pledges, a feed of its changes, words for engines.

Everything here is a pure function of the data and the book's particulars, so that two builds
give the same bytes. No time of building is in any of it; the day it speaks of is the last on
which anything was put on record.
"""

from policy.api.changes import changes
from policy.api.described import csv_columns, json_fields, pledge_schema, schema, tables_described
from policy.api.register import State, cited, digest, frame, read, records, state

__all__ = [
    "State",
    "changes",
    "cited",
    "csv_columns",
    "digest",
    "frame",
    "json_fields",
    "pledge_schema",
    "read",
    "records",
    "schema",
    "state",
    "tables_described",
]
