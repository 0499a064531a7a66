import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_document_media")]

    operations = [
        migrations.CreateModel(
            name="DailyCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(help_text="UTC")),
                ("checks", models.PositiveIntegerField(default=0)),
                ("outcomes", models.JSONField(default=dict, help_text="number of checks by outcome")),
                ("duration_ms", models.PositiveBigIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daily_checks",
                        to="sources.link",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["day"], name="daily_check_by_day")],
                "constraints": [models.UniqueConstraint(fields=("link", "day"), name="daily_check_once")],
            },
        ),
    ]
