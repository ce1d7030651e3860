"""Taking away and taking back, through their pages (D12)."""

import pytest
from django.core import mail

from messaging.models import Photo, Post, Reaction, Tombstone
from moderation.actions import seal_removals
from moderation.models import ModerationPolicy, Removal
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from tests.factories import ReactionFactory
from tests.reporting import report_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D12")]
GOOD = {"clause": "E4", "reason": "Dit past niet bij onze afspraken."}


@pytest.fixture
def post(cast, make_post):
    return make_post(cast.groep5, cast.naima, title="Bruggen bouwen")


@pytest.fixture
def reaction(cast, post):
    return ReactionFactory(post=post, author=cast.samira, text="Wat een onzin zeg.")


def test_the_form_chooses_nothing_beforehand_and_says_what_happens(cast, client_of, reaction):
    html = client_of(cast.joris).get(f"/weghalen/reaction/{reaction.pk}/").content.decode()
    assert 'type="radio"' in html
    assert "checked" not in html
    assert "Het is meteen verborgen. We maken eerst een bewijs. Daarna is het weg." in html
    assert "schelden, dreigen" in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"clause": "", "reason": "Dit past niet."}, "Kies de afspraak waar het niet bij past."),
        ({"clause": "Z9", "reason": "Dit past niet."}, "Kies de afspraak waar het niet bij past."),
        ({"clause": "E4", "reason": " "}, "Schrijf waarom het weggaat. De schrijver leest het."),
        ({"clause": "E4", "reason": "\u200b"}, "Schrijf waarom het weggaat. De schrijver leest het."),
        ({"clause": "E4", "reason": "x" * 501}, "Je reden heeft 501 tekens."),
    ],
)
def test_without_agreement_or_reason_nothing_goes_and_what_was_filled_in_stays(
    cast, client_of, reaction, fields, asked
):
    answer = client_of(cast.joris).post(f"/weghalen/reaction/{reaction.pk}/", fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert asked in html
    assert fields["reason"].strip() in html
    assert ('value="E4" checked' in html) == (fields["clause"] == "E4")
    assert not Removal.objects.exists()
    assert Reaction.objects.shown().filter(pk=reaction.pk).exists()


@pytest.mark.parametrize("kind", ["reaction", "photo", "post"])
def test_an_admin_takes_away_a_reaction_a_photo_or_a_whole_news_item(cast, client_of, reaction, make_photo, kind):
    post = reaction.post
    photo = make_photo(post)
    row = {"reaction": reaction, "photo": photo, "post": post}[kind]
    clause = {"reaction": "E4", "photo": "D2", "post": "B7"}[kind]
    answer = client_of(cast.joris).post(f"/weghalen/{kind}/{row.pk}/", GOOD | {"clause": clause}, follow=True)
    assert "Niemand ziet het meer." in answer.content.decode()
    removal = Removal.objects.get()
    assert (removal.state, removal.clause, removal.asked_by) == ("hidden", clause, cast.joris)
    seal_removals()
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert Post.objects.filter(pk=post.pk).exists() == (kind != "post")
    assert Photo.objects.filter(pk=photo.pk).exists() == (kind == "reaction")


def test_a_portrait_is_taken_away_by_the_head(cast, client_of):
    from django.core.files.base import ContentFile

    cast.samira.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    assert client_of(cast.naima).get(f"/weghalen/portrait/{cast.samira.pk}/").status_code == 404
    client_of(cast.marleen).post(f"/weghalen/portrait/{cast.samira.pk}/", GOOD | {"clause": "D3"})
    cast.samira.refresh_from_db()
    assert not cast.samira.portrait
    assert client_of(cast.marleen).get("/").status_code == 200


def test_the_author_reads_which_agreement_why_and_to_whom_to_object_but_not_the_text(cast, client_of, reaction):
    client_of(cast.joris).post(f"/weghalen/reaction/{reaction.pk}/", GOOD)
    deliver_due()
    letter = next(one for one in mail.outbox if one.subject == "Er is iets van jou weggehaald")
    assert letter.to == [cast.samira.email]
    assert "schelden, dreigen" in letter.body
    assert "Dit past niet bij onze afspraken." in letter.body
    assert cast.marleen.full_name in letter.body
    assert "onzin" not in letter.body
    assert cast.joris.last_name not in letter.body


def test_staff_hear_it_within_their_hours_and_the_head_objects_to_another(cast, client_of, make_post):
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.wilma)
    of_head = make_post(cast.whole_school, cast.marleen)
    client_of(cast.wilma).post(f"/weghalen/post/{of_head.pk}/", GOOD)
    letter = OutboxMail.objects.get(kind="thing_removed")
    assert letter.recipient == cast.marleen
    assert cast.wilma.full_name in letter.text


