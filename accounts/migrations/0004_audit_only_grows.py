from django.db import migrations

from accounts.append_only import make_append_only, make_changeable

TABLE = "accounts_auditentry"


def guard(apps, editor):
    make_append_only(editor, TABLE)


def open_up(apps, editor):
    make_changeable(editor, TABLE)


class Migration(migrations.Migration):

    dependencies = [("accounts", "0003_audit")]

    operations = [migrations.RunPython(guard, open_up)]
