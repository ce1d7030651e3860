"""Saying who can be recognised costs one tap; what may not go along is named, and nothing is lost (D2, D3)."""

import re
import uuid
from datetime import timedelta

import pytest

from messaging.actions import mark_pupils, publish_due_posts, publish_post, recheck_planned_posts, say_of_series
from messaging.actions.scheduling import Choice
from messaging.models import Depiction, Photo, Post
from messaging.recognition import consenting_in
from messaging.rules import How
from protocol import clock
from tests.answered import say, say_for_group

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9"), pytest.mark.clause("D3")]
WORDS = {"form": "1", "kind": "learning", "title": "Bruggen", "text": "We bouwden bruggen."}


@pytest.fixture
def draft(cast, make_post):
    """Three photos of groep 5 of which nothing was said yet; all its children but Bram have consent."""
    say_for_group(cast, cast.groep5, without=[cast.bram])
    post = make_post(cast.groep5, cast.naima, state=Post.State.DRAFT, photos=3)
    post.photos.update(recognisable="")
    Post.objects.filter(pk=post.pk).update(no_swimwear=False)
    return post


@pytest.fixture
def naima(cast, client_of):
    return client_of(cast.naima)


def page(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def composer(draft) -> str:
    return f"/groepen/{draft.school_group_id}/nieuw/"


def answers(draft) -> list[str]:
    return list(draft.photos.values_list("recognisable", flat=True))


def of_photo(photo, what="herkenbaar") -> str:
    return f"/fotos/{photo.key}/{what}/"


# The few who may not be on it stand first


def test_who_may_not_be_on_the_photo_stands_first_and_only_that_they_may_not(cast, draft, naima):
    say(cast.inge, cast.bram, False)
    said = page(naima.get(f"{composer(draft)}?concept={draft.key}"))
    denied = consenting_in(cast.groep5).denied
    assert f"Niet op de foto: {len(denied)} kind" in said
    before_the_photos = said.split("data-tiles")[0]
    assert all(str(pupil) in before_the_photos for pupil in denied)
    assert re.search(r">BT</span>\s*<span><b>Bram Tuinstra</b><small>.*?Geen toestemming</small>", before_the_photos)
    assert "Yara" not in before_the_photos.split('id="series"')[1]
    assert before_the_photos.index("Bram Tuinstra") < before_the_photos.index("Alleen kinderen met toestemming")


def test_where_nobody_has_consent_the_button_says_why_it_cannot_be_used(cast, naima):
    said = page(naima.get(composer_of(cast.groep5)))
    assert re.search(r'value="consented" aria-pressed="false" disabled aria-describedby="none-may"', said)
    assert "Nog geen kind heeft toestemming." in said


def composer_of(group) -> str:
    return f"/groepen/{group.pk}/nieuw/"


# A whole series with one tap


@pytest.mark.parametrize("answer", ["nobody", "consented"])
def test_one_button_says_it_of_the_whole_series_without_script_too(cast, draft, naima, photo_file, answer):
    """The photos that were chosen in the same form are in it, and so are the words."""
    form = WORDS | {"key": draft.key, "photos": [photo_file("vier.jpg")], "series": answer}
    assert naima.post(composer(draft), form)["Location"] == f"{composer(draft)}?concept={draft.key}"
    assert answers(draft) == [answer] * 4
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Bruggen", Post.State.DRAFT)
    shown = page(naima.get(f"{composer(draft)}?concept={draft.key}"))
    assert f'value="{answer}" aria-pressed="true"' in shown


def test_the_series_leaves_photos_with_single_pupils_as_they_are(cast, draft, naima):
    first = draft.photos.first()
    mark_pupils(first, [cast.yara.pk], by=cast.naima)
    naima.post(f"/concepten/{draft.key}/herkenbaar/", {"recognisable": "nobody"})
    assert answers(draft) == ["pupils", "nobody", "nobody"]


def test_of_a_photo_that_left_its_author_s_hands_nothing_is_said_any_more(cast, draft):
    first = draft.photos.first()
    Post.objects.filter(pk=draft.pk).update(
        state=Post.State.PUBLISHED, published_at=clock.now(), exempt=Post.Exempt.SHARED
    )
    assert not mark_pupils(first, [cast.yara.pk], by=cast.naima)
    assert not Depiction.objects.filter(photo=first).exists()
    assert answers(draft) == ["", "", ""]


def test_a_photo_that_comes_after_it_is_said_of_alone(cast, draft, naima):
    last = draft.photos.last()
    naima.post(f"/concepten/{draft.key}/herkenbaar/", {"recognisable": "consented", "photo": [str(last.key)]})
    assert answers(draft) == ["", "", "consented"]


def test_the_script_gets_the_list_and_the_state_of_each_photo(cast, draft, naima):
    url = f"/concepten/{draft.key}/herkenbaar/"
    said = page(naima.post(url, {"recognisable": "nobody", "no_swimwear": "on"}, HTTP_X_REQUESTED_WITH="fetch"))
    assert said.count('data-said="nobody"') == 3
    assert 'name="no_swimwear" id="id_no_swimwear" checked' in said
    plain = naima.post(url, {"recognisable": "nobody"})
    assert plain["Location"] == f"{composer(draft)}?concept={draft.key}"


def test_a_list_that_changed_since_it_was_shown_is_shown_again_and_nothing_is_said(cast, draft, naima):
    seen = consenting_in(cast.groep5).digest
    say(cast.samira, cast.yara, False)
    url, fields = f"/concepten/{draft.key}/herkenbaar/", {"recognisable": "consented", "consenting": seen}
    answer = naima.post(url, fields, HTTP_X_REQUESTED_WITH="fetch")
    assert answer.status_code == 409
    assert "De lijst is veranderd." in page(answer)
    assert "Yara" in page(answer)
    assert answers(draft) == ["", "", ""]
    plain = naima.post(url, fields, follow=True)
    assert "Bekijk de lijst nog een keer." in page(plain)


# One photo


def test_one_photo_is_said_on_a_page_of_its_own(cast, draft, naima):
    first, second, third = draft.photos.all()
    shown = page(naima.get(of_photo(first)))
    assert "Foto 1" in shown
    assert shown.index("Bram Tuinstra") < shown.index("Yara")
    to_next = naima.post(of_photo(first), {"recognisable": "nobody", "next": "1"})
    assert to_next["Location"] == of_photo(second)
    naima.post(of_photo(second), {"pupils": [cast.yara.pk]})
    assert answers(draft) == ["nobody", "pupils", ""]
    assert list(Depiction.objects.values_list("photo", "pupil", "is_on_it")) == [(second.pk, cast.yara.pk, True)]
    done = naima.post(of_photo(third), {"recognisable": "consented"})
    assert done["Location"] == f"{composer(draft)}?concept={draft.key}#foto-{third.key}"


def test_a_child_that_is_named_counts_over_the_other_answers(cast, draft, naima):
    photo = draft.photos.first()
    answer = naima.post(of_photo(photo), {"recognisable": "nobody", "pupils": [cast.bram.pk]})
    assert answer.status_code == 422
    assert "<b>Bram Tuinstra</b> heeft geen toestemming." in page(answer)
    assert answers(draft)[0] == "pupils"


def test_nothing_chosen_takes_the_answer_back_and_asks(cast, draft, naima):
    photo = draft.photos.first()
    say_of_series(draft, "nobody", by=cast.naima)
    answer = naima.post(of_photo(photo), {})
    assert answer.status_code == 422
    assert "Kies wie herkenbaar is." in page(answer)
    assert answers(draft) == ["", "nobody", "nobody"]


def test_a_child_of_another_group_cannot_be_named(cast, draft, naima):
    naima.post(of_photo(draft.photos.first()), {"pupils": [cast.ilias.pk]}, HTTP_X_REQUESTED_WITH="fetch")
    assert answers(draft) == ["", "", ""]


def test_a_button_in_the_composer_keeps_the_words_and_leads_to_the_photo(cast, draft, naima):
    photo = draft.photos.first()
    for button, what in (("look", "herkenbaar"), ("crop", "bijsnijden"), ("cover", "afdekken")):
        form = WORDS | {"key": draft.key, "text": f"Getypt voor {what}", button: photo.key}
        assert naima.post(composer(draft), form)["Location"] == of_photo(photo, what)
        draft.refresh_from_db()
        assert (draft.text, draft.state) == (f"Getypt voor {what}", Post.State.DRAFT)


# Sending


def test_what_the_photos_need_is_said_by_name_and_the_draft_keeps_everything(cast, draft, naima):
    mark_pupils(draft.photos.first(), [cast.bram.pk], by=cast.naima)
    answer = naima.post(composer(draft), WORDS | {"key": draft.key})
    said = page(answer)
    assert answer.status_code == 422
    assert "Zeg wie herkenbaar is op foto 2, 3." in said
    assert "Bram Tuinstra mag niet op foto 1." in said
    assert "zwemkleding" in said
    assert "Nog 3 dingen" in said
    draft.refresh_from_db()
    assert (draft.state, draft.text, draft.photos.count()) == (Post.State.DRAFT, WORDS["text"], 3)


def test_a_photo_that_was_refused_leaves_the_others_their_numbers(cast, draft, naima):
    first, *_ = draft.photos.all()
    Photo.objects.filter(pk=first.pk).update(state=Photo.State.REFUSED, reason="Geen foto.")
    said = page(naima.post(composer(draft), WORDS | {"key": draft.key, "no_swimwear": "on"}))
    assert "Zeg wie herkenbaar is op foto 2, 3." in said


@pytest.mark.clause("D2")
def test_swimwear_is_said_once_for_the_series_and_kept_with_the_draft(cast, draft, naima):
    naima.post(f"/groepen/{draft.school_group_id}/concept/", WORDS | {"key": draft.key, "no_swimwear": "on"})
    draft.refresh_from_db()
    assert draft.no_swimwear
    naima.post(f"/groepen/{draft.school_group_id}/concept/", WORDS | {"key": draft.key})
    draft.refresh_from_db()
    assert not draft.no_swimwear


def test_a_series_of_consented_children_goes_out_in_three_fields(cast, draft, naima):
    fields = {"key": draft.key, "recognisable": "consented", "no_swimwear": "on"}
    assert naima.post(composer(draft), WORDS | fields)["Location"] == f"/nieuws/{draft.pk}/"
    publish_due_posts()
    assert Photo.objects.shown().filter(post=draft).count() == 3


def test_who_lost_consent_since_it_was_said_has_the_photo_looked_at_again(cast, draft, naima):
    say_of_series(draft, "consented", by=cast.naima)
    say(cast.samira, cast.yara, False)
    said = page(naima.get(f"{composer(draft)}?concept={draft.key}"))
    assert said.count("kijk nog eens</span>") == 3
    assert "Yara" in said.split("data-stops=")[1]


# What waits


def test_home_and_the_draft_say_that_a_photo_keeps_it_back(cast, draft, naima):
    assert "Een foto kan nog niet mee." not in page(naima.get("/"))
    say_of_series(draft, "consented", by=cast.naima)
    Post.objects.filter(pk=draft.pk).update(no_swimwear=True)
    draft.refresh_from_db()
    publish_post(draft, by=cast.naima, choice=Choice(How.DAY, clock.today() + timedelta(days=1)))
    say(cast.samira, cast.yara, False)
    assert recheck_planned_posts() == 1
    assert "Een foto kan nog niet mee." in page(naima.get("/"))
    assert "Een foto kan nog niet mee." in page(naima.get(f"/nieuws/{draft.pk}/"))


def test_who_is_said_to_be_on_it_is_for_the_writer_alone(cast, draft, client_of, naima):
    say_of_series(draft, "nobody", by=cast.naima)
    mark_pupils(draft.photos.first(), [cast.yara.pk], by=cast.naima)
    Post.objects.filter(pk=draft.pk).update(no_swimwear=True)
    draft.refresh_from_db()
    publish_post(draft, by=cast.naima, choice=Choice(How.DAY, clock.today() + timedelta(days=1)))
    mine = page(naima.get(f"/nieuws/{draft.pk}/"))
    assert "Foto 1: Yara" in mine
    assert "Foto 2: niemand herkenbaar" in mine
    theirs = client_of(cast.joris).get(f"/nieuws/{draft.pk}/")
    assert theirs.status_code == 200
    assert "Yara" not in page(theirs)


# Names


@pytest.mark.clause("B7")
def test_a_name_without_consent_is_pointed_out_and_stops_nothing(cast, make_post, naima):
    say_for_group(cast, cast.groep5, True, "portal_group", "name", without=[cast.bram])
    key = uuid.uuid4()
    text = {"text": "Brams brug hield het langst. Daarna die van Emir."}
    naima.post(composer_of(cast.groep5), WORDS | text | {"key": key, "save": "1"})
    said = page(naima.get(f"{composer_of(cast.groep5)}?concept={key}"))
    assert re.search(r"Naam zonder toestemming\..*?<q>Bram</q></span>\.", said)
    assert naima.post(composer_of(cast.groep5), WORDS | text | {"key": key}).status_code == 302
    assert Post.objects.get(key=key).state != Post.State.DRAFT


# Of others


def test_a_colleague_says_nothing_of_photos_in_my_draft(cast, draft, client_of):
    joris = client_of(cast.joris)
    for photo in draft.photos.all():
        for what in ("herkenbaar", "bijsnijden", "afdekken"):
            assert joris.get(of_photo(photo, what)).status_code == 404
            assert joris.post(of_photo(photo, what), {"recognisable": "nobody", "cell": "1"}).status_code == 404
    assert joris.post(f"/concepten/{draft.key}/herkenbaar/", {"recognisable": "nobody"}).status_code == 404
    assert answers(draft) == ["", "", ""]


def test_what_was_sent_is_said_of_no_more(cast, draft, naima):
    say_of_series(draft, "nobody", by=cast.naima)
    Post.objects.filter(pk=draft.pk).update(no_swimwear=True)
    draft.refresh_from_db()
    publish_post(draft, by=cast.naima)
    photo = draft.photos.first()
    for what in ("herkenbaar", "bijsnijden", "afdekken"):
        assert naima.get(of_photo(photo, what)).status_code == 404
    assert naima.post(f"/concepten/{draft.key}/herkenbaar/", {"recognisable": "consented"}).status_code == 404


def test_a_key_that_is_none_names_no_photo_and_never_the_whole_series(draft, naima):
    url, first = f"/concepten/{draft.key}/herkenbaar/", draft.photos.first()
    for broken in ("garbage", "\x00", "", "9" * 5000):
        assert naima.post(url, {"recognisable": "nobody", "photo": broken}).status_code == 302
        assert answers(draft) == ["", "", ""]
    naima.post(url, {"recognisable": "nobody", "photo": ["garbage", str(first.key)]})
    assert answers(draft) == ["nobody", "", ""]
