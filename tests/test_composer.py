"""Writing: the composer, its draft, its photos, and changing what was placed."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Enrolment, Membership
from messaging.models import Photo, Post, PostVersion
from protocol import clock
from tests import papers
from tests.answered import NOBODY

pytestmark = pytest.mark.django_db

WORDS = {"kind": "learning", "title": "Bruggen", "text": "We bouwden bruggen."}


def composer(group) -> str:
    return reverse("messaging:post-create", args=[group.pk])


def field(response, name) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no field {name}"
    return found[1]


def page(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# What a bare script sends


def test_three_fields_are_enough_to_place_a_post(cast, client_of) -> None:
    response = client_of(cast.naima).post(composer(cast.groep5), WORDS)
    post = Post.objects.get(title="Bruggen")
    assert (response.status_code, response["Location"]) == (302, f"/nieuws/{post.pk}/")
    assert (post.state, post.kind, post.author, post.author_role) == ("published", "learning", cast.naima, "teacher")
    assert post.reactions_open
    assert post.published_at is not None


def test_several_photos_go_along_and_the_post_waits_for_them(cast, client_of, photo_file) -> None:
    photos = [photo_file("een.jpg"), photo_file("twee.jpg")]
    response = client_of(cast.naima).post(composer(cast.groep5), {**WORDS, **NOBODY, "photos": photos})
    post = Post.objects.get(title="Bruggen")
    assert (response.status_code, response["Location"]) == (302, f"/nieuws/{post.pk}/")
    assert post.state == "planned"
    assert [photo.filename for photo in post.photos.all()] == ["een.jpg", "twee.jpg"]


@pytest.mark.parametrize("kind", ["day", "learning", "news", "activity", "talks", "help"])
@pytest.mark.clause("D7")
def test_each_agreed_kind_is_taken(cast, client_of, kind) -> None:
    assert client_of(cast.naima).post(composer(cast.groep5), WORDS | {"kind": kind}).status_code == 302
    assert Post.objects.get(title="Bruggen").kind == kind


@pytest.mark.clause("D7")
@pytest.mark.parametrize("kind", ["", "party", "DAY"])
def test_another_kind_is_not_taken_and_the_words_stay(cast, client_of, kind) -> None:
    response = client_of(cast.naima).post(composer(cast.groep5), WORDS | {"kind": kind})
    assert response.status_code == 422
    assert "Kies waar het over gaat." in page(response)
    assert "We bouwden bruggen." in page(response)
    assert Post.objects.get(title="Bruggen").state == "draft"


def test_an_empty_box_closes_reactions_only_in_the_form_itself(cast, client_of) -> None:
    client = client_of(cast.naima)
    client.post(composer(cast.groep5), WORDS | {"title": "Uit het formulier", "form": "1"})
    client.post(composer(cast.groep5), WORDS | {"title": "Vakje aan", "form": "1", "reactions_open": "on"})
    open_by_title = dict(Post.objects.filter(kind="learning").values_list("title", "reactions_open"))
    assert not open_by_title["Uit het formulier"]
    assert open_by_title["Vakje aan"]


# What is wrong, and what stays


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Geef je bericht een titel."),
        ({"title": " \u200b "}, "Geef je bericht een titel."),
        ({"title": "t" * 121}, "Je titel heeft 121 tekens. Er passen er 120."),
        ({"text": "\r\n\t "}, "Schrijf een tekst. Eén zin mag ook."),
        ({"text": "é" * 10_001}, "Je tekst heeft 10001 tekens. Er passen er 10000."),
    ],
)
def test_what_cannot_go_is_said_and_everything_else_is_kept(cast, client_of, photo_file, fields, said) -> None:
    sent = {"kind": "news", "title": "Titel die blijft", "text": "Tekst die blijft.", "form": "1"}
    client = client_of(cast.naima)
    response = client.post(composer(cast.groep5), sent | fields | {"photos": [photo_file("brug.jpg")]})
    assert response.status_code == 422
    assert said in page(response)
    for kept in (sent | fields).values():
        assert kept.strip("\r\n\t \u200b") in page(response)
    photo = Photo.objects.get(filename="brug.jpg")
    assert f'data-photo="{photo.key}"' in page(response)
    assert photo.post.state == "draft"

    said_of_photos = {"recognisable": "nobody", "no_swimwear": "on"}
    again = client.post(composer(cast.groep5), sent | said_of_photos | {"key": field(response, "key")})
    assert again.status_code == 302
    assert [one.key for one in Post.objects.get(title="Titel die blijft").photos.all()] == [photo.key]


def test_ten_thousand_characters_fit_however_a_browser_ends_its_lines(cast, client_of) -> None:
    text = "🌉" * 4_999 + "\r\n" + "é" * 5_000
    assert client_of(cast.naima).post(composer(cast.groep5), WORDS | {"text": text}).status_code == 302
    assert len(Post.objects.get(title="Bruggen").text) == 10_000


def test_signs_that_cannot_be_shown_are_taken_out(cast, client_of) -> None:
    client_of(cast.naima).post(
        composer(cast.groep5), WORDS | {"title": "Brug\x00gen\nnu", "text": "Een\x07 tekst\r\nop twee"}
    )
    post = Post.objects.get(kind="learning", title="Bruggen nu")
    assert post.text == "Een tekst\nop twee"


def test_a_file_that_is_no_photo_is_named_and_the_rest_stays(cast, client_of, photo_file) -> None:
    no_photo = SimpleUploadedFile("menu.pdf", b"%PDF-1.4 geen foto", "application/pdf")
    sent = WORDS | {"photos": [photo_file("brug.jpg"), no_photo, photo_file("toren.jpg")]}
    response = client_of(cast.naima).post(composer(cast.groep5), sent)
    assert response.status_code == 422
    assert "menu.pdf" in page(response)
    post = Post.objects.get(title="Bruggen")
    assert post.state == "draft"
    assert [photo.filename for photo in post.photos.all()] == ["brug.jpg", "toren.jpg"]


def test_a_photo_that_was_refused_keeps_the_post_at_home_until_it_is_taken_out(cast, client_of, make_photo) -> None:
    client, key = client_of(cast.naima), uuid.uuid4()
    post = Post.objects.create(key=key, school_group=cast.groep5, author=cast.naima, author_role="teacher")
    photo = make_photo(post, ready=False, state="refused", reason="Deze foto kunnen we niet lezen.")
    response = client.post(composer(cast.groep5), WORDS | {"key": key})
    assert response.status_code == 422
    assert "Deze foto kunnen we niet lezen." in page(response)
    client.post(composer(cast.groep5), WORDS | {"key": key, "remove_photo": photo.key})
    assert client.post(composer(cast.groep5), WORDS | {"key": key})["Location"] == f"/nieuws/{post.pk}/"


# The draft


def test_a_draft_is_kept_without_title_or_text_and_shown_again(cast, client_of) -> None:
    client = client_of(cast.naima)
    first = client.get(composer(cast.groep5))
    assert first.status_code == 200
    key = field(first, "key")
    saved = client.post(
        composer(cast.groep5), {"kind": "help", "title": "", "text": "Half", "key": key, "form": "1", "save": "1"}
    )
    assert saved.status_code == 302
    again = client.get(composer(cast.groep5))
    assert field(again, "key") == key
    assert "Half" in page(again)
    assert "Bewaard vandaag om" in page(again)
    assert client.get(saved["Location"]).content.count(key.encode()) >= 1


def test_autosave_answers_with_the_time_on_the_schools_clock(cast, client_of, time_machine_at) -> None:
    key = uuid.uuid4()
    response = client_of(cast.naima).post(
        reverse("messaging:draft-save", args=[cast.groep5.pk]), {"key": key, "kind": "day", "title": "", "text": "Half"}
    )
    assert json.loads(response.content) == {"saved": "15.32"}
    assert Post.objects.get(key=key).text == "Half"


@pytest.fixture
def time_machine_at(monkeypatch):
    from datetime import UTC, datetime

    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 14, 32, tzinfo=UTC))


def test_autosave_says_what_does_not_fit_and_keeps_what_does(cast, client_of) -> None:
    key, client = uuid.uuid4(), client_of(cast.naima)
    url = reverse("messaging:draft-save", args=[cast.groep5.pk])
    client.post(url, {"key": key, "kind": "day", "title": "Een", "text": "Kort"})
    response = client.post(url, {"key": key, "kind": "day", "title": "Twee", "text": "x" * 10_001})
    assert response.status_code == 422
    assert "10001 tekens" in json.loads(response.content)["error"]
    assert (Post.objects.get(key=key).title, Post.objects.get(key=key).text) == ("Twee", "Kort")


def test_autosave_after_placing_changes_nothing(cast, client_of, make_post) -> None:
    post = make_post(cast.groep5, cast.naima)
    url = reverse("messaging:draft-save", args=[cast.groep5.pk])
    response = client_of(cast.naima).post(url, WORDS | {"key": post.key})
    assert (response.status_code, json.loads(response.content)) == (
        409,
        {"error": "Dit nieuwsbericht is al geplaatst."},
    )
    post.refresh_from_db()
    assert post.title != "Bruggen"


def test_somebody_elses_key_is_no_key(cast, client_of) -> None:
    theirs = Post.objects.create(school_group=cast.groep5, author=cast.joris, author_role="teacher", text="Van Joris")
    client = client_of(cast.naima)
    for url in (composer(cast.groep5), reverse("messaging:draft-save", args=[cast.groep5.pk])):
        assert client.post(url, WORDS | {"key": theirs.key}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.text, theirs.state) == ("Van Joris", "draft")
    assert b"Van Joris" not in client.get(f"{composer(cast.groep5)}?concept={theirs.key}").content


def test_the_same_form_twice_is_one_post(cast, client_of, photo_file) -> None:
    client, key = client_of(cast.naima), uuid.uuid4()
    places = [
        client.post(composer(cast.groep5), WORDS | NOBODY | {"key": key, "photos": [photo_file()]})["Location"]
        for _ in range(2)
    ]
    assert places[0] == places[1]
    assert Post.objects.get(key=key).photos.count() == 1


def test_other_words_in_a_form_that_was_used_become_a_new_post(cast, client_of) -> None:
    client, key = client_of(cast.naima), uuid.uuid4()
    client.post(composer(cast.groep5), WORDS | {"key": key})
    response = client.post(composer(cast.groep5), WORDS | {"key": key, "text": "Iets heel anders."})
    assert "Iets heel anders." in page(response)
    assert "Dat nieuwsbericht is al geplaatst." in page(response)
    assert Post.objects.get(key=key).text == WORDS["text"]
    assert (
        client.post(
            composer(cast.groep5), WORDS | {"key": field(response, "key"), "text": "Iets heel anders."}
        ).status_code
        == 302
    )
    assert Post.objects.filter(title="Bruggen").count() == 2


def test_a_draft_can_be_thrown_away_with_its_photos(cast, client_of, make_photo) -> None:
    post = Post.objects.create(school_group=cast.groep5, author=cast.naima, author_role="teacher", text="Weg ermee")
    make_photo(post)
    client = client_of(cast.naima)
    response = client.post(reverse("messaging:draft-discard", args=[post.key]), follow=True)
    assert "Je concept is weg." in page(response)
    assert "Weg ermee" not in page(response)
    assert not Post.objects.filter(pk=post.pk).exists()
    assert not Photo.objects.filter(post=post.pk).exists()


# The buttons beside photos, without script


def test_buttons_beside_a_photo_move_it_and_keep_the_text(cast, client_of, make_photo) -> None:
    post = Post.objects.create(school_group=cast.groep5, author=cast.naima, author_role="teacher")
    one, two, three = (make_photo(post) for _ in range(3))
    client = client_of(cast.naima)

    def press(**button) -> list[object]:
        response = client.post(
            composer(cast.groep5),
            {"key": post.key, "form": "1", "kind": "day", "title": "", "text": "Blijft", **button},
        )
        assert response.status_code == 302
        return list(post.photos.values_list("key", flat=True))

    assert press(forward=three.key) == [one.key, three.key, two.key]
    assert press(backward=one.key) == [three.key, one.key, two.key]
    assert press(forward=three.key) == [three.key, one.key, two.key]
    assert press(order=f"{two.key},{one.key},{three.key}", save="1") == [two.key, one.key, three.key]
    assert press(remove_photo=one.key, **{f"alt_{two.key}": " Een  toren "}) == [two.key, three.key]
    assert post.photos.get(key=two.key).alt == "Een toren"
    post.refresh_from_db()
    assert (post.text, post.state) == ("Blijft", "draft")


def test_a_pdf_goes_along_and_can_be_taken_out(cast, client_of) -> None:
    client, key = client_of(cast.naima), uuid.uuid4()
    pdf = SimpleUploadedFile("brief.pdf", papers.pdf(), "application/pdf")
    response = client.post(
        composer(cast.groep5), {"key": key, "title": "", "text": "", "kind": "day", "files": [pdf], "save": "1"}
    )
    assert response.status_code == 302
    file = Post.objects.get(key=key).attachments.get()
    assert "brief.pdf" in page(client.get(response["Location"]))
    client.post(composer(cast.groep5), {"key": key, "title": "", "text": "", "kind": "day", "remove_file": file.key})
    assert not Post.objects.get(key=key).attachments.exists()


# For whom


@pytest.mark.clause("B6")
def test_the_composer_says_for_whom_and_as_what_one_writes(cast, client_of) -> None:
    said = page(client_of(cast.naima).get(composer(cast.groep5)))
    parents = Membership.objects.in_force().filter(role__school_group=cast.groep5, role__name="parent")
    people = parents.values("user").distinct().count()
    pupils = Enrolment.objects.valid_on(clock.today()).filter(school_group=cast.groep5).count()
    assert f"Je schrijft voor <b>{people} ouders van {pupils} kinderen</b>" in said
    assert "<b>leerkracht</b>" in said
    team = page(client_of(cast.naima).get(composer(cast.team)))
    assert re.search(r"Je schrijft voor <b>\d+ lezers</b>", team)


def test_who_writes_for_several_groups_chooses_and_sees_the_own_drafts(cast, client_of) -> None:
    Post.objects.create(school_group=cast.team, author=cast.naima, author_role="teacher", title="Half af")
    Post.objects.create(school_group=cast.groep5, author=cast.joris, author_role="teacher", title="Van Joris")
    said = page(client_of(cast.naima).get(reverse("messaging:post-choose")))
    assert composer(cast.groep5) in said
    assert "Half af" in said
    assert "Van Joris" not in said


def test_who_writes_for_one_group_goes_straight_there(cast, client_of) -> None:
    Membership.objects.filter(user=cast.fleur).exclude(role__school_group=cast.groep5).delete()
    response = client_of(cast.fleur).get(reverse("messaging:post-choose"))
    assert response["Location"] == composer(cast.groep5)
    assert client_of(cast.samira).get(reverse("messaging:post-choose")).status_code == 404


# Changing what was placed


def edit_url(post) -> str:
    return reverse("messaging:post-edit", args=[post.pk])


def test_an_edit_keeps_the_old_text_and_says_so(cast, client_of, make_post) -> None:
    post, client = make_post(cast.groep5, cast.naima, photos=1), client_of(cast.naima)
    form = client.get(edit_url(post))
    assert "De oude tekst blijft bewaard." in page(form)
    photo = post.photos.get()
    sent = WORDS | {"form": "1", "seen": field(form, "seen"), f"alt_{photo.key}": "Een emmer"}
    assert client.post(edit_url(post), sent)["Location"] == f"/nieuws/{post.pk}/"
    changed, version = Post.objects.get(pk=post.pk), PostVersion.objects.get(post=post)
    assert (changed.title, changed.text, changed.kind, changed.reactions_open) == (
        "Bruggen",
        "We bouwden bruggen.",
        "learning",
        False,
    )
    assert changed.edited_at is not None
    assert (version.title, version.text, version.replaced_by) == (post.title, post.text, cast.naima)
    assert version.photos == [{"key": str(photo.key), "alt": photo.alt}]


def test_a_change_in_another_window_shows_both_and_keeps_ones_words(cast, client_of, make_post) -> None:
    post, client = make_post(cast.groep5, cast.naima), client_of(cast.naima)
    seen = field(client.get(edit_url(post)), "seen")
    client.post(edit_url(post), WORDS | {"form": "1", "seen": seen, "text": "Het eerste venster."})
    response = client.post(edit_url(post), WORDS | {"form": "1", "seen": seen, "text": "Het tweede venster."})
    assert response.status_code == 409
    assert "Het eerste venster." in page(response)
    assert "Het tweede venster." in page(response)
    again = client.post(
        edit_url(post), WORDS | {"form": "1", "seen": field(response, "seen"), "text": "Het tweede venster."}
    )
    assert again.status_code == 302
    assert Post.objects.get(pk=post.pk).text == "Het tweede venster."
    assert PostVersion.objects.filter(post=post).count() == 2


def test_an_edit_that_empties_a_post_is_not_taken_and_the_words_stay(cast, client_of, make_post) -> None:
    post = make_post(cast.groep5, cast.naima)
    response = client_of(cast.naima).post(
        edit_url(post), WORDS | {"title": "", "text": "Mijn nieuwe tekst", "form": "1", "seen": "x"}
    )
    assert response.status_code == 422
    assert "Mijn nieuwe tekst" in page(response)
    assert field(response, "seen") == "x"
    assert not PostVersion.objects.filter(post=post).exists()


def test_a_draft_is_changed_in_the_composer(cast, client_of, make_post) -> None:
    draft = make_post(cast.groep5, cast.naima, state="draft")
    response = client_of(cast.naima).get(edit_url(draft))
    assert response["Location"] == f"{composer(cast.groep5)}?concept={draft.key}"


def test_what_is_on_its_way_is_changed_where_it_stands_and_keeps_its_place(cast, client_of, make_post) -> None:
    planned = make_post(cast.groep5, cast.naima, state="planned", publish_at=clock.now() + timedelta(days=1))
    client = client_of(cast.naima)
    assert "Niemand heeft het nog gelezen." in page(client.get(edit_url(planned)))
    assert client.post(edit_url(planned), WORDS | {"form": "1"})["Location"] == f"/nieuws/{planned.pk}/"
    at = planned.publish_at
    planned.refresh_from_db()
    assert (planned.title, planned.state, planned.publish_at) == ("Bruggen", "planned", at)
    assert not planned.versions.exists(), "nobody read the old words"


def test_nobody_else_edits(cast, client_of, make_post) -> None:
    post = make_post(cast.groep5, cast.naima)
    for other in (cast.joris, cast.samira, cast.marleen):
        assert client_of(other).post(edit_url(post), WORDS | {"form": "1"}).status_code == 404
    Membership.objects.filter(user=cast.naima).update(
        valid_from=clock.today() - timedelta(9), valid_until=clock.today() - timedelta(1)
    )
    assert client_of(cast.naima).post(edit_url(post), WORDS | {"form": "1"}).status_code == 404


def test_the_composer_asks_the_same_few_questions_with_1_and_30_photos(cast, client_of, make_photo) -> None:
    post = Post.objects.create(school_group=cast.groep5, author=cast.naima, author_role="teacher")
    client = client_of(cast.naima)
    counts = []
    for number in (1, 30):
        while post.photos.count() < number:
            make_photo(post)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(composer(cast.groep5)).status_code == 200
        counts.append(len(queries))
    # When it goes out, and the week's meter, are six of them; who may be on the photos and who is said to be, four.
    assert counts[0] == counts[1] <= 21 + 1  # the last after the answer: who saw what
