"""A real Chromium on the built book, served on this machine.

Without Chrome or Chromium these tests are left out, and the run says so; with
POLICY_REQUIRE_BROWSER set (as in continuous integration) they fail instead.
"""

import contextlib
import gzip
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from in_chromium import served

# The headless shell is the same engine without windows, and twice as fast here.
CHROME_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


def chrome() -> str | None:
    """The path of a Chrome or Chromium, or None."""
    named = os.environ.get("BROWSER_PATH")
    return named or next((path for name in CHROME_NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chrome()
    if path is None:
        missing = "no Chrome or Chromium was found; install one or set BROWSER_PATH"
        if os.environ.get("POLICY_REQUIRE_BROWSER"):
            pytest.fail(f"browser tests are required here, but {missing}")
        pytest.skip(missing)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(built_book: Path) -> Iterator[str]:
    """The address of the built book on this machine, with no slash at the end."""
    with served(built_book) as address:
        yield address


@dataclass
class Visit:
    """One page, opened, with all that it asked for and said."""

    page: Page
    context: BrowserContext
    outside: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def scroll(self) -> None:
        """Scroll to the end in steps, as a reader would, and wait for the network."""
        self.page.evaluate(
            """async () => {
                for (let y = 0; y < document.body.scrollHeight; y += 600) {
                    window.scrollTo(0, y);
                    await new Promise(done => setTimeout(done, 15));
                }
                window.scrollTo(0, 0);
            }"""
        )
        self.page.wait_for_load_state("networkidle")

    def weight(self) -> int:
        """Bytes of everything fetched so far, each gzipped as a server would send it."""
        compressed = (".woff2", ".png", ".ico")
        total = 0
        for response in self.responses:
            body = response.body()
            packed = response.url.endswith(compressed)
            total += len(body) if packed else len(gzip.compress(body, 6))
        return total


@pytest.fixture
def visit(browser: Browser, site: str):
    """Open a page of the book: `visit("index.html", width="phone", theme="dark")`."""
    with contextlib.ExitStack() as stack:

        def open_page(
            path: str, *, width: str = "desktop", theme: str = "light", script: bool = True
        ) -> Visit:
            across, down = WIDTHS[width]
            context = browser.new_context(
                viewport={"width": across, "height": down},
                has_touch=width == "phone",
                color_scheme=theme,
                java_script_enabled=script,
                reduced_motion="reduce",
            )
            stack.callback(context.close)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            page = context.new_page()
            opened = Visit(page, context)
            page.on(
                "request",
                lambda request: (
                    None
                    if request.url.startswith((site, "data:", "blob:"))
                    else opened.outside.append(request.url)
                ),
            )
            page.on("response", lambda response: opened.responses.append(response))
            page.on("console", lambda message: opened.console.append(message.text))
            page.on("pageerror", lambda error: opened.console.append(str(error)))
            if script:
                # The theme's own switch: a reader's choice of light or dark.
                page.add_init_script(
                    f"localStorage.setItem('mode', '{theme}');"
                    f"localStorage.setItem('theme', '{theme}');"
                )
            page.goto(f"{site}/{path}")
            return opened

        yield open_page


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly when the browser tests were left out."""
    if chrome() is None:
        terminalreporter.write_line(
            "Left out: every test in a browser (no Chrome or Chromium was found).", yellow=True
        )
