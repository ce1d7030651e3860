from django.db import migrations

from consent import guards


def guard(apps, editor):
    guards.put_up(editor)


def open_up(apps, editor):
    guards.take_down(editor)


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_photos_and_names"), ("accounts", "0004_audit_only_grows")]

    operations = [migrations.RunPython(guard, open_up)]
