"""No path around it: whatever way somebody takes, what was out goes with its hard copy, or with a record of erasure;
and it changes with a version that keeps it (F6, D12). On SQLite and on PostgreSQL."""

import json
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from accounts.models import User
from conversations.models import MessageFile
from groups.models import School, SchoolGroup
from messaging.actions import Content, add_reaction, edit_post
from messaging.models import Photo, Post, PostVersion, Reaction, ReactionVersion
from moderation import packages
from moderation.actions import remove, seal_removals
from moderation.guarded import BY_TABLE, GROWS
from moderation.models import (
    ArchiveLink,
    CaseExport,
    Destruction,
    Erasure,
    LegalHold,
    Opening,
    Package,
    Removal,
    SealedRow,
    Stamp,
)
from moderation.subjects import find
from moderation.subjects.base import row_of
from protocol import clock
from tests.evidence import all_of_it, said_in_private

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F6", "D12")]
TABLES = sorted(BY_TABLE)
COLUMNS = [(one.table, column) for one in BY_TABLE.values() for column in one.fixed + one.words if column != "*"]
COLUMNS += [(one.table, column) for one in BY_TABLE.values() for column in one.content if one.fixed == ("*",)]


@pytest.fixture
def out(cast, make_post, make_photo):
    """By table, one row that stands there."""
    return all_of_it(cast, make_post, make_photo)


@contextmanager
def refused(words=None):
    with pytest.raises(IntegrityError, match=words), transaction.atomic():  # noqa: PT012
        yield
        connection.check_constraints()  # of cascades the database says so at the end of the transaction only


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def stands(row) -> dict:
    """The row as it is there now."""
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def same(row) -> models.QuerySet:
    return type(row)._base_manager.filter(pk=row.pk)


def bulk_action(row):
    """As an admin's list deletes what was ticked."""
    for one in same(row):
        one.delete()


WAYS_TO_DELETE = {
    "queryset": lambda row: same(row).delete(),
    "raw delete": lambda row: same(row)._raw_delete("default"),
    "instance": lambda row: row.delete(),
    "bulk action": bulk_action,
    "raw SQL": lambda row: run(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk),
    "all of it by raw SQL": lambda row: run(f"DELETE FROM {row._meta.db_table}"),
    "shell": lambda row: call_command(
        "shell",
        no_imports=True,
        command=f"from django.apps import apps; m = apps.get_model('{row._meta.label}'); "
        f"m._base_manager.filter(pk={row.pk})._raw_delete('default')",
    ),
}


@pytest.mark.parametrize("way", WAYS_TO_DELETE)
@pytest.mark.parametrize("table", TABLES)
def test_what_was_out_is_not_deleted_in_any_way(out, table, way):
    before = stands(out[table])
    with refused(None if way in ("queryset", "instance", "bulk action") else "has no pass"):
        WAYS_TO_DELETE[way](out[table])
    assert stands(out[table]) == before


@pytest.mark.parametrize("table", TABLES)
def test_what_was_out_is_not_written_over_by_a_replacement(out, table):
    """REPLACE deletes first; ON CONFLICT changes."""
    row = out[table]
    columns = [field.column for field in row._meta.concrete_fields]
    listed, touched = ", ".join(f'"{name}"' for name in columns), BY_TABLE[table].content[-1]
    insert = f"INTO {table} ({listed}) SELECT {listed} FROM {table} WHERE id = %s"
    if connection.vendor == "sqlite":
        with refused("has no pass"):
            run(f"INSERT OR REPLACE {insert}", row.pk)
        with refused("has no pass"):
            run(f"REPLACE {insert}", row.pk)
    conflict = f"ON CONFLICT (id) DO UPDATE SET \"{touched}\" = 'anders'"
    with refused(f"{table}: "):
        run(f"INSERT {insert} {'AND true' if connection.vendor == 'sqlite' else ''} {conflict}", row.pk)


def test_nor_by_a_replacement_that_collides_elsewhere(out):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE")
    with_a_key = ("messaging_post", "messaging_reaction", "messaging_photo", "messaging_attachment")
    for table in (*with_a_key, "conversations_message", "conversations_messagefile"):
        columns = [field.column for field in out[table]._meta.concrete_fields if field.column != "id"]
        listed = ", ".join(f'"{name}"' for name in columns)
        with refused("has no pass"):
            run(f"REPLACE INTO {table} ({listed}) SELECT {listed} FROM {table} WHERE id = %s", out[table].pk)


