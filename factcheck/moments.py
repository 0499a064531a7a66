"""Moments as PostgreSQL sends them, read by the standard library's parser in C.

Django's loader takes each apart with a regular expression in Python, which was most of what reading a batch
of links took. Both give the same datetime in UTC.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.datetime import TimestamptzLoader


class MomentLoader(TimestamptzLoader):
    timezone = UTC  # Django compares it with the connection's

    def load(self, data: Any) -> datetime:
        try:
            return datetime.fromisoformat(bytes(data).decode())
        except ValueError:  # infinity, years beyond 9999: the usual loader says what is wrong
            return super().load(data)


def read_moments_fast(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of connection_created; nothing to do for SQLite."""
    if connection.vendor == "postgresql" and connection.timezone == UTC:
        connection.connection.adapters.register_loader("timestamptz", MomentLoader)
