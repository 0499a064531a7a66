import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import claims.models.notices


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0003_matching"),
        ("sources", "0004_mementos"),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
                ("url", models.URLField(max_length=2000)),
                (
                    "style",
                    models.CharField(
                        choices=[("json", "Json"), ("slack", "Slack")], default="json", max_length=5
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        default=claims.models.notices.new_secret,
                        help_text="signs what is sent: HMAC-SHA256",
                        max_length=128,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "notices",
                    models.PositiveIntegerField(
                        help_text="how many it told of; 0: an alarm that checking lags"
                    ),
                ),
                ("succeeded", models.BooleanField()),
                ("status_code", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="claims.webhook",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "next_try_at",
                    models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("snoozed_until", models.DateTimeField(blank=True, null=True)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="claims.claim"
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        blank=True,
                        help_text="that told it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to="claims.delivery",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="sources.finding",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "webhook",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queue",
                        to="claims.webhook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_try_at__isnull", False)),
                        fields=["next_try_at"],
                        name="notice_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("webhook", None)),
                        fields=("claim", "finding", "user"),
                        name="notice_once_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user", None)),
                        fields=("claim", "finding", "webhook"),
                        name="notice_once_a_webhook",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("user", None), ("webhook__isnull", False)),
                            models.Q(("user__isnull", False), ("webhook", None)),
                            _connector="OR",
                        ),
                        name="notice_has_one_recipient",
                    ),
                ],
            },
        ),
    ]
