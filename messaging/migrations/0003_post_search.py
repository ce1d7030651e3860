from django.db import migrations

# As django.contrib.postgres.search writes SearchVector("title", "text", config="dutch").
CREATE = (
    "CREATE INDEX post_search ON messaging_post USING gin "
    "(to_tsvector('dutch'::regconfig, COALESCE(title, '') || ' ' || COALESCE(text, ''))) WHERE state = 'published'"
)
DROP = "DROP INDEX IF EXISTS post_search"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_post_out_has_title_and_text")]
    operations = [migrations.RunPython(create, drop)]
