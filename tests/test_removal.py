"""Nothing is removed before its hard copy is kept (D12, F6)."""

import json

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from messaging.actions import add_reaction
from messaging.models import Photo, Post, Reaction, Tombstone
from moderation import packages
from moderation.actions import remove, seal_removals, take_back
from moderation.models import ArchiveLink, Package, Removal, SealedRow
from moderation.subjects import find

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D12", "F6")]


@pytest.fixture
def make_reaction(cast, make_post):
    def make(text, post=None, by=None):
        return add_reaction(post or make_post(cast.groep5, cast.naima), text, by=by or cast.samira)

    return make


def gone(kind: str, row, by, **more) -> Package:
    """Taken away and sealed."""
    remove(find(kind, row.pk), by=by, clause_id="E4", reason="Dit past niet bij onze afspraken.", **more)
    seal_removals()
    removal = Removal.objects.get(kind=kind, object_id=row.pk)
    assert removal.last_error == ""
    return removal.package


def test_a_reaction_goes_with_a_package_that_says_what_it_said(cast, make_reaction):
    reaction = make_reaction("Wat een onzin 🙄")
    package = gone("reaction", reaction, cast.naima)
    assert not Reaction.objects.filter(pk=reaction.pk).exists()
    record = json.loads(default_storage.open(f"{package.folder}/record.json").read())
    assert record["content"]["text"] == "Wat een onzin 🙄"
    assert record["removal"]["clause"] == "E4"
    assert list(packages.faults_of(package.folder, package.link.commitment)) == []
    assert Tombstone.objects.get(kind="reaction", object_id=reaction.pk).clause == "E4"


def test_a_post_goes_with_its_photos_and_reactions(cast, make_post, make_photo, make_reaction):
    post = make_post(cast.groep5, cast.naima)
    photo = make_photo(post)
    make_reaction("Mooi", post=post)
    names = [getattr(photo, size).name for size in ("large_jpeg", "small_webp")]
    package = gone("post", post, cast.marleen)
    assert not Post.objects.filter(pk=post.pk).exists()
    assert not Photo.objects.filter(pk=photo.pk).exists()
    assert [name for name in names if default_storage.exists(name)] == []
    assert default_storage.exists(f"{package.folder}/photos/01-large.jpg")
    assert SealedRow.objects.filter(package=package).count() == 3
    assert ArchiveLink.objects.get().number == 1
    assert Removal.objects.get().state == "done"


def test_nothing_published_is_deleted_without_a_pass(cast, make_post, make_reaction):
    post = make_post(cast.groep5, cast.naima)
    reaction = make_reaction("Mooi", post=post)
    for row in (reaction, post):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete(type(row).objects.db)


def test_words_that_were_out_change_only_with_a_version(cast, make_post):
    post = make_post(cast.groep5, cast.naima)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(text="Iets anders")


def test_an_author_takes_back_a_reaction(cast, make_reaction):
    reaction = make_reaction("Oeps")
    take_back(find("reaction", reaction.pk), by=reaction.author)
    assert not Reaction.objects.shown().filter(pk=reaction.pk).exists()
    seal_removals()
    assert Tombstone.objects.get(object_id=reaction.pk).was_taken_back


def test_what_somebody_was_still_writing_stands_in_the_hard_copy_too(cast, make_post):
    post = make_post(cast.groep5, cast.naima)
    remove(find("post", post.pk), by=cast.marleen, clause_id="E4", reason="Dit past niet.")
    late = Reaction.objects.create(post=post, author=cast.samira, author_role="guardian", text="Nog net op tijd")
    assert seal_removals() == 1
    package = Package.objects.get()
    record = default_storage.open(f"{package.folder}/record.json").read().decode()
    assert "Nog net op tijd" in record
    assert package.rows.filter(table="messaging_reaction", row_id=late.pk).exists()
