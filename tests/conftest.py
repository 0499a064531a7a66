"""What every test has: no network but loopback, no files under var/, and skips that say what is missing."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from hypothesis import HealthCheck
from playwright.sync_api import Browser, expect, sync_playwright

from claims.matching import index
from sources.models import append_only
from tests.lyingserver import COURT, LyingServer, court_page

LOOPBACK = ["127.0.0.0/8", "::1"]
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
OTHER_PASS = "runs on PostgreSQL and Redis: python -m tests.on_services"
SCRATCH = pytest.StashKey[str]()


# On a busy machine hypothesis would call its own slowness a fault of the test.
hypothesis.settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("here")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.option.allow_hosts = LOOPBACK
    config.option.allow_unix_socket = True
    scratch = Path(config.stash.setdefault(SCRATCH, tempfile.mkdtemp(prefix="factcheck-tests-")))
    # Real hashes are slow on purpose; nothing here depends on how.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Else every test client would look at each static file before its first question.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.VAR_DIR = scratch
    settings.FACTCHECK_MEDIA_ROOT = settings.MEDIA_ROOT = scratch / "media"
    settings.STORAGES["captures"]["OPTIONS"]["location"] = str(scratch / "media" / "captures")
    # In a file, as in use: in memory, readers lock out writers without any waiting.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = (
        None if on_services() else str(scratch / "test.sqlite3")
    )
    settings.STATIC_ROOT = scratch / "static"
    settings.STATIC_ROOT.mkdir()


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[SCRATCH], ignore_errors=True)


def on_services() -> bool:
    return bool(settings.REDIS_URL) and settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Those of the whole take longest, then those that wait for slow servers: first, so that no process of the
    # run waits for another at its end.
    folders = ["tests", "sources", "claims"]
    items.sort(key=lambda item: folders.index(item.path.parent.name))
    for item in items:
        if item.get_closest_marker("services") and not on_services():
            item.add_marker(pytest.mark.skip(reason=OTHER_PASS))
        if item.get_closest_marker("browser") and not CHROMIUM and not settings.FACTCHECK_REQUIRE_SERVICES:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture
def own_store(settings: Any, tmp_path: Path) -> None:
    """A folder of saved copies for this test alone: what is taken down stays away for good."""
    own = {**settings.STORAGES["captures"], "OPTIONS": {"location": str(tmp_path / "own")}}
    settings.STORAGES = {**settings.STORAGES, "captures": own}


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied_by_deleting() -> Iterator[None]:
    """After a test with real transactions. TRUNCATE, which Django uses, makes every table and index anew: two
    seconds on PostgreSQL, for a few rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            PostgresOperations,
            "sql_flush",
            lambda operations, style, tables, **_: [f'DELETE FROM "{table}"' for table in tables],
        )
        yield


@pytest.fixture(autouse=True)
def _the_index_looks_again() -> None:
    """Keys begin anew in every test, so what a test before saw tells nothing."""
    index._looked.clear()


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
def module_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """For module fixtures that make rows: every test of the module finds them as they were made, and the
    module's end takes them away. Not for tests with real transactions."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def web(settings: Any) -> Iterator[LyingServer]:
    """One server that may be fetched; /report is the court's until the test changes it."""
    settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
    settings.FACTCHECK_HOST_INTERVAL = 0.0
    settings.FACTCHECK_CONFIRM_AFTER = 0.0
    with LyingServer() as server:
        settings.FACTCHECK_FETCH_PORTS = [server.port]
        server.pages["/report"] = court_page(COURT)
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A headless Chromium for tests marked `browser`; a new context for each test is up to the test.

    Playwright keeps an event loop in this thread, in which Django would refuse the database.
    """
    assert CHROMIUM, "browser tests are required here (FACTCHECK_REQUIRE_SERVICES), but Chromium is missing"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def redis_url() -> str:
    """An own Redis database for each process of the run, so that no worker takes another's messages."""
    base, _, number = settings.REDIS_URL.rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return f"{base}/{int(number) + int(worker)}"
