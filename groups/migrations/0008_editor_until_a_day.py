"""Who writes for the whole school does so until a day; those who did so without one do until their group's year ends."""

from django.db import migrations

from groups.bounded import keep_bound, lift_bound


def guard(apps, editor):
    memberships = apps.get_model("groups", "Membership").objects.filter(role__name="editor", valid_until__isnull=True)
    for membership in memberships.select_related("role__school_group"):
        membership.valid_until = max(membership.valid_from, membership.role.school_group.ends_on)
        membership.save(update_fields=["valid_until"])
    keep_bound(editor)


def open_up(apps, editor):
    lift_bound(editor)


class Migration(migrations.Migration):
    dependencies = [("groups", "0007_holiday_year")]
    operations = [migrations.RunPython(guard, open_up)]
