"""Whatever fails, the original stays, hidden, and is tried again; when it heals it goes (F6)."""

import errno
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
import typst
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import OperationalError, connection

from groups.models import Membership, Role
from messaging.actions import add_reaction
from messaging.actions.keeping import compare_files
from messaging.models import Photo, Post, Reaction
from moderation import packages
from moderation.actions import remove, seal_removals, sealing
from moderation.models import Package, Removal
from moderation.stuck import oldest_wait
from moderation.subjects import find
from notifications.models import OutboxMail
from protocol import clock
from tests.conftest import let_it_be_swept

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F6")]


class Full(FileSystemStorage):
    """A disk that takes so many bytes more."""

    left = 2000

    def _save(self, name, content):
        if content.size > Full.left:
            raise OSError(errno.ENOSPC, "No space left on device")
        Full.left -= content.size
        return super()._save(name, content)


class Losing(FileSystemStorage):
    """Takes a file, and has lost it."""

    def _save(self, name, content):
        saved = super()._save(name, content)
        if name.endswith("bewijs.pdf"):
            self.delete(saved)
        return saved


class Lying(FileSystemStorage):
    """Gives back other bytes than it took."""

    def _open(self, name, mode="rb"):
        data = super()._open(name, mode).read()
        return ContentFile(data[:-1] + b"?" if name.startswith("archive/") and name.endswith(".json") else data)


class Away(FileSystemStorage):
    """Does not answer."""

    def _save(self, name, content):
        raise ConnectionError("the storage is away")

    def _open(self, name, mode="rb"):
        raise ConnectionError("the storage is away")


class Slow(FileSystemStorage):
    """So slow that another sweep takes over what this one has in hand."""

    def _save(self, name, content):
        Removal.objects.update(claimed_until=clock.now() + timedelta(minutes=5))
        return super()._save(name, content)


class Stuck(FileSystemStorage):
    """Takes the words of a package, and then neither takes nor gives up anything."""

    def _save(self, name, content):
        if name.endswith("bewijs.pdf"):
            raise OSError(errno.EROFS, "Read-only file system")
        return super()._save(name, content)

    def delete(self, name):
        raise OSError(errno.EROFS, "Read-only file system")


@pytest.fixture
def post(cast, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima)
    make_photo(post)
    make_photo(post)
    add_reaction(post, "Foei", by=cast.samira)
    return post


def take_away(cast, post) -> Removal:
    return remove(find("post", post.pk), by=cast.marleen, clause_id="B7", reason="Past niet.")


def files_of_archive(settings) -> list:
    folder = settings.MEDIA_ROOT / "archive"
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def still_there(removal, post) -> None:
    removal.refresh_from_db()
    assert (removal.state, removal.package) == (Removal.State.HIDDEN, None)
    assert removal.last_error
    assert removal.due_at > clock.now()
    assert not Post.objects.out().filter(pk=post.pk).exists()
    assert Post.objects.filter(pk=post.pk).exists()
    assert Photo.objects.filter(post=post).count() == 2


def heals(removal) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert seal_removals() == 1
    removal.refresh_from_db()
    assert (removal.state, removal.last_error) == (Removal.State.DONE, "")
    assert list(packages.faults_of(removal.package.folder, removal.package.link.commitment)) == []


@pytest.mark.parametrize("storage", [Full, Losing, Lying, Away])
def test_of_a_storage_that_fails_nothing_goes_and_nothing_stays_behind(cast, post, settings, storage):
    removal = take_away(cast, post)
    whole = settings.STORAGES
    settings.STORAGES = whole | {"default": {"BACKEND": f"{__name__}.{storage.__name__}"}}
    assert seal_removals() == 0
    still_there(removal, post)
    settings.STORAGES = whole
    assert files_of_archive(settings) == []
    heals(removal)


