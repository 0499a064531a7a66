"""What every test has: no network but loopback, no files under var/, and skips that say what is missing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from sources.models import append_only

LOOPBACK = ["127.0.0.0/8", "::1"]
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
OTHER_PASS = "runs on PostgreSQL and Redis: python -m tests.on_services"
SCRATCH = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.option.allow_hosts = LOOPBACK
    config.option.allow_unix_socket = True
    scratch = Path(config.stash.setdefault(SCRATCH, tempfile.mkdtemp(prefix="factcheck-tests-")))
    settings.VAR_DIR = scratch
    settings.FACTCHECK_MEDIA_ROOT = settings.MEDIA_ROOT = scratch / "media"
    settings.STORAGES["captures"]["OPTIONS"]["location"] = str(scratch / "media" / "captures")
    settings.STATIC_ROOT = scratch / "static"
    settings.STATIC_ROOT.mkdir()


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[SCRATCH], ignore_errors=True)


def on_services() -> bool:
    return bool(settings.REDIS_URL) and settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("services") and not on_services():
            item.add_marker(pytest.mark.skip(reason=OTHER_PASS))
        if item.get_closest_marker("browser") and not CHROMIUM and not settings.FACTCHECK_REQUIRE_SERVICES:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(autouse=True)
def _append_only_tables_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions is followed by a flush, which the triggers would refuse.

    Flushing sends post_migrate, which puts them (and the default scale) back.
    """
    marker = request.node.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not real and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    append_only.remove()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium for tests marked `browser`; a new context for each test is up to the test.

    Playwright keeps an event loop in this thread, in which Django would refuse the database.
    """
    assert CHROMIUM, "browser tests are required here (FACTCHECK_REQUIRE_SERVICES), but Chromium is missing"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def redis_url() -> str:
    """An own Redis database for each process of the run, so that no worker takes another's messages."""
    base, _, number = settings.REDIS_URL.rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return f"{base}/{int(number) + int(worker)}"
