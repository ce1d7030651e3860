"""What somebody tries who wants to know who reported what, or what is said of oneself (F4, F5, F7, B8)."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import ReadEntry
from groups.actions import set_protected_address
from messaging.actions import add_reaction
from moderation.actions import (
    check_archive,
    consult,
    open_case,
    remove,
    report,
    say_word,
    seal_removals,
)
from moderation.models import FriendlyWord, Item, ModerationPolicy, Removal, SetAside
from moderation.subjects import find
from notifications.models import OutboxMail
from tests.archive import sealed
from tests.reporting import report_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F4", "F5")]


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# The log of who did what


@pytest.mark.parametrize("name", ["marleen", "dennis"])
def test_the_log_tells_nobody_of_a_case_about_oneself(cast, client_of, name):
    """The head and the ICT contact read the log; what is done about them is not theirs to follow in it."""
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.henk)
    about, other = getattr(cast, name), cast.dennis if name == "marleen" else cast.marleen
    by = cast.henk if name == "marleen" else cast.marleen
    case = open_case("Toon", about, school=cast.school, by=by)
    consult(case, "Praten.", by=by)
    ordinary = open_case("Ruzie", cast.samira, school=cast.school, by=cast.naima)
    page = text_of(client_of(about).get("/beheer/logboek/"))
    assert str(ordinary) in page
    assert str(case) not in page
    copy = b"".join(client_of(about).post("/beheer/logboek/kopie/").streaming_content).decode()
    assert str(ordinary) in copy
    assert str(case) not in copy
    # What is about the head comes to whom the school named alone.
    assert (str(case) in text_of(client_of(other).get("/beheer/logboek/"))) == (name == "dennis")


def test_the_log_tells_nobody_that_something_of_theirs_was_reported(cast, client_of, make_post):
    post = make_post(cast.whole_school, cast.dennis)
    item = report_of("post", post, cast.samira, hides=True)
    assert client_of(cast.marleen).post(f"/meldingen/{item.pk}/terug/", {"reason": "Het mag."}).status_code == 302
    assert "zette terug" in text_of(client_of(cast.marleen).get("/beheer/logboek/?wat=put_back"))
    assert str(item) not in text_of(client_of(cast.dennis).get("/beheer/logboek/?wat=put_back"))


# The log of who saw what


@pytest.mark.clause("F7", "B8")
def test_who_opens_a_case_stands_in_the_log_of_who_saw_what(cast, client_of):
    case = open_case("Ruzie", cast.samira, school=cast.school, by=cast.naima)
    marleen = client_of(cast.marleen)
    assert marleen.get(f"/dossiers/{case.pk}/").status_code == 200
    b"".join(marleen.post(f"/dossiers/{case.pk}/meenemen/", {"form": "pdf", "reason": "Aangifte"}).streaming_content)
    seen = ReadEntry.objects.filter(kind="case", object_id=case.pk, reader=cast.marleen).order_by("pk")
    assert list(seen.values_list("page", flat=True)) == ["moderation:case-detail", "moderation:case-export"]
    assert client_of(cast.samira).get(f"/dossiers/{case.pk}/").status_code == 404
    assert not ReadEntry.objects.filter(kind="case", reader=cast.samira).exists()


# A family with a protected address


@pytest.mark.clause("F4", "B8")
def test_a_word_of_a_family_with_a_protected_address_names_nobody_to_another_parent(cast, client_of, make_post):
    set_protected_address(cast.yara, True, by=cast.marleen)
    cast.samira.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    post = make_post(cast.groep5, cast.naima)
    reaction = add_reaction(post, "Foei", by=cast.tom)
    address = f"/melden/reaction/{reaction.pk}/"
    assert "je naam staat er niet onder" in text_of(client_of(cast.samira).get(address))
    told = client_of(cast.samira).post(address, {"way": "woord", "word": "Wil je dit nog eens lezen?"}, follow=True)
    assert "dus staat je naam er niet bij" in text_of(told)
    word = FriendlyWord.objects.get()
    tom = client_of(cast.tom)
    for page in ("/woorden-aan-mij/", f"/melden/word/{word.pk}/"):
        answer = tom.get(page)
        assert "ouder" in text_of(answer)
        assert "Samira" not in answer.content.decode(), page
        assert str(cast.samira.portrait_key) not in answer.content.decode()
    mail = OutboxMail.objects.get(kind="word_received")
    assert (mail.recipient, "Samira" in mail.subject + mail.text) == (cast.tom, False)
    # Who works at the school reads whose it is, as under a reaction; and is named to everybody.
    say_word(find("post", post.pk), "Mooi, maar kort.", by=cast.samira)
    assert "Samira" in text_of(client_of(cast.naima).get("/woorden-aan-mij/"))
    say_word(find("reaction", reaction.pk), "Wat vriendelijker mag.", by=cast.naima)
    assert cast.naima.called.lower() in text_of(tom.get("/woorden-aan-mij/")).lower()


# A portrait under somebody's hands


def portrait_of(person, data):
    person.refresh_from_db()
    person.portrait.save("p.webp", ContentFile(data))
    return str(person.portrait.name)


@pytest.mark.clause("F6", "D12")
def test_a_portrait_that_was_reported_is_what_goes_though_another_was_placed_since(cast):
    was = portrait_of(cast.tom, b"RIFF-reported")
    report(find("portrait", cast.tom.pk), by=cast.samira, clause_id="D2", text="")
    other = portrait_of(cast.tom, b"RIFF-another")
    package = sealed("portrait", cast.tom, cast.marleen, item=Item.objects.get())
    kept = default_storage.open(f"{package.folder}/photos/01-large.webp").read()
    assert kept == b"RIFF-reported"
    assert not default_storage.exists(was)
    cast.tom.refresh_from_db()
    assert (cast.tom.portrait.name, default_storage.exists(other)) == (other, True)
    assert check_archive() == 0


@pytest.mark.clause("F6")
@pytest.mark.parametrize("is_another_there", [False, True])
def test_a_portrait_that_is_gone_meanwhile_ends_its_removal_and_takes_no_other_along(cast, is_another_there):
    portrait_of(cast.tom, b"RIFF-one")
    remove(find("portrait", cast.tom.pk), by=cast.marleen, clause_id="D2", reason="Zwemkleding.")
    SetAside.objects.all().delete()
    other = portrait_of(cast.tom, b"RIFF-another") if is_another_there else ""
    assert seal_removals() == 0
    removal = Removal.objects.get()
    assert (removal.state, removal.last_error, removal.package) == ("cancelled", "", None)
    assert not Removal.objects.failing().exists()
    cast.tom.refresh_from_db()
    assert cast.tom.portrait.name == other