def test_of_a_photo_whose_file_is_gone_the_rest_stays_until_it_is_back(cast, post, settings):
    photo = post.photos.first()
    data = default_storage.open(photo.large_jpeg.name).read()
    default_storage.delete(photo.large_jpeg.name)
    removal = take_away(cast, post)
    assert seal_removals() == 0
    still_there(removal, post)
    assert removal.last_error.startswith("FileNotFoundError")
    assert files_of_archive(settings) == []
    default_storage.save(photo.large_jpeg.name, ContentFile(data))
    heals(removal)


def test_of_a_typesetter_that_fails_nothing_goes(cast, post, settings, monkeypatch):
    removal = take_away(cast, post)
    with monkeypatch.context() as broken:
        broken.setattr(typst, "compile", fail)
        assert seal_removals() == 0
    still_there(removal, post)
    assert removal.last_error == "RuntimeError: error: cannot read"
    assert files_of_archive(settings) == []
    heals(removal)


def fail(*words, **more):
    raise RuntimeError("error: cannot read")


def test_the_ict_contact_hears_once_when_it_failed_three_times(cast, post):
    removal = take_away(cast, post)
    name = post.photos.first().large_jpeg.name
    data = default_storage.open(name).read()
    default_storage.delete(name)
    moment, told = clock.now(), []
    for _ in range(5):
        with time_machine.travel(moment):
            seal_removals()
        told.append(OutboxMail.objects.filter(kind="removal_stuck").count())
        moment += timedelta(minutes=2)
    keeping = Membership.objects.in_force().filter(role__name=Role.Name.ICT, role__school=cast.school)
    number = keeping.values("user").distinct().count()
    assert number
    assert told == [0, 0, number, number, number]
    mail = OutboxMail.objects.filter(kind="removal_stuck").first()
    assert post.title not in mail.text + mail.subject
    assert removal.reason not in mail.text
    default_storage.save(name, ContentFile(data))
    with time_machine.travel(moment):
        assert seal_removals() == 1


def test_readyz_says_how_long_the_oldest_removal_waits(cast, post, client):
    take_away(cast, post)
    assert client.get("/readyz").json()["parts"]["archive"]["state"] == "up"
    with time_machine.travel(clock.now() + timedelta(seconds=130)):
        assert client.get("/readyz").json()["parts"]["archive"]["state"] == "down"
        seal_removals()
        assert client.get("/readyz").json()["parts"]["archive"]["state"] == "up"


def test_what_waits_for_the_mr_is_no_fault_of_the_archive(cast, make_post):
    post = make_post(cast.mr, cast.naima)
    removal = remove(find("post", post.pk), by=cast.marleen, clause_id="B7", reason="Past niet.", waits_for_member=True)
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert oldest_wait() == 0
        Removal.objects.filter(pk=removal.pk).update(state="hidden", agreed_by=cast.naima, due_at=clock.now())
        assert oldest_wait() < 5


def test_of_a_database_that_goes_away_in_its_commit_the_package_is_left_to_the_nightly_comparison(cast, post, settings):
    """It may have been kept: whoever deleted the files then would have deleted the evidence."""

    def goes_away(execute, sql, params, many, context):
        if sql.startswith("INSERT INTO") and "moderation_archivelink" in sql:
            raise OperationalError("server closed the connection")
        return execute(sql, params, many, context)

    removal = take_away(cast, post)
    with connection.execute_wrapper(goes_away):
        assert seal_removals() == 0
    still_there(removal, post)
    assert files_of_archive(settings)
    heals(removal)
    assert Package.objects.count() == 1
    kept = {path for path in files_of_archive(settings) if removal.package.folder in str(path)}
    assert kept
    assert compare_files().removed == []  # it is not a day old
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1, hours=1)):
        assert len(compare_files().removed) == len(kept)
    assert set(files_of_archive(settings)) == kept


def test_the_nightly_comparison_leaves_a_package_alone_also_a_file_too_many(cast, post, settings):
    take_away(cast, post)
    seal_removals()
    package = Package.objects.get()
    default_storage.save(f"{package.folder}/te-veel.txt", ContentFile(b"x"))
    default_storage.delete(f"{package.folder}/bewijs.pdf")
    default_storage.delete(f"{package.folder}/{packages.MANIFEST}")
    before = files_of_archive(settings)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        compared = compare_files()
    assert compared.missing == [f"{package.folder}/{packages.MANIFEST}"]
    assert compared.removed == []
    assert files_of_archive(settings) == before


