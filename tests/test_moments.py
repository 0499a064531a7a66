"""Moments from PostgreSQL: the fast loader reads what Django's reads, and refuses what it refuses."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from factcheck.moments import MomentLoader

LOADER = MomentLoader(0, None)


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        (b"2026-11-27 17:49:10.194789+00", datetime(2026, 11, 27, 17, 49, 10, 194789, UTC)),
        (b"2026-11-27 17:49:10+00", datetime(2026, 11, 27, 17, 49, 10, tzinfo=UTC)),
        (b"0001-01-01 00:00:00+00", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read(sent: bytes, moment: datetime) -> None:
    assert LOADER.load(sent) == moment
    assert LOADER.load(sent).tzinfo is UTC


@pytest.mark.parametrize("sent", [b"infinity", b"10000-01-01 00:00:00+00", b"0044-03-15 12:00:00+00 BC"])
def test_what_python_cannot_hold_is_refused(sent: bytes) -> None:
    with pytest.raises(psycopg.DataError):
        LOADER.load(sent)


@pytest.mark.services
@pytest.mark.django_db
def test_connections_use_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT '2026-11-27 18:49:10.5+01'::timestamptz")
        assert cursor.fetchone() == (datetime(2026, 11, 27, 17, 49, 10, 500000, UTC),)
        assert connection.connection.adapters.get_loader(1184, psycopg.pq.Format.TEXT) is MomentLoader
