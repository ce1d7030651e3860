import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import protocol.clock
from accounts.append_only import make_append_only, make_changeable

TABLE, DAYS_KEPT = "accounts_readentry", 365


def guard(apps, editor):
    make_append_only(editor, TABLE, kept_days=DAYS_KEPT)


def open_up(apps, editor):
    make_changeable(editor, TABLE)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_first_login")]

    operations = [
        migrations.CreateModel(
            name="ReadEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=protocol.clock.now)),
                ("page", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("post", "news item"),
                            ("photo", "photo"),
                            ("pupil", "child"),
                            ("package", "package of the archive"),
                            ("case", "case"),
                        ],
                        max_length=7,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("photos", models.TextField(blank=True)),
                (
                    "reader",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "what somebody looked at",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["kind", "object_id", "at"], name="read_object_at"),
                    models.Index(fields=["reader", "at"], name="read_reader_at"),
                ],
            },
        ),
        migrations.RunPython(guard, open_up),
    ]
