"""The command line, as a person at a terminal meets it."""

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from policy import __main__ as cli
from policy.export.progress import Progress, SphinxStatus
from prompts import answered, begun, contents
from repository import copy_of_the_book, policy

COMMANDS = ("build", "check", "draw", "serve", "lab", "figure", "pledge", "clean")


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_the_book(tmp_path_factory.mktemp("unbuilt") / "book")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    assert all(f"\n    {command} " in text for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([command, "--help"])
    assert end.value.code == 0
    assert len(capsys.readouterr().out) > 150


@pytest.mark.parametrize("arguments", [[], ["biuld"], ["build", "--fast"], ["serve", "--port=x"]])
def test_what_is_not_understood_is_code_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    assert "usage: policy" in capsys.readouterr().err


def test_check_passes_and_counts_what_is_not_stated(unbuilt: Path) -> None:
    result = policy(unbuilt, "check")
    assert result.returncode == 0, result.stdout + result.stderr
    first, last = result.stdout.strip().splitlines()
    assert first.startswith("Figures that say not-stated, of ")
    assert all(f" {name} " in first and "%" in first for name in cli.CLASSIFIED)
    assert last == "No faults."


def test_check_reports_all_faults_of_the_data_at_once(tmp_path: Path) -> None:
    root = copy_of_the_book(tmp_path / "book")
    figures = root / "data" / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace(",gbp-bn,", ",gbp-bln,", 2), encoding="utf-8")
    sources = root / "data" / "sources.bib"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("kind = {", "kind = {x", 1), encoding="utf-8")
    result = policy(root, "check")
    assert result.returncode == 1
    assert result.stdout.count("'gbp-bln'") == 2
    assert "sources.bib" in result.stdout


def test_check_reports_text_and_pictures_together(tmp_path: Path) -> None:
    root = copy_of_the_book(tmp_path / "book")
    chapter = root / "chapters" / "index.md"
    chapter.write_text(chapter.read_text() + "\nThere were 987654 of them.\n")
    (root / "charts" / "gap-and-scenarios" / "digest.txt").write_text("0\n")
    result = policy(root, "check")
    assert result.returncode == 1
    assert "chapters/index.md" in result.stdout and "987654" in result.stdout
    assert "charts/gap-and-scenarios" in result.stdout and "policy draw" in result.stdout


def test_draw_has_nothing_to_do_when_pictures_are_current(unbuilt: Path) -> None:
    result = policy(unbuilt, "draw")
    assert (result.returncode, result.stdout) == (0, "Every picture is up to date.\n")


def test_draw_knows_its_charts(unbuilt: Path) -> None:
    result = policy(unbuilt, "draw", "gap-and-scenarioz")
    assert result.returncode == 1
    assert "gap-and-scenarios" in result.stderr and len(result.stderr.splitlines()) == 1


def test_serving_without_a_book_says_what_to_do(unbuilt: Path) -> None:
    result = policy(unbuilt, "serve")
    assert result.returncode == 1
    assert result.stderr == "There is no book yet: build it with policy build.\n"


