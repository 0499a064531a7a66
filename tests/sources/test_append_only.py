"""Append-only rows: the database itself refuses to rewrite them, on SQLite and on PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from claims.models import LedgerEntry
from sources.models import Document, append_only
from sources.models.captures import Capture

pytestmark = pytest.mark.django_db


def trigger_names_present() -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def capture() -> Capture:
    return Capture.objects.create(document=Document.objects.create(title="A report"), sha256="0" * 64)


def test_every_append_only_model_has_its_triggers():
    models = append_only.append_only_models()
    expected = {name for model in models for name in append_only.trigger_names(model)}
    assert LedgerEntry in models
    assert len(models) >= 9
    assert expected <= trigger_names_present()


def test_installing_again_changes_nothing():
    before = trigger_names_present()
    append_only.install()
    assert trigger_names_present() == before


def test_an_update_is_refused(capture):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Capture.objects.filter(pk=capture.pk).update(sha256="1" * 64)
    capture.refresh_from_db()
    assert capture.sha256 == "0" * 64


def test_a_delete_is_refused(capture):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        capture.delete()
    assert Capture.objects.filter(pk=capture.pk).exists()


def test_a_mutable_column_may_change(capture):
    Capture.objects.filter(pk=capture.pk).update(suppressed=True)
    capture.refresh_from_db()
    assert capture.suppressed


def test_a_mutable_column_does_not_carry_others_along(capture):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Capture.objects.filter(pk=capture.pk).update(suppressed=True, size=7)


def test_lifted_lets_changes_through_and_puts_the_triggers_back(capture):
    with append_only.lifted(Capture):
        Capture.objects.filter(pk=capture.pk).update(size=7)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Capture.objects.filter(pk=capture.pk).update(size=8)
