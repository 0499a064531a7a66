import django.db.models.deletion
from django.db import migrations, models

# What finds candidates: on SQLite a full-text table beside ours, on PostgreSQL an index over the terms.
# The ascii tokenizer parts at spaces only, since a term has no other ASCII sign than letters and digits.
HOLDERS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE claims_matchtext_fts USING fts5(terms, tokenize='ascii', detail=none, columnsize=0)",
        "DROP TABLE claims_matchtext_fts",
    ),
    "postgresql": (
        "CREATE INDEX match_text_terms ON claims_matchtext "
        "USING gin (string_to_array(terms, ' ')) WITH (fastupdate = off)",
        "DROP INDEX match_text_terms",
    ),
}


def create(apps, schema_editor):
    schema_editor.execute(HOLDERS[schema_editor.connection.vendor][0])


def drop(apps, schema_editor):
    schema_editor.execute(HOLDERS[schema_editor.connection.vendor][1])


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_workflow_ledger_roles")]

    operations = [
        migrations.CreateModel(
            name="MatchTerm",
            fields=[
                ("id", key()),
                ("term", models.CharField(max_length=40, unique=True)),
                (
                    "reversed",
                    models.CharField(db_index=True, help_text="to find it by its ending", max_length=40),
                ),
                ("texts", models.IntegerField()),
                ("places", models.BigIntegerField(help_text="occurrences in all texts")),
            ],
        ),
        migrations.CreateModel(
            name="MatchText",
            fields=[
                ("id", key()),
                (
                    "claim",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="match_text",
                        to="claims.claim",
                    ),
                ),
                ("revision", models.PositiveIntegerField(help_text="of the claim when it was read")),
                (
                    "analysis",
                    models.PositiveSmallIntegerField(help_text="version of the rules that made the terms"),
                ),
                ("terms", models.TextField(help_text="letters and digits, parted by spaces")),
            ],
            options={
                "indexes": [models.Index(fields=["claim", "revision", "analysis"], name="match_text_fresh")],
            },
        ),
        migrations.RunPython(create, drop),
    ]