def other(field: models.Field, value: object) -> object:
    """Another value that the column takes."""
    if isinstance(field, models.DateTimeField):
        return clock.now() + timedelta(days=400)
    if isinstance(field, models.UUIDField):
        return uuid4().hex
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return "anders"[: field.max_length]
    return (value or 0) + 1000


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_what_was_out_does_not_change_in_any_column_that_says_what_it_was(out, table, column):
    row = out[table]
    before = stands(row)
    (field,) = [one for one in row._meta.concrete_fields if one.column == column]
    value = other(field, field.value_from_object(row))
    with refused(f"{table}: was out"):
        run(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', value, row.pk)
    with refused():
        run(f'UPDATE {table} SET "{column}" = NULL WHERE id = %s', row.pk)
    if not field.primary_key:
        with refused(f"{table}: was out"):
            same(row).update(**{field.attname: value})
        with refused(f"{table}: was out"):
            setattr(row, field.attname, value)
            type(row)._base_manager.bulk_update([row], [field.name])
        with refused(f"{table}: was out"):
            row.save()
    assert stands(row) == before


def test_a_fixture_does_not_load_over_what_was_out(out, tmp_path):
    for table, row in out.items():
        column = BY_TABLE[table].content[-1]
        fields = {column: "anders" if "large" not in column else "photos/aa/x.jpg"}
        whole = {
            field.name: json.loads(json.dumps(field.value_from_object(row), default=str))
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        fixture = tmp_path / f"{table}.json"
        fixture.write_text(json.dumps([{"model": row._meta.label, "pk": row.pk, "fields": whole | fields}]))
        with pytest.raises(IntegrityError, match=f"{table}: was out"), transaction.atomic():
            call_command("loaddata", str(fixture), verbosity=0)


@pytest.mark.parametrize("what", ["SchoolGroup", "School", "author", "reader"])
def test_nothing_goes_with_what_it_hangs_under(cast, out, what):
    row = {"SchoolGroup": cast.groep5, "School": cast.school, "author": cast.naima, "reader": cast.samira}[what]
    model = {"SchoolGroup": SchoolGroup, "School": School}.get(what, User)
    before = {table: stands(one) for table, one in out.items()}
    with refused():
        model.objects.filter(pk=row.pk).delete()
    with refused():
        row.delete()
    with refused():
        run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", row.pk)
    assert {table: stands(one) for table, one in out.items()} == before


def test_nothing_is_moved_out_and_deleted_there(cast, out, make_post):
    draft = make_post(cast.groep5, cast.naima, state="draft")
    for table in ("messaging_photo", "messaging_attachment"):
        with refused("stays what it is"):
            same(out[table]).update(post=draft)
    with refused("stays what it is"):
        Post.objects.update(state="draft", published_at=None, exempt="", hidden_at=None)


def test_a_draft_may_change_and_go(cast, make_post, make_photo):
    draft = make_post(cast.groep5, cast.naima, state="draft")
    photo = make_photo(draft)
    Post.objects.filter(pk=draft.pk).update(text="Beter zo")
    Photo.objects.filter(pk=photo.pk).update(alt="Beter zo")
    photo.delete()
    draft.delete()
    assert not Post.objects.filter(pk=draft.pk).exists()


def test_what_was_held_is_brought_later_and_says_what_it_said(cast, out):
    message = out["conversations_message"]
    later = clock.now() + timedelta(hours=1)
    with refused("was out"):
        same(message).update(deliver_at=later)
    same(message).update(held_at=clock.now())
    same(message).update(held_at=None, deliver_at=later)
    with refused("stays what it is"):
        same(message).update(text="Iets anders", held_at=clock.now())


def test_a_file_that_nobody_could_open_yet_may_change_and_go(out):
    waiting = MessageFile.objects.create(
        message=out["conversations_message"], uploaded_by=out["conversations_message"].author, name="a.pdf", size=3
    )
    same(waiting).update(state="refused", reason="Dit is geen PDF.")
    same(waiting)._raw_delete("default")
    assert not same(waiting).exists()


# Versions


def change(post, cast, text):
    content = Content(kind=post.kind, title=post.title, text=text)
    assert edit_post(post, content, by=cast.naima)


def test_an_older_version_that_happens_to_say_the_same_is_no_version_of_this(cast, make_post):
    post = make_post(cast.groep5, cast.naima, text="Eerst")
    change(post, cast, "Toen")
    change(post, cast, "Eerst")
    assert list(post.versions.order_by("pk").values_list("text", flat=True)) == ["Eerst", "Toen"]
    with refused("no version keeps"):
        Post.objects.filter(pk=post.pk).update(text="Anders")
    change(post, cast, "Anders")
    assert list(post.versions.order_by("pk").values_list("text", flat=True)) == ["Eerst", "Toen", "Eerst"]


def test_of_a_reaction_and_of_the_words_with_a_photo_as_well(out):
    reaction, photo = out["messaging_reaction"], out["messaging_photo"]
    with refused("no version keeps"):
        Reaction.objects.filter(pk=reaction.pk).update(text="Wat een onzin")
    with refused("no version keeps"):
        Photo.objects.filter(pk=photo.pk).update(alt="Een brug van prikkers")
    ReactionVersion.objects.create(reaction=reaction, text=reaction.text, replaced_at=clock.now())
    Reaction.objects.filter(pk=reaction.pk).update(text="Wat een onzin")
    PostVersion.objects.create(
        post=photo.post,
        kind=photo.post.kind,
        replaced_at=clock.now(),
        replaced_by=photo.post.author,
        photos=[{"key": str(photo.key), "alt": photo.alt}],
    )
    Photo.objects.filter(pk=photo.pk).update(alt="Een brug van prikkers")


def test_a_version_of_something_else_is_no_version(cast, make_post):
    post, another = make_post(cast.groep5, cast.naima), make_post(cast.groep5, cast.naima)
    PostVersion.objects.create(
        post=another, kind=post.kind, title=post.title, text=post.text, replaced_at=clock.now(), replaced_by=cast.naima
    )
    with refused("no version keeps"):
        Post.objects.filter(pk=post.pk).update(text="Anders")


# Passes


@pytest.fixture
def sealed(cast, make_post) -> Package:
    """A package of some other reaction, with its chain."""
    reaction = add_reaction(make_post(cast.groep5, cast.naima), "Foei", by=cast.samira)
    remove(find("reaction", reaction.pk), by=cast.naima, clause_id="E4", reason="Past niet.")
    assert seal_removals() == 1
    return Package.objects.get()


@pytest.mark.parametrize("table", TABLES)
def test_a_pass_of_other_content_is_no_pass(out, sealed, table):
    row = out[table]
    SealedRow.objects.create(package=sealed, table=table, row_id=row.pk, content="0" * 64)
    with refused("has no pass"):
        same(row)._raw_delete("default")


@pytest.mark.parametrize("table", TABLES)
def test_the_database_calls_content_by_the_same_hash_as_the_package(out, sealed, table):
    """And so a pass that somebody forged, with the rights of the portal, lets a row go: but the pass stays, and names a
    package whose record does not hold the row. That is what ``verify_archive`` compares."""
    row = out[table]
    said = row_of(row)
    SealedRow.objects.create(package=sealed, table=table, row_id=row.pk, content=said.content)
    with transaction.atomic():
        same(row)._raw_delete("default")
        assert not same(row).exists()
        transaction.set_rollback(True)  # others hang under it
    record = json.loads(default_storage.open(f"{sealed.folder}/record.json").read())
    passes = {(one.table, one.row_id, one.content) for one in sealed.rows.all()}
    assert passes - {tuple(one) for one in record["rows"]} == {tuple(said)}


def test_content_that_moved_from_one_column_to_the_next_is_other_content():
    post = BY_TABLE["messaging_post"]
    values = {"author_id": 1, "kind": "day", "title": "a", "text": "b\x1fc"}
    assert post.hash_of(values) != post.hash_of(values | {"title": "a\x1fb", "text": "c"})


def test_a_pass_is_never_taken_back_or_made_for_something_else(sealed):
    with refused("goes with its package only"):
        SealedRow.objects.all().delete()
    with refused("never changes"):
        SealedRow.objects.update(content="0" * 64)


def test_what_was_edited_after_the_hard_copy_has_no_pass(cast, make_post, sealed):
    post = make_post(cast.groep5, cast.naima)
    row = row_of(post)
    SealedRow.objects.create(package=sealed, table=row.table, row_id=post.pk, content=row.content)
    change(post, cast, "Toch anders")
    with refused("has no pass"):
        same(post)._raw_delete("default")


@pytest.mark.parametrize("name", ["moderation_sealedrow", "moderation_erasure"])
def test_a_table_of_ones_own_that_has_the_same_name_holds_no_passes(out, name):
    """A temporary table comes before all others, for everybody who asks without naming its schema."""
    row = out["messaging_reaction"]
    said = row_of(row)
    run(f'CREATE TEMPORARY TABLE {name} (id int, "table" text, row_id bigint, content text, package_id bigint)')
    try:
        with refused("has no pass"):
            run(f"INSERT INTO {name} VALUES (1, %s, %s, %s, 1)", said.table, said.row_id, said.content)
            run("DELETE FROM messaging_reaction WHERE id = %s", row.pk)
    finally:
        run(f"DROP TABLE {'temp' if connection.vendor == 'sqlite' else 'pg_temp'}.{name}")


def erase(row):
    Erasure.objects.create(table=row._meta.db_table, row_id=row.pk, reason="bewaartermijn")


def hold(row, cast):
    return LegalHold.objects.create(table=row._meta.db_table, row_id=row.pk, reason="Aangifte", began_by=cast.marleen)


def test_with_a_record_of_erasure_a_row_goes_without_a_hard_copy(out):
    erase(out["moderation_friendlyword"])
    same(out["moderation_friendlyword"]).delete()


@pytest.mark.parametrize("table", TABLES)
def test_under_a_legal_hold_there_is_no_record_of_erasure_and_an_earlier_one_is_none(cast, out, table):
    row = out[table]
    standing = hold(row, cast)
    with refused("is under a legal hold"):
        erase(row)
    LegalHold.objects.filter(pk=standing.pk).update(ended_at=clock.now(), ended_by=cast.marleen)
    erase(row)
    hold(row, cast)
    with refused("has no pass"):
        same(row)._raw_delete("default")


UNDER = {
    "messaging_post": ["messaging_photo", "messaging_attachment", "messaging_postversion", "messaging_reaction"],
    "messaging_reaction": ["messaging_reactionversion"],
    "conversations_message": ["conversations_messagefile"],
    "conversations_conversation": ["conversations_message", "conversations_messagefile"],
    "moderation_case": ["moderation_report", "moderation_consultation", "moderation_casestep"],
}
PAIRS = [(over, under) for over, all_under in UNDER.items() for under in all_under]


@pytest.mark.parametrize(("over", "under"), [*PAIRS, ("messaging_post", "messaging_reactionversion")])
def test_what_is_held_is_held_with_all_that_hangs_under_it(cast, out, over, under):
    row = {
        "moderation_case": out["moderation_casestep"].case,
        "conversations_conversation": out["conversations_message"].conversation,
    }.get(over) or out[over]
    erase(out[under])
    hold(row, cast)
    with refused("has no pass"):
        same(out[under])._raw_delete("default")


def test_a_hold_ends_once_by_a_person_and_stays(cast, out):
    standing = hold(out["messaging_post"], cast)
    for change in ({"row_id": 0}, {"table": "messaging_photo"}, {"reason": "x"}, {"began_at": clock.now()}):
        with refused("ends once, and stays"):
            LegalHold.objects.filter(pk=standing.pk).update(**change)
    with refused("ends once, and stays"):
        standing.delete()
    LegalHold.objects.filter(pk=standing.pk).update(ended_at=clock.now(), ended_by=cast.marleen)
    with refused("ends once, and stays"):
        LegalHold.objects.filter(pk=standing.pk).update(ended_at=None, ended_by=None)


def test_a_package_is_held_by_itself_and_as_what_it_is_of(cast, sealed):
    for table, pk in (("moderation_package", sealed.pk), ("messaging_reaction", sealed.object_id)):
        standing = LegalHold.objects.create(table=table, row_id=pk, reason="Aangifte", began_by=cast.marleen)
        with refused("is under a legal hold"):
            Destruction.objects.create(link=sealed.link, reason="bewaartermijn")
        LegalHold.objects.filter(pk=standing.pk).update(ended_at=clock.now(), ended_by=cast.marleen)
    Destruction.objects.create(link=sealed.link, reason="bewaartermijn")
    SealedRow.objects.filter(package=sealed).delete()


def test_a_package_is_held_with_its_case(cast, out):
    item = out["moderation_report"].item
    remove(find("reaction", item.object_id), by=cast.naima, clause_id="E4", reason="Past niet.", item=item)
    assert seal_removals() == 1
    hold(item.case, cast)
    with refused("is under a legal hold"):
        Destruction.objects.create(link=ArchiveLink.objects.get(), reason="bewaartermijn")


# The archive itself


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
@pytest.mark.parametrize("table", [*GROWS, "moderation_sealedrow"])
def test_the_archive_is_written_to_and_read_and_nothing_else(cast, out, sealed, table, verb):
    Stamp.objects.create(link=sealed.link, url="http://127.0.0.1/", token=b"x")
    Opening.objects.create(package=sealed, person=cast.marleen, reason="De inspectie vraagt ernaar.")
    Destruction.objects.create(link=sealed.link, reason="bewaartermijn")
    erase(out["messaging_post"])
    assert CaseExport.objects.exists()
    if table == "moderation_sealedrow" and verb == "DELETE":
        return  # its package is destroyed: it goes along
    with refused(r"append-only|never changes"):
        run(f"UPDATE {table} SET id = id" if verb == "UPDATE" else f"DELETE FROM {table}")


def test_what_is_being_taken_away_is_not_shown_again(cast, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima)
    photo = make_photo(post)
    reaction = add_reaction(post, "Foei", by=cast.samira)
    (message, _file) = said_in_private(cast)
    for kind, row in (("photo", photo), ("reaction", reaction), ("post", post), ("message", message)):
        remove(find(kind, row.pk), by=cast.marleen, clause_id="E4", reason="Past niet.")
        with refused("stays hidden"):
            same(row).update(hidden_at=None)


# Ways of Django, and of what we installed


def test_no_address_and_no_view_deletes(client_of, cast, out):
    client = client_of(cast.marleen)
    for address in (f"/nieuws/{out['messaging_post'].pk}/", f"/reacties/{out['messaging_reaction'].pk}/wijzigen/"):
        assert client.delete(address).status_code in (403, 404, 405)
    assert len([stands(row) for row in out.values()]) == len(TABLES)


def test_an_admin_site_would_be_refused_as_well(settings, out, rf):
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django.contrib.admin"]
    from django.contrib.admin import AdminSite, ModelAdmin

    for row in out.values():
        admin = ModelAdmin(type(row), AdminSite())
        with refused():
            admin.delete_model(rf.post("/"), row)
        with refused():
            admin.delete_queryset(rf.post("/"), same(row))


@pytest.mark.django_db(transaction=True)
def test_files_of_what_stays_stay(cast, make_post, make_photo):
    """django-cleanup lets a file go with its row, and with a new file in its place."""
    photo = make_photo(make_post(cast.groep5, cast.naima))
    name = photo.large_jpeg.name
    with pytest.raises(IntegrityError):
        photo.delete()
    photo.refresh_from_db()
    photo.large_jpeg = ContentFile(b"anders", "x.jpg")
    with pytest.raises(IntegrityError):
        photo.save()
    assert default_storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_files_of_a_package_outlive_all_rows(cast, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima)
    make_photo(post)
    remove(find("post", post.pk), by=cast.marleen, clause_id="E4", reason="Past niet.")
    assert seal_removals() == 1
    package = Package.objects.get()
    Removal.objects.all().delete()
    assert list(packages.faults_of(package.folder, package.link.commitment)) == []


@pytest.mark.django_db(transaction=True)
def test_a_flush_is_refused(cast, make_post):
    """On SQLite row by row; on PostgreSQL by a trigger of its own, and to the role of the portal by its rights."""
    make_post(cast.groep5, cast.naima)
    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)
    assert Post.objects.exists()


@pytest.mark.parametrize("table", [*TABLES, *GROWS, "moderation_sealedrow", "moderation_legalhold"])
def test_a_table_is_not_emptied_as_a_whole(out, table):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    run("SET CONSTRAINTS ALL IMMEDIATE")  # or PostgreSQL finds that a reason of its own
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(f"TRUNCATE {table} CASCADE")
