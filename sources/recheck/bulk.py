"""Many rows in one statement, where the ORM would send every column or a thousand CASE branches."""

from collections.abc import Iterable, Sequence

from django.db import connection, models

# Below SQLite's limit of variables in a statement, with the thirty columns that a row may have.
ROWS = 500


def update(model: type[models.Model], rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """UPDATE … FROM (VALUES …): set these columns of rows, by key, as the objects have them."""
    columns = {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    fields = [columns[name] for name in names]
    for start in range(0, len(rows), ROWS):
        _update(model, rows[start : start + ROWS], fields)


def _update(model: type[models.Model], rows: Sequence[models.Model], fields: list[models.Field]) -> None:
    quote = connection.ops.quote_name
    key: models.Field = model._meta.pk
    # The first row tells PostgreSQL the types. Both databases name the columns of VALUES column1, column2, …
    first = ", ".join(_typed(field) for field in (key, *fields))
    others = f"({', '.join(['%s'] * (len(fields) + 1))})"
    columns = ", ".join(f"{quote(str(field.column))} = v.column{n}" for n, field in enumerate(fields, 2))
    values = ", ".join([f"({first})", *[others] * (len(rows) - 1)])
    table = quote(model._meta.db_table)
    statement = f"UPDATE {table} SET {columns} FROM (VALUES {values}) AS v WHERE {table}.{quote(str(key.column))} = v.column1"  # noqa: S608, E501
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [
                field.get_db_prep_save(getattr(row, field.attname), connection)
                for row in rows
                for field in (key, *fields)
            ],
        )


def _typed(field: models.Field) -> str:
    """SQLite knows no types, and a CAST would make numbers of dates there."""
    if connection.vendor != "postgresql":
        return "%s"
    return f"CAST(%s AS {field.rel_db_type(connection) if field.primary_key else field.db_type(connection)})"