def test_what_went_along_with_its_post_ends_and_is_not_tried_for_ever(cast, post):
    photo = post.photos.first()
    of_photo = remove(find("photo", photo.pk), by=cast.naima, clause_id="D2", reason="Past niet.")
    Removal.objects.filter(pk=of_photo.pk).update(due_at=clock.now() + timedelta(minutes=1))
    of_post = take_away(cast, post)
    assert seal_removals() == 1
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert seal_removals() == 0
    of_photo.refresh_from_db()
    of_post.refresh_from_db()
    assert (of_post.state, of_photo.state, of_photo.last_error) == ("done", "cancelled", "")
    assert oldest_wait() == 0


def test_what_is_gone_without_a_trace_is_told_of(cast, post):
    """Somebody who owns the database took the guards down: nothing holds the words, so it is not called done."""
    reaction = add_reaction(post, "Wat een gedoe.", by=cast.samira)
    removal = remove(find("reaction", reaction.pk), by=cast.marleen, clause_id="E1", reason="Past niet.")
    let_it_be_swept()
    Reaction.objects.filter(pk=reaction.pk).delete()
    assert seal_removals() == 0
    removal.refresh_from_db()
    assert removal.last_error.startswith("Changed")


def test_who_took_it_over_says_how_it_went(cast, post, settings):
    """A sweep that was too slow does not speak for the one that took over."""
    removal = take_away(cast, post)
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Slow"}}
    assert seal_removals() == 0
    removal.refresh_from_db()
    assert (removal.state, removal.last_error) == ("hidden", "")
    assert removal.claimed_until > clock.now() + timedelta(minutes=4)
    assert Post.objects.filter(pk=post.pk).exists()
    assert files_of_archive(settings) == []


def test_what_another_sweep_took_meanwhile_is_left_to_it(cast, post, make_post, settings):
    take_away(cast, post)
    other = take_away(cast, make_post(cast.groep5, cast.naima))
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Slow"}}
    assert seal_removals() == 0
    other.refresh_from_db()
    assert (other.state, other.tries, other.last_error) == ("hidden", 0, "")


def test_a_sweep_that_went_on_long_enough_leaves_the_rest_to_the_next(cast, post, monkeypatch):
    removal = take_away(cast, post)
    with monkeypatch.context() as late:
        late.setattr(sealing, "SECONDS", -1)
        assert seal_removals() == 0
    removal.refresh_from_db()
    assert (removal.state, removal.tries) == ("hidden", 0)
    assert seal_removals() == 1


def test_what_a_disk_does_not_give_up_again_is_left_to_the_nightly_comparison(cast, post, settings):
    removal = take_away(cast, post)
    whole = settings.STORAGES
    settings.STORAGES = whole | {"default": {"BACKEND": f"{__name__}.Stuck"}}
    assert seal_removals() == 0
    still_there(removal, post)
    assert "Read-only" in removal.last_error
    settings.STORAGES = whole
    left = set(files_of_archive(settings))
    assert left
    heals(removal)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1, hours=1)):
        compare_files()
    kept = set(files_of_archive(settings))
    assert kept
    assert not kept & left


def test_a_sweep_that_is_stopped_right_after_its_commit_leaves_the_hard_copy_alone(cast, post, settings):
    """The package counts by then: who cleared it away would have deleted the evidence."""
    is_kept = []

    def stops(execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        if sql.startswith("RELEASE SAVEPOINT") and Package.objects.exists() and not is_kept:
            is_kept.append(True)
            raise KeyboardInterrupt
        return done

    removal = take_away(cast, post)
    with connection.execute_wrapper(stops), pytest.raises(KeyboardInterrupt):
        seal_removals()
    removal.refresh_from_db()
    assert removal.state == "sealed"
    assert list(packages.faults_of(removal.package.folder, removal.package.link.commitment)) == []
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        seal_removals()
    removal.refresh_from_db()
    assert removal.state == "done"
