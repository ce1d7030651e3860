from django.db import migrations, models


def who_was_in_before(apps, schema_editor):
    """Of who was in already the first time is not known; the account's beginning gives no days more than before."""
    people = apps.get_model("accounts", "User").objects
    people.filter(last_login__isnull=False).update(first_login_at=models.F("created_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_address_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="first_login_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(who_was_in_before, migrations.RunPython.noop),
    ]
