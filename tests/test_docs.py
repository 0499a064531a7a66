"""What people may set is written down where they look for it."""

import re
from pathlib import Path

import pytest

from sources.extraction import VERSION

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"')
SETTINGS = sorted(set(READ.findall((ROOT / "factcheck" / "settings.py").read_text())))


def test_settings_are_read_through_env():
    assert {"DATABASE_URL", "REDIS_URL", "FACTCHECK_FETCH_ALLOW", "SECRET_KEY"} <= set(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("file", ["docs/configuration.md", ".env.example"])
def test_every_setting_is_described(name, file):
    assert re.search(rf"\b{name}\b", (ROOT / file).read_text()), f"{name} is not in {file}"


PAGES = [file for where in ("*.md", "docs/**/*.md", "examples/*/*.md") for file in sorted(ROOT.glob(where))]


@pytest.mark.parametrize("file", PAGES, ids=str)
def test_no_link_leads_nowhere(file):
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", file.read_text())
    missing = [target for target in targets if not (file.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("room", ["claims", "sources"])
def test_every_part_of_a_room_is_on_the_map(room):
    parts = {at.stem for at in (ROOT / room).iterdir() if at.suffix == ".py" or (at / "__init__.py").exists()}
    told = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "architecture.md").read_text()))
    assert parts - told == {"__init__", "apps", "migrations"} | ({"urls"} if room == "claims" else set())


COMMAND = re.compile(r"^(python|celery|gunicorn|\./manage\.py) ", re.MULTILINE)


@pytest.mark.parametrize("file", PAGES, ids=str)
def test_where_commands_stand_their_environment_is_named_first(file):
    page = file.read_text()
    if first := COMMAND.search(page):
        assert ". .venv/bin/activate" in page[: first.start()]


def test_what_each_version_of_the_extractor_brought_is_told():
    page = (ROOT / "docs" / "rechecks.md").read_text()
    assert {int(number) for number in re.findall(r"Version (\d+):", page)} == set(range(2, int(VERSION) + 1))
