import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from sources import tasks
from sources.models import Check, Document, Heartbeat, Link


def test_alive_without_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.fixture
def broker(settings: Any, tmp_path: Path) -> None:
    """The embedded broker with its folders, whatever the run itself uses."""
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(tmp_path),
        "control_folder": str(tmp_path),
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_ready_and_late(client: Client) -> None:
    assert client.get("/readyz").json() == {
        "status": "ok", "database": "ok", "broker": "ok", "store": "ok", "engine": "ok", "heartbeat": None,
        "last_check": None, "oldest_due": None, "seconds_late": 0,
    }  # fmt: skip
    now = timezone.now()
    document = Document.objects.create(title="A report")
    for number, (late, active) in enumerate([(90, True), (3600, True), (9999, False), (-60, True)]):
        Link.objects.create(
            document=document, url=f"https://example.org/{number}", url_key=str(number),
            host_key="example.org", active=active, next_check_at=now - timedelta(seconds=late),
        )  # fmt: skip
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["oldest_due"] == (now - timedelta(seconds=3600)).isoformat()
    assert 3600 <= answer.json()["seconds_late"] < 3660


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_the_heartbeat_and_an_engine_that_lags(client: Client, settings: Any, caplog: Any) -> None:
    settings.FACTCHECK_LEASE, settings.FACTCHECK_BEAT = 300.0, 60.0
    link = Link.objects.create(
        document=Document.objects.create(title="A report"), url="https://example.org/", url_key="1",
        host_key="example.org", next_check_at=timezone.now() - timedelta(seconds=400),
    )  # fmt: skip
    check = Check.objects.create(link=link, lease_token=uuid.uuid4(), outcome="healthy")
    answer = client.get("/readyz").json()
    assert (answer["engine"], answer["last_check"]) == ("ok", check.at.isoformat())
    assert "lags" not in caplog.text
    Link.objects.update(next_check_at=timezone.now() - timedelta(seconds=500))
    late = client.get("/readyz")
    assert (late.status_code, late.json()["engine"]) == (200, "lagging")
    assert "the engine lags" in caplog.text


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_an_idle_engine_is_told_from_a_dead_one(client: Client) -> None:
    """Nothing is due: only the heartbeat says whether anybody is there."""
    assert tasks.check_due() == {}
    idle = client.get("/readyz").json()
    assert (idle["engine"], idle["last_check"]) == ("ok", None)
    assert timezone.now() - datetime.fromisoformat(idle["heartbeat"]) < timedelta(seconds=60)
    Heartbeat.objects.update(at=timezone.now() - timedelta(hours=1))
    assert client.get("/readyz").json()["engine"] == "lagging"
    assert tasks.check_due() == {}
    assert client.get("/readyz").json()["engine"] == "ok"


@pytest.mark.django_db
def test_not_ready_without_broker(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://:secret@127.0.0.1:9/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "unavailable"
    assert answer.json()["database"] == "ok"
    assert b"secret" not in answer.content


@pytest.mark.django_db
@pytest.mark.usefixtures("broker")
def test_not_ready_without_database(client: Client) -> None:
    with patch("factcheck.probes.connection.cursor", side_effect=OperationalError("secret place")):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unavailable"
    assert b"secret" not in answer.content
