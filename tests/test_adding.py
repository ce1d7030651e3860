"""Adding to today's post: the first way out when the day is full (D10)."""

import uuid

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from messaging.actions import (
    Choice,
    Content,
    DoesNotFit,
    Sheet,
    add_to_post,
    mark_pupils,
    posts_to_add_to,
    publish_post,
    write_post,
)
from messaging.models import Approval, Attachment, Post
from messaging.rules import FILES_MAX, PHOTOS_MAX, TEXT_MAX, How, day_words, mind_the_day
from tests.school_times import at, keep_real_hours

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D10")]

NOW = at("2026-11-24", "15:10")
DAY = {"slot_on": NOW.date(), "slot_number": 1, "exempt": ""}


@pytest.fixture
def school(cast):
    keep_real_hours(cast.school)
    with time_machine.travel(NOW, tick=False):
        yield cast


@pytest.fixture
def today(school, make_post) -> Post:
    """What groep 5 read today, by Naima, with two photos."""
    return make_post(school.groep5, school.naima, text="Vandaag bouwden we.", photos=2, **DAY)


def draft_of(make_post, group, author, **more) -> Post:
    return make_post(group, author, state="draft", **{"title": "", "text": "De toren staat nog."} | more)


def attach(post: Post, number: int = 1) -> None:
    for _ in range(number):
        Attachment.objects.create(post=post, file=ContentFile(b"%PDF-1.4\n%%EOF", "b.pdf"), name="b.pdf", size=14)


def test_an_addition_stands_below_with_its_hour_and_the_old_words_are_kept(school, today, make_post) -> None:
    draft = draft_of(make_post, school.groep5, school.naima)
    post = add_to_post(draft, today, by=school.naima)
    assert post.text == "Vandaag bouwden we.\n\nAanvulling om 15.10 uur\nDe toren staat nog."
    version = post.versions.get()
    assert (version.text, version.replaced_by, len(version.photos)) == ("Vandaag bouwden we.", school.naima, 2)
    assert (post.edited_at, post.published_at) == (NOW, today.published_at), "it is not new again"
    assert not Post.objects.filter(pk=draft.pk).exists()


def test_the_addition_of_a_colleague_names_the_colleague_and_keeps_the_title(school, today, make_post) -> None:
    draft = draft_of(make_post, school.groep5, school.joris, title="Ook gym")
    post = add_to_post(draft, today, by=school.joris)
    assert "\n\nAanvulling van meester Joris om 15.10 uur: Ook gym\nDe toren staat nog." in post.text
    assert post.author == school.naima


def test_its_photos_come_after_those_of_the_post_and_its_files_move_too(school, today, make_post) -> None:
    draft = draft_of(make_post, school.groep5, school.naima, photos=2)
    attach(draft)
    moved = [photo.pk for photo in draft.photos.order_by("position")]
    before = [photo.pk for photo in today.photos.order_by("position")]
    add_to_post(draft, today, by=school.naima)
    assert [photo.pk for photo in today.photos.order_by("position")] == before + moved
    assert today.attachments.count() == 1


def test_an_addition_takes_no_place(school, today, make_post) -> None:
    add_to_post(draft_of(make_post, school.groep5, school.naima), today, by=school.naima)
    assert list(Post.objects.values_list("slot_on", "slot_number")) == [(NOW.date(), 1)]


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        (lambda draft, photo: setattr(draft, "text", "x" * (TEXT_MAX - 30)), "Samen worden de teksten te lang."),
        (lambda draft, photo: [photo(draft) for _ in range(PHOTOS_MAX - 1)], "Samen zijn dat 31 foto’s, en 30"),
        (lambda draft, photo: attach(draft, FILES_MAX + 1), "Samen zijn dat 6 bestanden, en 5"),
        (lambda draft, photo: photo(draft, ready=False), "De foto’s zijn nog niet klaar."),
    ],
)
def test_what_is_too_much_together_says_so_and_the_draft_stays(
    school, today, make_post, make_photo, *, fill, said
) -> None:
    draft = draft_of(make_post, school.groep5, school.naima)
    fill(draft, make_photo)
    draft.save()
    with pytest.raises(DoesNotFit, match=said):
        add_to_post(draft, today, by=school.naima)
    today.refresh_from_db()
    assert (today.text, today.photos.count()) == ("Vandaag bouwden we.", 2)
    assert Post.objects.get(pk=draft.pk).state == "draft"