def test_who_takes_away_what_was_reported_decides_the_report(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom)
    client = client_of(cast.joris)
    page = client.get(f"/weghalen/reaction/{reaction.pk}/").content.decode()
    assert f'name="item" value="{item.pk}"' in page
    answer = client.post(f"/weghalen/reaction/{reaction.pk}/", GOOD | {"item": item.pk})
    assert answer["Location"] == "/meldingen/"
    item.refresh_from_db()
    assert (item.state, item.decided_by) == ("removed", cast.joris)
    assert Removal.objects.get().item == item


def test_who_comes_too_late_reads_that_somebody_decided(cast, client_of, reaction):
    from moderation.actions import put_back

    item = report_of("reaction", reaction, cast.tom)
    put_back(item, "Dit mag.", by=cast.marleen)
    client = client_of(cast.joris)
    answer = client.post(f"/weghalen/reaction/{reaction.pk}/", GOOD | {"item": item.pk}, follow=True)
    assert "Iemand anders besliste net." in answer.content.decode()
    assert not Removal.objects.exists()
    client.post(f"/weghalen/reaction/{reaction.pk}/", GOOD)
    again = client.post(f"/weghalen/reaction/{reaction.pk}/", GOOD, follow=True)
    assert "Iemand anders besliste net." in again.content.decode()
    assert Removal.objects.count() == 1


def test_nobody_else_takes_away(cast, client_of, post, reaction):
    for name in ("samira", "tom", "thijs", "wilma", "henk", "fleur", "dennis"):
        answer = client_of(getattr(cast, name)).post(f"/weghalen/reaction/{reaction.pk}/", GOOD)
        assert answer.status_code == 404, name
    assert client_of(cast.naima).get(f"/weghalen/post/{post.pk}/").status_code == 404  # one's own is taken back
    assert client_of(cast.joris).get("/weghalen/nothing/1/").status_code == 404
    ModerationPolicy.objects.create(school=cast.school, ict_removes=True)
    # In a class that the ICT contact does not read, only what was reported.
    assert client_of(cast.dennis).post(f"/weghalen/reaction/{reaction.pk}/", GOOD).status_code == 404
    report_of("reaction", reaction, cast.tom)
    assert client_of(cast.dennis).post(f"/weghalen/reaction/{reaction.pk}/", GOOD).status_code == 302


@pytest.mark.parametrize("kind", ["reaction", "photo", "post"])
def test_authors_take_back_their_own_after_being_asked_once(cast, client_of, post, make_photo, kind):
    photo, own = make_photo(post), ReactionFactory(post=post, author=cast.naima)
    row = {"reaction": own, "photo": photo, "post": post}[kind]
    client = client_of(cast.naima)
    assert "komt niet meer terug" in client.get(f"/terughalen/{kind}/{row.pk}/").content.decode()
    assert not Removal.objects.exists()
    answer = client.post(f"/terughalen/{kind}/{row.pk}/", follow=True)
    assert "Je hebt het teruggehaald." in answer.content.decode()
    seal_removals()
    assert Removal.objects.get().is_taken_back
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert not OutboxMail.objects.filter(kind="thing_removed").exists()
    if kind != "post":
        assert Tombstone.objects.get(object_id=row.pk, kind=kind).was_taken_back


def test_what_was_reported_is_not_taken_back_and_nothing_of_others(cast, client_of, reaction):
    report_of("reaction", reaction, cast.tom)
    answer = client_of(cast.samira).post(f"/terughalen/reaction/{reaction.pk}/", follow=True)
    assert "Er kijkt al iemand naar." in answer.content.decode()
    assert not Removal.objects.exists()
    for name in ("tom", "naima", "marleen"):
        assert client_of(getattr(cast, name)).post(f"/terughalen/reaction/{reaction.pk}/").status_code == 404, name


def test_the_links_stand_where_one_may_and_nowhere_else(cast, client_of, post, make_photo):
    from datetime import timedelta

    from protocol import clock

    photo = make_photo(post)
    old = ReactionFactory(post=post, author=cast.samira, created_at=clock.now() - timedelta(minutes=11))
    new = ReactionFactory(post=post, author=cast.samira)

    def links(name):
        pages = [f"/nieuws/{post.pk}/", f"/nieuws/{post.pk}/foto/1/"]
        html = "".join(client_of(getattr(cast, name)).get(page).content.decode() for page in pages)
        found = [("reaction", old), ("reaction", new), ("post", post), ("photo", photo)]
        return {
            f"{verb} {kind} {'old' if row is old else ''}".strip()
            for verb in ("weghalen", "terughalen")
            for kind, row in found
            if f"/{verb}/{kind}/{row.pk}/" in html
        }

    assert links("tom") == set()
    assert links("samira") == {"terughalen reaction old"}
    assert links("naima") == {
        "weghalen reaction old", "weghalen reaction", "terughalen post", "terughalen photo"
    }  # fmt: skip
    assert links("joris") == {"weghalen reaction old", "weghalen reaction", "weghalen post", "weghalen photo"}
    assert links("henk") == set()
