"""Many rows in one statement, where the ORM would send every column or a thousand CASE branches."""

import json
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS as DEFAULT
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL


def among(keys: Iterable[int | str]) -> RawSQL:
    """For `…__in=`: one array where the ORM would write a placeholder for each of hundreds of keys (numbers,
    or digests)."""
    keys = list(keys)
    if connections[DEFAULT].vendor != "postgresql":
        return RawSQL("SELECT value FROM json_each(%s)", (json.dumps(keys),))
    # As one text, which is read faster than a list is written.
    joined = (",".join(map(str, keys)),)
    if keys and isinstance(keys[0], str):
        return RawSQL("SELECT unnest(string_to_array(%s, ','))", joined)
    return RawSQL("SELECT unnest(string_to_array(%s, ',')::bigint[])", joined)


def create(rows: Sequence[models.Model]) -> None:
    """New rows of one model, which get their keys."""
    connection = connections[DEFAULT]
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding = False
    names = [field.attname for field in model._meta.concrete_fields]
    insert(model, names, map(attrgetter(*names), rows))


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows that cannot exist yet, as values in the order of `names`; nothing is told of their keys.

    COPY where there is PostgreSQL: placeholders cost more there than the rows themselves. It takes values as
    they are, but for those of JSON.
    """
    connection = connections[DEFAULT]
    fields = _fields(model, names)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            packed = [at for at, field in enumerate(fields) if isinstance(field, models.JSONField)]
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(_packed(row, packed) if packed else row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            prepared = [
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
                for row in rows
            ]
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", prepared)  # noqa: S608


def _packed(row: Sequence[Any], places: Iterable[int]) -> list[Any]:
    values = list(row)
    for at in places:
        values[at] = json.dumps(values[at])
    return values


def update(model: type[models.Model], names: Iterable[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set these columns. A row is its key, then values in the order of `names`.

    On PostgreSQL one statement with one parameter, for a placeholder costs more there than the value.
    """
    connection = connections[DEFAULT]  # not the proxy, which looks it up for every value
    if not rows:
        return
    fields = [model._meta.pk, *_fields(model, names)]
    quote = connection.ops.quote_name
    table, (key, *others) = quote(model._meta.db_table), [quote(str(field.column)) for field in fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sets = ", ".join(f"{column} = v.{column}" for column in others)
            columns = ", ".join(f"{quote(str(field.column))} {_type(field, connection)}" for field in fields)
            statement = f"UPDATE {table} SET {sets} FROM json_to_recordset(%s) AS v({columns}) WHERE {table}.{key} = v.{key}"  # noqa: S608, E501
            named = [dict(zip([field.column for field in fields], row, strict=True)) for row in rows]
            cursor.execute(statement, [json.dumps(named, default=str)])
        else:
            sets = ", ".join(f"{column} = %s" for column in others)
            values = [
                [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
                for row in rows
            ]
            cursor.executemany(
                f"UPDATE {table} SET {sets} WHERE {key} = %s",  # noqa: S608
                [(*row[1:], row[0]) for row in values],
            )


def _type(field: models.Field, connection: BaseDatabaseWrapper) -> str | None:
    return field.rel_db_type(connection) if field.primary_key else field.db_type(connection)


def _fields(model: type[models.Model], names: Iterable[str]) -> list[models.Field]:
    columns = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    return [columns[name] for name in names]
