"""The command line, as a person at a terminal meets it."""

import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from policy import __main__ as cli
from policy.export.progress import Progress, SphinxStatus
from repository import copy_of_the_book, policy

COMMANDS = ("build", "check", "draw", "serve", "lab", "clean")


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