def test_serving_on_a_port_that_is_taken(built_repository: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = policy(built_repository, "serve", "--port", str(taken.getsockname()[1]))
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1 and "in use" in result.stderr


def test_serve_shows_the_book_on_this_computer(built_repository: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "policy", "serve", "--port", "0"],
        cwd=built_repository,
        env={"PYTHONPATH": str(built_repository / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = server.stdout.readline().split(" at ")[1].split()[0]
        with urllib.request.urlopen(f"{address}/index.html", timeout=30) as page:
            assert page.status == 200
            assert page.read() == (built_repository / "_build/html/index.html").read_bytes()
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_clean_removes_what_was_built_and_nothing_else(tmp_path: Path) -> None:
    root = copy_of_the_book(tmp_path / "book")
    made = root / "_build" / "html"
    made.mkdir(parents=True)
    (made / "index.html").touch()
    (root / "_build" / "executed.json").touch()
    before = {path.name for path in root.iterdir()}
    result = policy(root, "clean")
    assert result.returncode == 0, result.stderr
    assert [path.name for path in (root / "_build").iterdir()] == [".lock"]
    assert {path.name for path in root.iterdir()} == before


class Terminal:
    """A stream that says it is a terminal, or not, and keeps what is written."""

    def __init__(self, live: bool) -> None:
        self.live, self.text = live, ""

    def isatty(self) -> bool:
        return self.live

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None: ...


@pytest.mark.parametrize("live", [True, False])
def test_progress_overwrites_only_on_a_terminal(live: bool) -> None:
    screen = Terminal(live)
    progress = Progress(screen)  # type: ignore[arg-type]
    with progress.stage("pages"):
        status = SphinxStatus(progress)
        status.write("\x1b[01mreading sources... \x1b[39;49;00m[ 50%] \x1b[35mindex\x1b[0m\r")
        status.write("looking for now-outdated files... none found\n")
        progress.say("a line that stays")
    assert ("read 50% index" in screen.text) == live
    assert "outdated" not in screen.text
    assert "a line that stays\n" in screen.text
    assert screen.text.endswith("\n") or live
    assert progress.times().startswith("pages ") and progress.times().endswith(" s in all")


def test_a_figure_is_shown_as_the_ledger_tells_it(unbuilt: Path) -> None:
    result = policy(unbuilt, "figure", "show", "money-konp-30bn-cut")
    assert result.returncode == 0, result.stderr
    said = " ".join(result.stdout.split())
    assert said.startswith("£30bn Keep Our NHS Public said")
    for part in ("Keep Our NHS Public (2017)", "First bullet", "Premise: does not hold"):
        assert part in said
    for named in ("money-fyfv-gap-30bn", "what-the-plans-had-to-save", "arguments/money"):
        assert f"[{named}]" in said


def test_an_unknown_figure_is_one_line_with_the_nearest_and_code_two(unbuilt: Path) -> None:
    result = policy(unbuilt, "figure", "show", "money-konp-30bn-cat")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        "no figure has the id 'money-konp-30bn-cat'; nearest: money-konp-30bn-cut\n"
    )


def test_figures_are_found_by_words(unbuilt: Path) -> None:
    result = policy(unbuilt, "figure", "find", "30bn", "gap", "committee")
    assert result.returncode == 0
    (line,) = result.stdout.splitlines()
    assert line.split("  ")[0] == "£30bn" and line.endswith("  money-pac-30bn-gap")
    assert policy(unbuilt, "figure", "find", "no-such-word").returncode == 1


NEW = ("figure", "new")
NEW_FIGURE = (
    "money-probe-1bn",
    "context",
    'Somebody, of a "Body"',
    "Somebody said £1bn.",
    *("1", "", "", "", "gbp-bn"),
    *("2016/17", "England", "not-stated", "cash", "", "annual", "level", "claim", "none"),
    *("konp-2017-why-not-stps", "First bullet", "high", ""),
)


def test_a_new_figure_is_asked_for_shown_and_added(tmp_path: Path) -> None:
    root = copy_of_the_book(tmp_path / "book")
    file = root / "data" / "figures.csv"
    before = file.read_text(encoding="utf-8")
    id, *rest = NEW_FIGURE
    result = answered(root, *NEW, answers=("money-konp-30bn-cut", id, *rest, "y"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert "has it already" in result.stdout
    assert "As the book will print it:\n  £1bn\n" in result.stdout
    added = file.read_text(encoding="utf-8").removeprefix(before)
    assert added.startswith('money-probe-1bn,context,"Somebody, of a ""Body""",')
    shown = policy(root, "figure", "show", "money-probe-1bn")
    assert shown.returncode == 0 and 'Somebody, of a "Body"' in shown.stdout
    check = policy(root, "check")
    assert check.returncode == 0, check.stdout


@pytest.mark.parametrize(
    "answers", [(), NEW_FIGURE[:5], NEW_FIGURE, (*NEW_FIGURE, "n"), (*NEW_FIGURE, "")]
)
def test_without_a_yes_nothing_is_written(unbuilt: Path, answers: tuple[str, ...]) -> None:
    data = contents(unbuilt)
    result = answered(unbuilt, *NEW, answers=answers)
    assert result.returncode == 1
    assert result.stderr == "Nothing was written.\n"
    assert contents(unbuilt) == data


def test_ctrl_c_at_a_question_writes_nothing(unbuilt: Path) -> None:
    before = contents(unbuilt)
    process = begun(unbuilt, *NEW)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.endswith("Nothing was written.\n") and "Traceback" not in said
    assert contents(unbuilt) == before
