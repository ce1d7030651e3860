"""What the MR placed goes by the head together with a member of the MR, and by nobody alone (D12)."""

import pytest

from accounts.models import AuditEntry
from groups.actions import give_role
from messaging.models import Photo, Post
from moderation.actions import agree_as_member, refuse_as_member, seal_removals
from moderation.models import ModerationPolicy, Removal
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from tests.factories import ReactionFactory
from tests.reporting import report_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D12")]
GOOD = {"clause": "E4", "reason": "Dit past niet bij onze afspraken."}


@pytest.fixture
def post(cast, make_post):
    return make_post(cast.mr, cast.pieterjan, title="De MR over de kas")


@pytest.fixture
def member(cast):
    give_role(cast.tom, "member", cast.mr, by=cast.marleen, label="MR-lid")
    return cast.tom


@pytest.fixture
def asked(cast, client_of, post, member):
    client_of(cast.marleen).post(f"/weghalen/post/{post.pk}/", GOOD)
    return Removal.objects.get()


def test_the_head_asks_and_it_is_hidden_until_a_member_agrees(cast, client_of, post, member):
    head = client_of(cast.marleen)
    assert "Het gaat weg als een ander lid van de MR ook akkoord gaat." in (
        head.get(f"/weghalen/post/{post.pk}/").content.decode()
    )
    head.post(f"/weghalen/post/{post.pk}/", GOOD)
    removal = Removal.objects.get()
    assert removal.state == "asked"
    assert not Post.objects.out().filter(pk=post.pk).exists()
    letter = OutboxMail.objects.get(kind="removal_asked")
    assert letter.recipient == member
    assert f"/meldingen/mr/{removal.pk}/" in letter.text
    assert "kas" not in letter.text
    assert not OutboxMail.objects.filter(kind="thing_removed").exists()
    assert "Wacht op de MR" in head.get("/meldingen/?lijst=behandeling").content.decode()
    assert "In behandeling (1)" in head.get("/meldingen/").content.decode()


def test_a_member_who_agrees_lets_it_go(cast, client_of, asked, member):
    client = client_of(member)
    page = client.get(f"/meldingen/mr/{asked.pk}/").content.decode()
    assert "De MR over de kas" in page
    assert "Dit past niet bij onze afspraken." in page
    assert client.post(f"/meldingen/mr/{asked.pk}/", {"answer": "agree"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.agreed_by) == ("hidden", member)
    assert OutboxMail.objects.get(kind="thing_removed").recipient == cast.pieterjan
    assert client.get(f"/meldingen/mr/{asked.pk}/").status_code == 404


def test_a_member_who_does_not_agree_puts_it_back(cast, client_of, post, member):
    item = report_of("post", post, cast.samira)
    client_of(cast.marleen).post(f"/weghalen/post/{post.pk}/", GOOD)
    asked = Removal.objects.get()
    client_of(member).post(f"/meldingen/mr/{asked.pk}/", {"answer": "refuse"})
    asked.refresh_from_db()
    item.refresh_from_db()
    assert asked.state == "cancelled"
    assert Post.objects.out().filter(pk=post.pk).exists()
    assert (item.state, item.decided_by) == ("kept", member)
    assert OutboxMail.objects.get(kind="item_kept").recipient == cast.samira
    assert AuditEntry.objects.filter(event="removal_refused", actor=member).count() == 1
    client_of(cast.marleen).post(f"/weghalen/post/{post.pk}/", GOOD)  # and it may be asked again
    assert Removal.objects.filter(state="asked").count() == 1


def test_who_chooses_nothing_is_asked_again(client_of, asked, member):
    answer = client_of(member).post(f"/meldingen/mr/{asked.pk}/", {"answer": "perhaps"})
    assert answer.status_code == 422
    assert "Kies een van de twee." in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_only_another_member_answers(cast, client_of, asked):
    for name in ("marleen", "pieterjan", "chantal", "dennis", "naima", "samira"):
        answer = client_of(getattr(cast, name)).post(f"/meldingen/mr/{asked.pk}/", {"answer": "agree"})
        assert answer.status_code == 404, name
    for person in (cast.marleen, cast.pieterjan):
        assert not agree_as_member(asked, by=person)
        assert not refuse_as_member(asked, by=person)
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_of_two_members_at_once_one_decides(cast, asked, member):
    assert refuse_as_member(asked, by=member)
    assert not agree_as_member(asked, by=member)
    asked.refresh_from_db()
    assert asked.state == "cancelled"


def test_a_no_to_what_went_meanwhile_with_its_post_puts_nothing_back(cast, client_of, post, member, make_photo):
    photo = make_photo(post)
    item = report_of("photo", photo, cast.samira)
    head = client_of(cast.marleen)
    head.post(f"/weghalen/photo/{photo.pk}/", GOOD | {"clause": "D2"})
    head.post(f"/weghalen/post/{post.pk}/", GOOD)
    of_photo, of_post = (Removal.objects.get(kind=kind) for kind in ("photo", "post"))
    assert agree_as_member(of_post, by=member)
    assert seal_removals() == 1
    assert refuse_as_member(of_photo, by=member)
    of_photo.refresh_from_db()
    item.refresh_from_db()
    assert (of_photo.state, item.state) == ("cancelled", "removed")
    assert not Photo.objects.filter(pk=photo.pk).exists()
    assert not OutboxMail.objects.filter(kind="item_kept").exists()


def test_without_another_member_the_head_goes_on_alone_after_reading_so(cast, client_of, post):
    head = client_of(cast.marleen)
    assert "er is geen ander lid om te vragen" in head.get(f"/weghalen/post/{post.pk}/").content.decode()
    head.post(f"/weghalen/post/{post.pk}/", GOOD)
    assert Removal.objects.get().state == "hidden"


def test_the_ict_contact_never_takes_away_what_the_mr_placed(cast, client_of, post, member):
    ModerationPolicy.objects.create(school=cast.school, ict_removes=True)
    assert client_of(cast.dennis).post(f"/weghalen/post/{post.pk}/", GOOD).status_code == 404
    reaction = ReactionFactory(post=post, author=cast.samira)
    client_of(cast.marleen).post(f"/weghalen/reaction/{reaction.pk}/", GOOD)
    assert Removal.objects.get().state == "hidden"  # a parent's reaction is not the MR's


def test_the_mail_goes_to_nobody_once_it_was_decided(asked, member, mailoutbox):
    agree_as_member(asked, by=member)
    OutboxMail.objects.update(due_at=asked.asked_at)
    deliver_due()
    assert [letter for letter in mailoutbox if "MR" in letter.subject] == []
