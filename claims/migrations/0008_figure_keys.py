from typing import Any

from django.db import migrations, models

from sources.models import append_only

SAME = (
    "metric_id low high qualifier counted unit definition definition_de item place system as_of as_of_basis nature basis"
).split()


def find_keys(apps: Any, schema_editor: Any) -> None:
    """Versions published before name the figure that still equals theirs."""
    frozen = apps.get_model("claims", "ReviewFigure").objects.select_related("review")
    if not frozen.exists():
        return
    append_only.remove(schema_editor.connection.alias)  # put back after the migrations
    for row in frozen:
        equal = {f"{name}__isnull" if (value := getattr(row, name)) is None else name: value for name in SAME}
        equal = {name: True if value is None else value for name, value in equal.items()}
        figure = apps.get_model("claims", "Figure").objects.filter(claim=row.review.claim_id, **equal).first()
        if figure:
            frozen.filter(pk=row.pk).update(key=figure.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0007_measures_divided_and_defined"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="dropped_at",
            field=models.DateTimeField(blank=True, help_text="kept for the versions that name it", null=True),
        ),
        migrations.AddField(
            model_name="reviewfigure",
            name="key",
            field=models.PositiveBigIntegerField(
                blank=True,
                db_index=True,
                help_text="of the figure it is, under which readers find it",
                null=True,
            ),
        ),
        migrations.RunPython(find_keys, migrations.RunPython.noop),
    ]
