"""What a council or a trainee writes waits for a yes, and nobody else sees it before (B5)."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client

from groups.actions import give_role
from groups.models import DayOff, PostingPolicy
from messaging.actions import (
    ChangedMeanwhile,
    Content,
    approve,
    edit_post,
    hash_of,
    publish_due_posts,
    publish_post,
    release,
    save_draft,
    send_back,
    watch_approvals,
    withdraw_post,
)
from messaging.models import Approval, Attachment, Photo, Post, PostVersion
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.consenting import ROSTER, ask_as, request_for
from tests.school_times import at, keep_real_hours

SignIn = Callable[..., Client]
one = pytest.mark.django_db
both = pytest.mark.django_db(transaction=True)
OTHER = Content("news", "Vijf dagen", "Het rooster is anders.")


def html(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:400]
    return str(response.content.decode())


@one
@pytest.mark.clause("B5")
def test_what_a_council_writes_waits_and_only_the_writer_and_the_head_see_it(
    cast: Any, make_photo: Any, client_of: SignIn
) -> None:
    give_role(cast.tom, "member", cast.mr, by=cast.marleen)
    draft = save_draft(cast.mr, ROSTER, key=uuid4(), by=cast.pieterjan)
    photo = make_photo(draft)
    file = Attachment.objects.create(post=draft, file=ContentFile(b"%PDF-1.4\n%%EOF", "b.pdf"), name="b.pdf", size=14)
    post = publish_post(draft, by=cast.pieterjan)
    assert (post.state, post.consent) == ("waiting", "waiting")
    approval = request_for(post)
    doors = [f"/fotos/{photo.key}/klein/", f"/bestanden/{file.key}/", f"/akkoord/{approval.pk}/"]
    for name in ("tom", "samira", "chantal", "naima", "karim", "dennis", "wilma", "henk", "fleur"):
        client = client_of(getattr(cast, name))
        assert [client.get(url).status_code for url in [*doors, f"/nieuws/{post.pk}/"]] == [404] * 4, name
        for url in ("/", f"/groepen/{cast.mr.pk}/", "/zoeken/?q=gelijke"):
            assert ROSTER.title not in html(client.get(url)), f"{name} {url}"
    head = client_of(cast.marleen)
    assert [head.get(url).status_code for url in doors] == [200] * 3
    mine = client_of(cast.pieterjan)
    assert [mine.get(url).status_code for url in doors] == [200, 200, 404], "nobody decides about the own post"
    assert "Wacht op akkoord" in html(mine.get(f"/nieuws/{post.pk}/"))
    assert "Wacht op akkoord" in html(mine.get("/"))


@one
@pytest.mark.clause("B5")
def test_the_head_reads_what_parents_will_read_and_agrees_and_then_they_do(cast: Any, client_of: SignIn) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    approval = request_for(post)
    head, parent = client_of(cast.marleen), client_of(cast.samira)
    page = html(head.get(f"/akkoord/{approval.pk}/"))
    assert ROSTER.title in page
    assert ROSTER.text in page
    seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    assert parent.get(f"/nieuws/{post.pk}/").status_code == 404
    assert head.post(f"/akkoord/{approval.pk}/", {"seen": seen})["Location"] == "/directie/"
    post.refresh_from_db()
    assert (post.state, post.consent, post.approved_by) == ("published", "approved", cast.marleen)
    assert ROSTER.title in html(parent.get(f"/nieuws/{post.pk}/"))
    assert "Er is al beslist" in html(head.get(f"/akkoord/{approval.pk}/")), "an old link says so"
    assert "Er is akkoord" in html(client_of(cast.pieterjan).get(f"/nieuws/{post.pk}/"))


@one
@pytest.mark.clause("B5")
def test_a_yes_to_words_that_changed_meanwhile_is_no_yes_and_shows_the_new_ones(cast: Any, client_of: SignIn) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    approval = request_for(post)
    seen = hash_of(approval)
    edit_post(post, OTHER, by=cast.pieterjan)
    head = client_of(cast.marleen)
    page = html(head.post(f"/akkoord/{approval.pk}/", {"seen": seen}), 409)
    assert OTHER.title in page
    assert 'role="alert"' in page
    post.refresh_from_db()
    assert post.state == "waiting"
    new = request_for(post)
    assert new.pk != approval.pk
    assert re.search(r'name="seen" value="([^"]+)"', page).group(1) == hash_of(new)
    assert html(head.post(f"/akkoord/{new.pk}/", {"seen": ""}), 409), "who saw nothing agrees with nothing"
    kept = html(head.post(f"/akkoord/{approval.pk}/terug/", {"reason": "Zet de datum erbij."}), 409)
    assert "Zet de datum erbij." in kept
    assert f'action="/akkoord/{new.pk}/terug/"' in kept


@one
@pytest.mark.clause("B5")
def test_photos_that_nobody_can_see_yet_cannot_be_agreed_with(cast: Any, make_photo: Any, client_of: SignIn) -> None:
    draft = save_draft(cast.mr, ROSTER, key=uuid4(), by=cast.pieterjan)
    make_photo(draft, ready=False)
    approval = request_for(publish_post(draft, by=cast.pieterjan))
    assert 'name="seen"' not in html(client_of(cast.marleen).get(f"/akkoord/{approval.pk}/"))


@one
@pytest.mark.clause("B5")
def test_sending_back_asks_for_a_reason_and_keeps_it_and_the_writer_goes_on(cast: Any, client_of: SignIn) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    approval = request_for(post)
    head, mine = client_of(cast.marleen), client_of(cast.pieterjan)
    url = f"/akkoord/{approval.pk}/terug/"
    assert "Schrijf waarom" in html(head.post(url, {"reason": " \u200b "}), 422)
    long = html(head.post(url, {"reason": "Zet erbij. " * 60}), 422)
    assert "Zet erbij. Zet erbij." in long, "what was written stays"
    head.post(url, {"reason": "Zet de datum erbij."})
    post.refresh_from_db()
    approval.refresh_from_db()
    assert (post.state, approval.outcome, approval.reason) == ("draft", "returned", "Zet de datum erbij.")
    assert "Zet de datum erbij." in html(mine.get("/"))
    assert "Zet de datum erbij." in html(mine.get(f"/groepen/{cast.mr.pk}/nieuw/?concept={post.key}"))
    publish_post(post, by=cast.pieterjan)
    assert request_for(post).pk != approval.pk
    assert "Gewijzigd na je akkoord" not in html(head.get("/directie/"))


@one
@pytest.mark.clause("B5")
def test_a_change_of_what_is_out_shows_old_and_new_and_the_old_stays_until_the_yes(
    cast: Any, client_of: SignIn
) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    approve(request_for(post), by=cast.marleen, seen=hash_of(request_for(post)))
    mine, head, parent = client_of(cast.pieterjan), client_of(cast.marleen), client_of(cast.samira)
    said = {"kind": "news", "title": OTHER.title, "text": OTHER.text, "form": "1", "reactions_open": "on"}
    mine.post(f"/nieuws/{post.pk}/wijzigen/", said)
    approval = request_for(post)
    page = html(head.get(f"/akkoord/{approval.pk}/"))
    assert "Dit staat er nu" in page
    assert ROSTER.text in page
    assert OTHER.text in page
    assert ROSTER.text in html(parent.get(f"/nieuws/{post.pk}/"))
    assert OTHER.text in html(mine.get(f"/nieuws/{post.pk}/")), "the writer sees what waits"
    head.post(f"/akkoord/{approval.pk}/terug/", {"reason": "Liever niet."})
    assert "Liever niet." in html(mine.get(f"/nieuws/{post.pk}/"))
    assert OTHER.text in html(mine.get(f"/nieuws/{post.pk}/wijzigen/?terug=1")), "and goes on from there"
    mine.post(f"/nieuws/{post.pk}/wijzigen/", said)
    head.post(f"/akkoord/{request_for(post).pk}/", {"seen": hash_of(request_for(post))})
    assert OTHER.text in html(parent.get(f"/nieuws/{post.pk}/"))
    assert PostVersion.objects.get(post=post).text == ROSTER.text


@one
@pytest.mark.clause("B5", "D12")
def test_the_head_reads_nothing_of_a_photo_that_is_hidden_when_words_of_photos_change(
    cast: Any, make_post: Any, client_of: SignIn
) -> None:
    post = make_post(cast.groep5, cast.fleur, photos=3)
    hidden, *others = post.photos.order_by("position")
    Photo.objects.filter(pk=hidden.pk).update(hidden_at=clock.now())
    new = {str(hidden.key): "Een kind huilt", **{str(photo.key): f"Brug {photo.pk}" for photo in others}}
    assert edit_post(post, Content(post.kind, post.title, post.text), by=cast.fleur, alts=new)
    page = html(client_of(cast.naima).get(f"/akkoord/{request_for(post).pk}/"))
    assert "Een kind huilt" not in page
    for number, photo in enumerate(others, start=1):
        assert re.search(rf"[Ff]oto {number} [^<]*Brug {photo.pk}<", page), number


@one
@pytest.mark.clause("B5")
def test_what_a_trainee_writes_waits_for_a_teacher_of_the_group(cast: Any, client_of: SignIn) -> None:
    post = ask_as(cast.fleur, cast.groep5)
    approval = request_for(post)
    naima = client_of(cast.naima)
    assert f"/akkoord/{approval.pk}/" in html(naima.get("/"))
    assert client_of(cast.thijs).get(f"/akkoord/{approval.pk}/").status_code == 404
    assert naima.post(f"/akkoord/{approval.pk}/", {"seen": hash_of(approval)})["Location"] == "/"
    post.refresh_from_db()
    assert (post.state, post.approved_by) == ("published", cast.naima)
    to = set(OutboxMail.objects.filter(kind="approval_asked").values_list("recipient__sign_in_name", flat=True))
    assert to == {"naima", "joris"}


@one
@pytest.mark.clause("B5")
def test_the_composer_of_a_council_says_who_reads_it_first_and_asks_for_whom(cast: Any, client_of: SignIn) -> None:
    mine = client_of(cast.pieterjan)
    page = html(mine.get(f"/groepen/{cast.mr.pk}/nieuw/"))
    for words in ("Vraag akkoord", "De directie leest het eerst", "Voor wie", "Je schrijft als", "MR-lid"):
        assert words in page
    sent = {"kind": "news", "title": "Titel", "text": "Tekst.", "send": "1", "whom": "some"}
    assert "Kies de groepen" in html(mine.post(f"/groepen/{cast.mr.pk}/nieuw/", sent), 422)
    assert not Post.objects.filter(school_group=cast.mr).exclude(state="draft").exists()
    audience = [str(cast.groep5.pk), str(cast.groep8.pk), str(cast.team.pk), "999999"]
    mine.post(f"/groepen/{cast.mr.pk}/nieuw/", sent | {"audience": audience})
    post = Post.objects.get(school_group=cast.mr, state="waiting")
    assert set(post.audience.values_list("school_group", flat=True)) == {cast.groep5.pk, cast.groep8.pk}
    assert "Vraag akkoord" not in html(client_of(cast.naima).get(f"/groepen/{cast.groep5.pk}/nieuw/"))
    assert "Voor wie" not in html(client_of(cast.fleur).get(f"/groepen/{cast.groep5.pk}/nieuw/"))


@one
@pytest.mark.clause("B5")
def test_for_whom_is_kept_in_a_draft_and_can_become_everybody_again(cast: Any, client_of: SignIn) -> None:
    mine = client_of(cast.pieterjan)
    said = {"key": "7f0e6d0e-0000-4000-8000-000000000001", "kind": "news", "title": "Titel", "text": "", "form": "1"}
    save = f"/groepen/{cast.mr.pk}/concept/"
    assert mine.post(save, said | {"whom": "some", "audience": str(cast.groep5.pk)}).status_code == 200
    draft = Post.objects.get(key=said["key"])
    assert draft.is_addressed
    page = html(mine.get(f"/groepen/{cast.mr.pk}/nieuw/?concept={draft.key}"))
    assert re.search(rf'name="audience" value="{cast.groep5.pk}" checked', page)
    mine.post(save, said | {"whom": "all", "audience": str(cast.groep5.pk)})
    draft.refresh_from_db()
    assert not draft.is_addressed
    assert not draft.audience.exists()


@one
@pytest.mark.clause("B5", "B8")
def test_what_a_council_writes_to_one_class_is_read_there_and_nowhere_else(
    cast: Any, client_of: SignIn, make_photo: Any
) -> None:
    give_role(cast.inge, "member", cast.mr, by=cast.marleen)
    draft = save_draft(cast.mr, ROSTER, key=uuid4(), by=cast.pieterjan, audience=[cast.egels.pk])
    photo = make_photo(draft)
    post = publish_post(draft, by=cast.pieterjan)
    approve(request_for(post), by=cast.marleen, seen=hash_of(request_for(post)))
    reads = {"kwame", "samira", "thijs", "marleen", "wilma", "pieterjan", "inge"}
    for name in sorted(reads | {"tom", "chantal", "naima", "henk", "dennis"}):
        client = client_of(getattr(cast, name))
        doors = [client.get(url).status_code for url in (f"/nieuws/{post.pk}/", f"/fotos/{photo.key}/klein/")]
        doors += [client.get(f"/nieuws/{post.pk}/foto/1/").status_code]
        assert doors == [200 if name in reads else 404] * 3, name
        for url in ("/", f"/groepen/{cast.mr.pk}/", "/zoeken/?q=gelijke", "/?voor=" + str(post.pk + 1)):
            response = client.get(url)
            if response.status_code == 200:
                assert (ROSTER.title in response.content.decode()) == (name in reads), f"{name} {url}"
    assert client_of(cast.tom).post(f"/nieuws/{post.pk}/reactie/", {"text": "Hoi"}).status_code == 404
    assert "Voor" in html(client_of(cast.kwame).get(f"/nieuws/{post.pk}/"))


@one
@pytest.mark.clause("B5")
def test_agreed_for_one_class_is_not_agreed_for_another(cast: Any) -> None:
    post = ask_as(cast.pieterjan, cast.mr, audience=[cast.egels.pk])
    approval = request_for(post)
    post.audience.update(school_group=cast.groep5)
    with pytest.raises(ChangedMeanwhile):
        approve(approval, by=cast.marleen, seen=hash_of(approval))


@one
@pytest.mark.clause("B5")
def test_the_mr_informs_where_the_school_agreed_so_and_the_or_still_asks(cast: Any, client_of: SignIn) -> None:
    PostingPolicy.objects.update(mr_informs=True)
    post = ask_as(cast.pieterjan, cast.mr)
    assert (post.state, post.consent) == ("published", "informed")
    assert OutboxMail.objects.get(kind="council_informed").recipient == cast.marleen
    assert ROSTER.title in html(client_of(cast.marleen).get("/directie/"))
    assert ask_as(cast.chantal, cast.council_or).state == "waiting"
    page = html(client_of(cast.pieterjan).get(f"/groepen/{cast.mr.pk}/nieuw/"))
    assert "De directie krijgt bericht" in page
    assert "Vraag akkoord" not in page


# Mails


@one
@pytest.mark.clause("B5", "B8")
def test_no_word_of_a_post_and_no_name_stands_in_a_mail(cast: Any, mailoutbox: Any) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    send_back(request_for(post), "Zet de datum erbij.", by=cast.marleen)
    publish_post(post, by=cast.pieterjan)
    Approval.objects.open().update(due_on=clock.today() - timedelta(days=1))
    PostingPolicy.objects.update(deputy=cast.wilma)
    watch_approvals()
    deliver_due()
    kinds = Counter(OutboxMail.objects.filter(state="sent").values_list("kind", flat=True))
    assert kinds == {"approval_asked": 1, "approval_answer": 1, "approval_late": 1, "approval_stands_in": 1}
    for mail in mailoutbox:
        for secret in ("Vijf", "rooster", "datum", "Oosterhuis", "Medezeggenschap"):
            assert secret not in mail.subject + mail.body
        assert "http" in mail.body


@one
@pytest.mark.clause("B5")
def test_a_mail_about_what_needs_no_answer_any_more_is_not_sent(cast: Any, mailoutbox: Any) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    withdraw_post(post)
    deliver_due()
    assert not mailoutbox
    assert OutboxMail.objects.get(kind="approval_asked").state == "dropped"


@pytest.mark.parametrize(
    ("moment", "due"), [(("2026-11-24", "20:40"), ("2026-11-25", "08:00")), (("2026-11-24", "10:00"), None)]
)
@one
@pytest.mark.clause("E8", "B5")
def test_staff_get_word_in_their_working_hours_and_a_parent_at_once(cast: Any, moment: Any, due: Any) -> None:
    keep_real_hours(cast.school)
    with time_machine.travel(at(*moment), tick=False):
        post = ask_as(cast.pieterjan, cast.mr)
        assert OutboxMail.objects.get(kind="approval_asked").due_at == (at(*due) if due else clock.now())
        send_back(request_for(post), "Nog niet.", by=cast.marleen)
        assert OutboxMail.objects.get(kind="approval_answer").due_at == clock.now()


# When nobody decides


@pytest.fixture
def waits_since_tuesday(cast: Any) -> Post:
    """Asked on Tuesday 24 November, with Thursday off: the last of two school days is Friday the 27th."""
    keep_real_hours(cast.school, deputy=cast.wilma)
    DayOff.objects.create(
        school=cast.school, kind="study", name="Studiedag", first_on=date(2026, 11, 26), last_on=date(2026, 11, 26)
    )
    with time_machine.travel(at("2026-11-24", "10:00"), tick=False):
        return ask_as(cast.pieterjan, cast.mr)


@one
@pytest.mark.clause("B5")
def test_after_its_last_school_day_the_head_is_reminded_once_and_the_deputy_asked(
    cast: Any, waits_since_tuesday: Post, client_of: SignIn
) -> None:
    approval = request_for(waits_since_tuesday)
    assert approval.due_on == date(2026, 11, 27)
    with time_machine.travel(at("2026-11-27", "23:59"), tick=False):
        assert watch_approvals() == 0
        assert client_of(cast.wilma).get(f"/akkoord/{approval.pk}/").status_code == 404
    with time_machine.travel(at("2026-11-28", "00:01"), tick=False):
        assert [watch_approvals(), watch_approvals()] == [1, 0]
        approval.refresh_from_db()
        assert approval.deputy == cast.wilma
        late = OutboxMail.objects.filter(kind__in=["approval_late", "approval_stands_in"])
        assert dict(late.values_list("kind", "recipient__sign_in_name")) == {
            "approval_late": "marleen",
            "approval_stands_in": "wilma",
        }
        assert {mail.due_at for mail in late} == {at("2026-11-30", "08:00")}, "not in the weekend"
    with time_machine.travel(at("2026-11-30", "09:00"), tick=False):
        assert f"/akkoord/{approval.pk}/" in html(client_of(cast.wilma).get("/"))
        assert approve(approval, by=cast.wilma, seen=hash_of(approval))


@one
@pytest.mark.clause("B5")
def test_who_left_the_school_stands_in_no_more(cast: Any, waits_since_tuesday: Post) -> None:
    with time_machine.travel(at("2026-12-01", "09:00"), tick=False):
        watch_approvals()
        assert Approval.objects.decidable_by(cast.wilma).exists()
        cast.wilma.memberships.update(valid_until=date(2026, 11, 30))
        assert not Approval.objects.decidable_by(cast.wilma).exists()


@one
@pytest.mark.clause("B5")
def test_where_silence_lets_it_out_it_goes_late_after_an_outage_and_once(
    cast: Any, waits_since_tuesday: Post, client_of: SignIn
) -> None:
    PostingPolicy.objects.update(silence="release")
    with time_machine.travel(at("2026-12-08", "09:00"), tick=False):
        assert [watch_approvals(), watch_approvals()] == [1, 0]
        waits_since_tuesday.refresh_from_db()
        assert (waits_since_tuesday.state, waits_since_tuesday.consent) == ("published", "released")
        assert set(OutboxMail.objects.values_list("kind", flat=True)) >= {"approval_released", "approval_answer"}
        assert "Niemand besliste op tijd" in html(client_of(cast.pieterjan).get(f"/nieuws/{waits_since_tuesday.pk}/"))


@one
@pytest.mark.clause("B5")
def test_silence_lets_out_no_other_words_than_were_asked_about(cast: Any, waits_since_tuesday: Post) -> None:
    approval = request_for(waits_since_tuesday)
    Post.objects.filter(pk=waits_since_tuesday.pk).update(text="Heel andere woorden.")
    assert not release(approval)
    waits_since_tuesday.refresh_from_db()
    assert waits_since_tuesday.state == "waiting"


@both
@pytest.mark.clause("B5")
def test_two_sweeps_at_once_remind_once(cast: Any, race: Any) -> None:
    for _ in range(3):
        ask_as(cast.pieterjan, cast.mr)
    Approval.objects.update(due_on=clock.today() - timedelta(days=1))
    assert sum(race(lambda _: watch_approvals(), 4)) == 3
    assert OutboxMail.objects.filter(kind="approval_late").count() == 3


@both
@pytest.mark.clause("B5")
def test_two_sweeps_at_once_let_out_once(cast: Any, race: Any) -> None:
    PostingPolicy.objects.update(silence="release")
    post = ask_as(cast.pieterjan, cast.mr)
    Approval.objects.update(due_on=clock.today() - timedelta(days=1))
    assert sum(race(lambda _: watch_approvals(), 4)) == 1
    post.refresh_from_db()
    assert post.state == "published"


# Races


def decide(number: int, approval: Approval, by: Any, seen: str) -> bool:
    return approve(approval, by=by, seen=seen) if number % 2 else send_back(approval, "Nog niet.", by=by)


@both
@pytest.mark.clause("B5")
def test_of_several_heads_at_once_one_decides(cast: Any, race: Any) -> None:
    give_role(cast.wilma, "head", cast.school, by=cast.marleen)
    for _ in range(4):
        post = ask_as(cast.pieterjan, cast.mr)
        approval, seen = request_for(post), hash_of(request_for(post))
        done = race(lambda n, a=approval, s=seen: decide(n, a, [cast.marleen, cast.wilma][n % 2], s), 6)
        assert done.count(True) == 1, done
        post.refresh_from_db()
        outcome = Approval.objects.get(pk=approval.pk).outcome
        assert (outcome, post.state) in {("approved", "published"), ("returned", "draft")}


@both
@pytest.mark.clause("B5")
def test_of_an_edit_and_a_yes_at_once_nothing_goes_out_that_nobody_agreed_with(cast: Any, race: Any) -> None:
    for _ in range(5):
        post = ask_as(cast.pieterjan, cast.mr)
        approval, seen = request_for(post), hash_of(request_for(post))
        race(
            lambda n, p=post, a=approval, s=seen: (
                edit_post(p, OTHER, by=cast.pieterjan) if n else approve(a, by=cast.marleen, seen=s)
            ),
            2,
        )
        post.refresh_from_db()
        if post.state == "published":
            assert post.title == ROSTER.title
            assert request_for(post).change["title"] == OTHER.title
        else:
            assert (post.state, post.title) == ("waiting", OTHER.title)


@both
@pytest.mark.clause("B5")
def test_of_taking_back_and_a_yes_at_once_one_holds(cast: Any, race: Any) -> None:
    for _ in range(5):
        post = ask_as(cast.pieterjan, cast.mr)
        approval, seen = request_for(post), hash_of(request_for(post))
        race(lambda n, p=post, a=approval, s=seen: withdraw_post(p) if n else approve(a, by=cast.marleen, seen=s), 2)
        post.refresh_from_db()
        outcome = Approval.objects.get(pk=approval.pk).outcome
        assert (outcome, post.state) in {("approved", "published"), ("withdrawn", "draft")}


# What the database itself holds


@one
@pytest.mark.clause("B5")
def test_no_door_and_not_the_database_itself_lets_anybody_say_yes_to_the_own_post(cast: Any, client_of: SignIn) -> None:
    give_role(cast.marleen, "member", cast.mr, by=cast.marleen)
    post = ask_as(cast.marleen, cast.mr)
    approval = request_for(post)
    head = client_of(cast.marleen)
    assert head.get(f"/akkoord/{approval.pk}/").status_code == 404
    assert head.post(f"/akkoord/{approval.pk}/", {"seen": hash_of(approval)}).status_code == 404
    assert ROSTER.title not in html(head.get("/directie/"))
    with pytest.raises(IntegrityError), transaction.atomic():
        approve(approval, by=cast.marleen, seen=hash_of(approval))
    with pytest.raises(IntegrityError), transaction.atomic():
        send_back(approval, "Nee.", by=cast.marleen)
    post.refresh_from_db()
    assert post.state == "waiting"


@one
@pytest.mark.clause("B5")
@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "approved"},
        {"decided_at": clock.now()},
        {"outcome": "approved", "decided_at": clock.now()},
        {"outcome": "returned", "decided_at": clock.now(), "reason": ""},
    ],
)
def test_the_database_itself_refuses_half_a_decision(cast: Any, change: dict[str, object]) -> None:
    approval = request_for(ask_as(cast.pieterjan, cast.mr))
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(**change)


@one
@pytest.mark.clause("B5")
@pytest.mark.parametrize("state", ["planned", "published"])
def test_the_database_itself_lets_nothing_out_that_waits(cast: Any, state: str) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    moments = {"publish_at": clock.now(), "published_at": clock.now() if state == "published" else None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(state=state, exempt="shared", **moments)


@one
@pytest.mark.clause("B5")
def test_two_requests_about_one_post_cannot_be_open(cast: Any) -> None:
    post = ask_as(cast.pieterjan, cast.mr)
    again = {"post": post, "author": cast.pieterjan, "content_hash": "0" * 64, "due_on": clock.today()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(**again)


@one
@pytest.mark.clause("B5")
def test_a_yes_and_a_release_do_not_both_happen(cast: Any) -> None:
    approval = request_for(ask_as(cast.pieterjan, cast.mr))
    assert release(approval)
    assert not approve(Approval.objects.get(pk=approval.pk), by=cast.marleen, seen=hash_of(approval))
    assert publish_due_posts() == 0
