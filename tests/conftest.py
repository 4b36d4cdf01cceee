"""One clean build of the book, for every test that looks at pages."""

from pathlib import Path

import pytest

from repository import copy_of_the_book, policy


@pytest.fixture(scope="session")
def built_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with a clean build in it. Do not change it."""
    root = copy_of_the_book(tmp_path_factory.mktemp("built") / "book")
    result = policy(root, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture(scope="session")
def built_book(built_repository: Path) -> Path:
    """The folder with the pages of a clean full build. Do not change it."""
    return built_repository / "_build" / "html"
