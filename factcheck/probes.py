"""Is what we need there? Each probe returns one line that says what to do, or "" when all is well."""

import os
import tempfile
from pathlib import Path

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def queue_folders() -> list[Path]:
    """The folders of the embedded broker; none when Redis carries the messages."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    return [Path(str(options[key])) for key in ("data_folder_in", "control_folder") if key in options]


def prepare_folders() -> str:
    """Make what has to exist under var/ and try to write in it."""
    for folder in [settings.VAR_DIR, settings.STATIC_ROOT, settings.FACTCHECK_MEDIA_ROOT, *queue_folders()]:
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            reason = error.strerror or str(error)
            return f"cannot write in {folder} ({reason}): make it writable or set FACTCHECK_VAR elsewhere"
    return ""


def database() -> str:
    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")  # libpq would wait minutes for a silent host
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, ImproperlyConfigured) as error:
        reason = str(error).strip().partition("\n")[0]
        place = connection.settings_dict
        if connection.vendor == "sqlite":
            file = Path(place["NAME"])
            if not file.parent.is_dir():
                return f"there is no folder {file.parent}: run `manage.py prepare` or correct DATABASE_URL"
            return f"cannot open the database {file} ({reason}): make it readable or set DATABASE_URL"
        where = f"{place['HOST'] or 'localhost'}:{place['PORT'] or 5432}"
        return f"cannot reach the database at {where} ({reason}): start it or correct DATABASE_URL"
    return ""


def migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return f"the database lacks {missing} migrations: run `manage.py prepare`" if missing else ""


def broker(timeout: float = 5.0) -> str:
    """`timeout` in seconds. The embedded broker is files, whose folders prepare_folders makes."""
    if not settings.REDIS_URL:
        missing = [folder for folder in queue_folders() if not folder.is_dir()]
        return f"the queue folder {missing[0]} is missing: run `manage.py prepare`" if missing else ""
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=timeout, socket_timeout=timeout, retry=None
        )
    except ValueError as error:
        return f"REDIS_URL is not an address of Redis ({error}): correct it"
    try:
        client.ping()
    except redis.RedisError as error:
        address = client.connection_pool.connection_kwargs
        where = address.get("path") or f"{address.get('host')}:{address.get('port')}"
        reason = str(error).strip().partition("\n")[0]
        return f"cannot reach Redis at {where} ({reason}): start it or correct REDIS_URL"
    finally:
        client.close()
    return ""
