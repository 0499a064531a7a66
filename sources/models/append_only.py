"""Rows that no code path may rewrite, kept so by triggers in the database itself.

A model says `append_only = True` and names in `mutable_columns` what may still change. Triggers are
(re)installed after every migrate, because SQLite drops them whenever it rebuilds a table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "append-only: rows of {table} are never rewritten or deleted"

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION factcheck_append_only() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - TG_ARGV) = (to_jsonb(OLD) - TG_ARGV) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'append-only: rows of % are never rewritten or deleted', TG_TABLE_NAME;
END $$ LANGUAGE plpgsql
"""


def append_only_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def trigger_names(model: type[models.Model]) -> tuple[str, str]:
    table = model._meta.db_table
    return f"{table}_no_update", f"{table}_no_delete"


def _columns(model: type[models.Model]) -> tuple[list[str], list[str]]:
    """The columns that are fixed, and those that may change."""
    names = set(getattr(model, "mutable_columns", ()))
    columns = [(f.name, str(f.column)) for f in model._meta.concrete_fields]
    return [c for name, c in columns if name not in names], [c for name, c in columns if name in names]


def _statements(connection: BaseDatabaseWrapper, model: type[models.Model]) -> list[str]:
    quote = connection.ops.quote_name
    table = model._meta.db_table
    update, delete = trigger_names(model)
    fixed, mutable = _columns(model)
    if connection.vendor == "postgresql":
        arguments = ", ".join(f"'{column}'" for column in mutable)
        call = f"EXECUTE FUNCTION factcheck_append_only({arguments})"
        return [
            f"CREATE TRIGGER {quote(update)} BEFORE UPDATE ON {quote(table)} FOR EACH ROW {call}",
            f"CREATE TRIGGER {quote(delete)} BEFORE DELETE ON {quote(table)} FOR EACH ROW {call}",
            f"CREATE TRIGGER {quote(table + '_no_truncate')} BEFORE TRUNCATE ON {quote(table)} {call}",
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE.format(table=table)}'); END"
    differs = " OR ".join(f"OLD.{quote(column)} IS NOT NEW.{quote(column)}" for column in fixed)
    return [
        f"CREATE TRIGGER {quote(update)} BEFORE UPDATE ON {quote(table)} WHEN {differs} {refuse}",
        f"CREATE TRIGGER {quote(delete)} BEFORE DELETE ON {quote(table)} {refuse}",
    ]


def _drop(connection: BaseDatabaseWrapper, model: type[models.Model]) -> None:
    quote = connection.ops.quote_name
    table = model._meta.db_table
    with connection.cursor() as cursor:
        for name in (*trigger_names(model), f"{table}_no_truncate"):
            on_table = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {quote(name)}{on_table}")


def install(using: str = "default", only: list[type[models.Model]] | None = None) -> None:
    """Put every trigger in place, dropping older ones first. Tables not migrated yet are passed over."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
    for model in only or append_only_models():
        if model._meta.db_table not in existing:
            continue
        _drop(connection, model)
        with connection.cursor() as cursor:
            for statement in _statements(connection, model):
                cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take every trigger away: for the test runner, which empties tables between tests."""
    for model in append_only_models():
        _drop(connections[using], model)


@contextmanager
def lifted(*only: type[models.Model], using: str = "default") -> Iterator[None]:
    """Without the triggers of the given models (all, when none is given), put back at the end.

    For retention's one service and for tests that play the intruder; call it inside a transaction.
    """
    chosen = list(only) or append_only_models()
    for model in chosen:
        _drop(connections[using], model)
    try:
        yield
    finally:
        install(using, chosen)


def install_after_migrate(sender: Any, using: str = "default", **kwargs: Any) -> None:
    install(using)