def test_exactly_as_much_as_one_post_may_hold_fits(school, today, make_post, make_photo) -> None:
    draft = draft_of(make_post, school.groep5, school.naima)
    for _ in range(PHOTOS_MAX - 2):
        make_photo(draft)
    attach(draft, FILES_MAX)
    add_to_post(draft, today, by=school.naima)
    assert (today.photos.count(), today.attachments.count()) == (PHOTOS_MAX, FILES_MAX)


@pytest.mark.clause("B4", "B5")
def test_only_todays_posts_that_need_no_consent_take_additions_and_only_of_who_may_post(
    school, today, make_post
) -> None:
    make_post(school.groep5, school.naima, published_at=at("2026-11-23", "23:59"))
    make_post(school.groep5, school.fleur, consent="approved", approved_by=school.naima, approved_hash="x")
    make_post(school.council_or, school.chantal, consent="released")
    make_post(school.team, school.naima, exempt="shared")
    assert list(posts_to_add_to(school.groep5, by=school.joris)) == [today]
    assert not posts_to_add_to(school.groep5, by=school.fleur), "a trainee's words are read first"
    assert not posts_to_add_to(school.groep5, by=school.karim)
    assert not posts_to_add_to(school.groep5, by=school.marleen), "the head posts for the whole school"
    assert not posts_to_add_to(school.council_or, by=school.chantal)
    assert not posts_to_add_to(school.team, by=school.naima)


def test_a_post_of_yesterday_or_another_group_is_not_added_to(school, today, make_post) -> None:
    other = draft_of(make_post, school.egels, school.thijs)
    with pytest.raises(DoesNotFit):
        add_to_post(other, today, by=school.thijs)
    draft = draft_of(make_post, school.groep5, school.naima)
    with time_machine.travel(at("2026-11-25", "00:00"), tick=False), pytest.raises(DoesNotFit):
        add_to_post(draft, today, by=school.naima)


# From the composer


def composer(group) -> str:
    return reverse("messaging:post-create", args=[group.pk])


def test_the_composer_adds_and_says_so_and_sending_twice_is_adding_once(school, today, client_of) -> None:
    client, key = client_of(school.joris), str(uuid.uuid4())
    form = {"form": "1", "key": key, "kind": "day", "title": "", "text": "De toren staat nog.", "when": "add"}
    for _ in range(2):
        response = client.post(composer(school.groep5), form)
        assert (response.status_code, response["Location"]) == (302, f"/nieuws/{today.pk}/")
    today.refresh_from_db()
    assert today.text.count("De toren staat nog.") == 1
    assert Post.objects.count() == 1
    page = client.get(f"/nieuws/{today.pk}/").content.decode()
    assert "Het staat nu bij het bericht van vandaag." in page
    assert f"/nieuws/{today.pk}/eerder/" in page


def test_other_words_in_a_form_that_was_added_are_kept_as_something_new(school, today, client_of) -> None:
    client, key = client_of(school.joris), str(uuid.uuid4())
    form = {"form": "1", "key": key, "kind": "day", "title": "", "text": "De toren staat nog.", "when": "add"}
    client.post(composer(school.groep5), form)
    response = client.post(composer(school.groep5), form | {"text": "Iets heel anders."})
    assert "Iets heel anders." in response.content.decode()
    assert f'value="{key}"' not in response.content.decode()
    saved = client.post(reverse("messaging:draft-save", args=[school.groep5.pk]), form)
    assert saved.status_code == 404, "what was still on its way makes no new draft of it"


def test_with_several_posts_today_one_chooses(school, today, make_post, client_of) -> None:
    make_post(school.groep5, school.joris, title="Dringend", exempt="urgent")
    form = {"form": "1", "kind": "day", "title": "", "text": "De toren staat nog.", "when": "add", "add_to": today.pk}
    page = client_of(school.naima).get(composer(school.groep5)).content.decode()
    assert f'<option value="{today.pk}"' in page
    client_of(school.naima).post(composer(school.groep5), form)
    today.refresh_from_db()
    assert "De toren staat nog." in today.text


