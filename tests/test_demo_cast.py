"""The people of the contract, as the demo school and the tests know them."""

import time

import pytest
from django.core.management import call_command

from groups.models import SchoolGroup
from groups.permissions import hat_in
from groups.standing import Standing
from messaging.models import Post
from portal.demo.cast import build_cast
from tests.conftest import let_it_be_swept
from tests.factories import PostFactory, ReactionFactory, make_parent


@pytest.mark.django_db
def test_samira_reads_groep_5_and_kwame_does_not(cast):
    assert SchoolGroup.objects.with_perm(cast.samira, "read_group").filter(pk=cast.groep5.pk).exists()
    assert not SchoolGroup.objects.with_perm(cast.kwame, "read_group").filter(pk=cast.groep5.pk).exists()


HATS = {
    "naima": {"groep5": "teacher"},
    "joris": {"groep5": "teacher"},
    "thijs": {"egels": "teacher"},
    "karim": {"groep8": "teacher"},
    "fleur": {"groep5": "trainee"},
    "samira": {"groep5": "parent", "egels": "parent"},
    "tom": {"groep5": "parent"},
    "inge": {"groep5": "parent"},
    "kwame": {"egels": "parent"},
    "chantal": {"groep5": "parent", "council_or": "OR-lid"},
    "pieterjan": {"groep8": "parent", "mr": "MR-lid"},
    "marleen": {"whole_school": "head", "groep5": "head"},
    "dennis": {"whole_school": "ict"},
    "wilma": {"groep5": "care"},
    "henk": {"whole_school": "conciërge"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", HATS)
def test_everybody_wears_the_hat_of_the_contract(cast, name):
    for group, hat in HATS[name].items():
        assert hat_in(getattr(cast, name), getattr(cast, group)) == hat


@pytest.mark.django_db
def test_li_wen_waits_and_reads_nothing(cast):
    assert Standing(cast.liwen).readable == []


@pytest.mark.django_db
def test_only_the_groups_of_the_own_children_and_the_shared_ones_are_read(cast):
    read = [group.name for group in Standing(cast.samira).readable]
    assert read == ["Hele school", "Groep 1/2 Egels", "Groep 5", "Medezeggenschapsraad", "Ouderraad"]


@pytest.mark.django_db(transaction=True)
def test_a_race_has_the_cast_and_connections_of_its_own(cast, race):
    names = race(lambda number: hat_in(cast.naima, cast.groep5), 4)
    assert names == ["teacher"] * 4


@pytest.mark.django_db
def test_the_cast_stands_again_after_a_race(cast):
    assert cast.naima.check_password("demo-kring-2026")


@pytest.mark.django_db
def test_building_the_cast_is_quick(cast):
    let_it_be_swept()
    call_command("flush", interactive=False, verbosity=0)
    start = time.process_time()
    build_cast()
    assert time.process_time() - start < 3


@pytest.mark.django_db
def test_factories_make_many(cast, make_post, client_of, photo_file):
    parent = make_parent(cast.groep5)
    posts = PostFactory.create_batch(3, school_group=cast.groep5, author=cast.naima)
    ReactionFactory(post=posts[0], author=parent)
    post = make_post(cast.groep5, cast.naima, photos=2, reactions=1)
    assert Post.objects.visible_to(parent).count() == 4
    assert post.photos.ready().count() == 2
    assert photo_file(gps=True).size > 1000
    assert client_of(parent).session["_auth_user_id"] == str(parent.pk)
