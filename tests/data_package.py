"""A copy of `data/` with one thing broken, and everything the checks then say."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from policy import rules, tables


@dataclass(frozen=True)
class DataCopy:
    """A writable copy of the data folder. Rows are numbered as a spreadsheet shows them."""

    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / ("sources.bib" if name == "sources" else f"{name}.csv")

    def text(self, name: str) -> str:
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        self.path(name).write_text(text, encoding="utf-8", newline="")

    def records(self, name: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.text(name), newline="")))

    def write_records(self, name: str, records: list[list[str]], delimiter: str = ",") -> None:
        made = io.StringIO(newline="")
        csv.writer(made, delimiter=delimiter, lineterminator="\n").writerows(records)
        self.write(name, made.getvalue())

    def row(self, name: str, number: int) -> dict[str, str]:
        records = self.records(name)
        return dict(zip(records[0], records[number - 1], strict=True))

    def find(self, name: str, wanted: Callable[[dict[str, str]], object] = bool) -> int:
        """Number of the first row that is wanted."""
        header, *rows = self.records(name)
        for number, cells in enumerate(rows, 2):
            if wanted(dict(zip(header, cells, strict=True))):
                return number
        raise LookupError(f"no row of {name} fits")

    def set(self, name: str, number: int, **cells: str) -> None:
        records = self.records(name)
        for column, value in cells.items():
            records[number - 1][records[0].index(column)] = value
        self.write_records(name, records)

    def replace(self, name: str, old: str, new: str) -> int:
        """Replace the first place of some text, and give its line."""
        before, found, after = self.text(name).partition(old)
        if not found:
            raise LookupError(f"{old!r} is not in {name}")
        self.write(name, before + new + after)
        return before.count("\n") + 1

    def faults(self) -> list[tables.Fault]:
        return list(rules.all_faults(self.folder))

    def only_fault(self) -> tables.Fault:
        """The one fault there is; one mistake must not be told twice."""
        found = self.faults()
        assert len(found) == 1, "\n".join(map(str, found)) or "no fault was found"
        return found[0]


def copy_of_data(folder: Path) -> DataCopy:
    """Copy the real data into `folder`/data."""
    return DataCopy(Path(shutil.copytree(tables.DATA, folder / "data")))


def leave_out(data: DataCopy, but: set[str]) -> None:
    """Take tables out of the package; the sources stay."""
    descriptor = data.folder / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    others = {each["name"] for each in package["resources"]} - but - {"sources"}
    for name in others:
        data.path(name).unlink()
    package["resources"] = [each for each in package["resources"] if each["name"] not in others]
    descriptor.write_text(json.dumps(package), encoding="utf-8")