@pytest.mark.django_db(transaction=True)
def test_of_eight_additions_at_once_none_is_lost(cast, make_post, race) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel(NOW, tick=False):
        today = make_post(cast.groep5, cast.naima, text="Vandaag bouwden we.", **DAY)

        def add(number: int) -> Post:
            sheet = Sheet(Content("day", "", f"Toevoeging {number}."), add_to=today)
            return write_post(cast.groep5, sheet, key=uuid.uuid4(), by=cast.naima).post

        results = race(add, 8)
    assert [result.pk for result in results] == [today.pk] * 8
    today.refresh_from_db()
    assert all(f"Toevoeging {number}." in today.text for number in range(8))
    assert (today.versions.count(), Post.objects.count()) == (8, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_once_is_added_once(cast, make_post, race) -> None:
    keep_real_hours(cast.school)
    key = uuid.uuid4()
    with time_machine.travel(NOW, tick=False):
        today = make_post(cast.groep5, cast.naima, text="Vandaag bouwden we.", **DAY)

        def add(_number: int) -> Post:
            return write_post(
                cast.groep5, Sheet(Content("day", "", "De toren staat nog."), add_to=today), key=key, by=cast.naima
            ).post

        results = race(add, 4)
    assert [getattr(result, "pk", result) for result in results] == [today.pk] * 4
    today.refresh_from_db()
    assert today.text.count("De toren staat nog.") == 1
    assert Post.objects.count() == 1


@pytest.mark.clause("B5")
def test_a_draft_that_was_sent_back_can_be_thrown_away(cast, client_of, make_post) -> None:
    draft = draft_of(make_post, cast.groep5, cast.fleur, title="Torens")
    publish_post(draft, by=cast.fleur)
    client = client_of(cast.fleur)
    client.post(f"/nieuws/{draft.pk}/terughalen/")
    assert client.post(reverse("messaging:draft-discard", args=[draft.key])).status_code == 302
    assert not Post.objects.filter(pk=draft.pk).exists()
    assert not Approval.objects.exists()


def test_what_goes_out_urgently_has_no_question_left_at_the_head(school, today, make_post) -> None:
    from groups.models import PostingPolicy
    from messaging.models import Exemption

    PostingPolicy.objects.update(urgent_free=0)
    draft = draft_of(make_post, school.groep5, school.naima, title="Torens")
    publish_post(draft, by=school.naima, choice=Choice(How.URGENT, reason="De bus is stuk."))
    assert Exemption.objects.asked().exists()
    with time_machine.travel(at("2026-11-25", "08:00"), tick=False):
        from messaging.actions import publish_due_posts

        assert publish_due_posts() == 1
    assert not Exemption.objects.asked().exists()


# The rule about words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vandaag bouwden we. vandaag weer.", ("vandaag",)),
        ("MORGEN is het feest, vanavond oefenen we.", ("MORGEN", "vanavond")),
        ("Goede morgen, elke morgen is er een kring.", ()),
        ("Gistermiddag en overmorgen.", ("Gistermiddag", "overmorgen")),
        ("Vandaagse zaken, morgenstond, half-vandaag", ()),
        ("(straks)", ("straks",)),
        ("", ()),
    ],
)
def test_words_that_name_a_day_are_whole_words_in_any_case(text, found) -> None:
    assert day_words(text) == found


@pytest.mark.clause("E8")
def test_a_word_that_names_a_day_is_pointed_out_only_for_another_day() -> None:
    first, second = NOW.date(), at("2026-11-25", "08:00").date()
    assert mind_the_day("Vandaag", written_on=first, goes_out_on=first) is None
    finding = mind_the_day("Vandaag", "en morgen", written_on=first, goes_out_on=second)
    assert (finding.level.value, finding.quotes) == ("ask", ("Vandaag", "morgen"))
    assert mind_the_day("Niets", written_on=first, goes_out_on=second) is None


@pytest.mark.clause("D3")
def test_a_child_without_consent_keeps_an_addition_at_home(school, today, make_post) -> None:
    draft = draft_of(make_post, school.groep5, school.naima, photos=1)
    mark_pupils(draft.photos.get(), [school.bram.pk], by=school.naima)
    with pytest.raises(DoesNotFit, match="Bram Tuinstra mag niet op foto 1"):
        add_to_post(draft, today, by=school.naima)
    today.refresh_from_db()
    assert (today.text, today.photos.count(), draft.photos.count()) == ("Vandaag bouwden we.", 2, 1)
