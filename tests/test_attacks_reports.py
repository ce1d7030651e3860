"""What somebody tries who wants to know who reported what, or what is said of oneself (F4, F5, F7, B8)."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import ReadEntry
from groups.actions import give_role, set_protected_address
from groups.models import Restriction, Role
from messaging.actions import add_reaction, point_out
from messaging.models import Photo, Post, Reaction
from messaging.withheld import groups_withholding, withheld_in
from moderation.actions import (
    check_archive,
    close_case,
    consult,
    open_case,
    put_back,
    remove,
    report,
    say_word,
    seal_removals,
)
from moderation.models import (
    Case,
    CaseStep,
    Consultation,
    FriendlyWord,
    HeadLine,
    Item,
    LegalHold,
    ModerationPolicy,
    Removal,
    SetAside,
)
from moderation.subjects import find
from notifications.models import OutboxMail
from protocol import clock
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


# A case through which one would read what is reported of oneself


def test_a_case_holds_only_what_was_made_by_whom_it_is_about(cast, client_of, make_post):
    """Else the head, or a colleague with a part in it, reads there what was reported of themselves."""
    post = make_post(cast.groep5, cast.naima)
    of_head = report_of("reaction", add_reaction(post, "Niet zo zeuren.", by=cast.marleen), cast.tom)
    of_tom = report_of("reaction", add_reaction(post, "Foei", by=cast.tom), cast.samira)
    case = open_case("Ruzie", cast.samira, school=cast.school, by=cast.naima)
    dennis = client_of(cast.dennis)
    for item in (of_head, of_tom):
        answer = dennis.post(f"/dossiers/{case.pk}/erbij/", {"item": item.pk}, follow=True)
        assert "Dit kan niet meer bij dit dossier." in text_of(answer)
    assert not case.items.exists()
    mine = report_of("reaction", add_reaction(post, "Bah", by=cast.samira), cast.tom)
    dennis.post(f"/dossiers/{case.pk}/erbij/", {"item": mine.pk})
    assert list(case.items.all()) == [mine]


def test_nothing_is_put_in_a_case_that_was_closed_meanwhile(cast, client_of, make_post):
    item = report_of("reaction", add_reaction(make_post(cast.groep5, cast.naima), "Bah", by=cast.samira), cast.tom)
    case = open_case("Ruzie", cast.samira, school=cast.school, by=cast.naima, school_group=cast.groep5)
    close_case(case, by=cast.marleen)
    answer = client_of(cast.naima).post(f"/dossiers/{case.pk}/erbij/", {"item": item.pk}, follow=True)
    assert "Dit kan niet meer bij dit dossier." in text_of(answer)
    assert not case.items.exists()


def test_what_was_about_the_head_then_stays_with_who_handles_that(cast, make_post):
    """Somebody was the head when it was reported, and is not any more when the case is opened."""
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.henk)
    item = report_of("reaction", add_reaction(make_post(cast.groep5, cast.naima), "Bah", by=cast.marleen), cast.tom)
    give_role(cast.wilma, Role.Name.HEAD, cast.school, by=cast.marleen)
    cast.marleen.memberships.filter(role__name=Role.Name.HEAD).end_at_once(by=cast.wilma)
    case = open_case("Toon", cast.marleen, school=cast.school, by=cast.henk, item=item)
    assert list(case.items.all()) == [item]
    assert [Case.objects.handled_by(who).exists() for who in (cast.henk, cast.wilma)] == [True, False]


def test_who_was_named_and_heads_the_school_since_gets_nothing_about_the_head(cast, make_post):
    """It would come to nobody: never to whom it is about, and to no other."""
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.henk)
    give_role(cast.henk, Role.Name.HEAD, cast.school, by=cast.marleen)
    post = make_post(cast.groep5, cast.naima)
    for head in (cast.marleen, cast.henk):
        item = report_of("reaction", add_reaction(post, f"Bah {head.pk}", by=head), cast.tom)
        handled = [Item.objects.handled_by(who).filter(pk=item.pk).exists() for who in (cast.henk, cast.dennis)]
        assert handled == [False, True]


def test_only_teachers_to_whom_it_comes_are_asked_to_look(cast, client_of, make_post):
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.henk)
    item = report_of("reaction", add_reaction(make_post(cast.groep5, cast.naima), "Bah", by=cast.marleen), cast.tom)
    answer = client_of(cast.henk).post(f"/meldingen/{item.pk}/leerkracht/", follow=True)
    assert "geen leerkracht" in text_of(answer)
    assert not OutboxMail.objects.filter(kind="item_ask_teacher").exists()


# Pressed twice


def test_every_form_pressed_twice_does_it_once(cast, client_of, make_post):
    naima, marleen, samira = (client_of(one) for one in (cast.naima, cast.marleen, cast.samira))
    post = make_post(cast.groep5, cast.naima)
    reaction, other = add_reaction(post, "Foei", by=cast.tom), add_reaction(post, "Boe", by=cast.tom)

    def twice(browser, address, data):
        return {browser.post(address, data).status_code for _ in range(2)}

    assert twice(samira, f"/melden/reaction/{reaction.pk}/", {"way": "melding", "reason": "E1"}) <= {302, 422}
    assert twice(samira, f"/melden/reaction/{other.pk}/", {"way": "woord", "word": "Wil je dat niet doen?"}) == {302}
    assert twice(samira, "/schrijf-de-directie/", {"text": "Mag ik langskomen?"}) == {302}
    assert twice(
        naima, "/dossiers/nieuw/", {"title": "Ruzie", "about": cast.tom.sign_in_name, "school_group": cast.groep5.pk}
    ) == {302}
    case = Case.objects.get()
    assert twice(naima, f"/dossiers/{case.pk}/overleg/", {"text": "Praten."}) == {302}
    assert twice(naima, f"/dossiers/{case.pk}/stap/", {"kind": "word", "note": "Gezegd.", "seen": "0"}) == {302, 422}
    step = case.steps.get()
    assert twice(naima, f"/dossiers/stap/{step.pk}/terug/", {"reason": "Toch niet."}) == {302, 404}
    assert twice(marleen, f"/dossiers/{case.pk}/bewaren/", {"reason": "Aangifte"}) == {302}
    assert twice(marleen, f"/dossiers/{case.pk}/afsluiten/", {}) == {302}
    assert twice(naima, f"/weghalen/reaction/{other.pk}/", {"clause": "E4", "reason": "Zo niet."}) == {302}
    assert OutboxMail.objects.filter(kind="head_line").count() == 1
    for model in (FriendlyWord, HeadLine, Case, Consultation, CaseStep, LegalHold, Removal):
        assert model.objects.count() == 1, model


def test_a_case_about_one_thing_is_opened_once_also_by_a_page_that_was_open_twice(cast, client_of, make_post):
    item = report_of("reaction", add_reaction(make_post(cast.groep5, cast.naima), "Bah", by=cast.samira), cast.tom)
    first = open_case("Ruzie", cast.samira, school=cast.school, by=cast.naima, item=item)
    assert open_case("Andere titel", cast.samira, school=cast.school, by=cast.naima, item=item) == first


# A measure, and what was written before it


@pytest.mark.clause("F5", "E4")
@pytest.mark.parametrize("kind", ["react", "read", "closed"])
def test_under_a_measure_nobody_gets_words_out_by_changing_what_stands_there(cast, client_of, make_post, kind):
    """What is held has no ten minutes: changed into something else it would be out, in spite of the measure."""
    post = make_post(cast.groep5, cast.naima)
    fresh = add_reaction(post, "Fijn", by=cast.samira)
    held = Reaction.objects.create(
        post=post, author=cast.samira, author_role="parent", text="Stelletje sukkels", held_at=clock.now()
    )
    samira = client_of(cast.samira)
    pages = [f"/reacties/{one.pk}/wijzigen/" for one in (fresh, held)]
    assert {samira.get(page).status_code for page in pages} == {200}
    until = clock.today() + timedelta(days=7)
    Restriction.objects.create(person=cast.samira, kind=kind, reason="Om rust.", until=until, decided_by=cast.marleen)
    for page in pages:
        answer = samira.post(page, {"text": "Toch iets"})
        assert answer.status_code == (404 if kind == "closed" else 422)
        if kind != "closed":  # kept for its writer alone
            assert ">\nToch iets</textarea>" in answer.content.decode()
            assert "Je kunt hier niet reageren tot en met" in answer.content.decode()
    assert not Reaction.objects.filter(text="Toch iets").exists()
    if kind != "closed":
        said = samira.get(f"/nieuws/{post.pk}/").content.decode()
        assert "sukkels" in said
        assert not any(page in said for page in pages)


# Pages that were open too long


def test_a_page_that_is_out_of_date_says_so_in_words(cast, client_of, make_post):
    post = make_post(cast.groep5, cast.naima)
    reaction, other = add_reaction(post, "Foei", by=cast.tom), add_reaction(post, "Boe", by=cast.tom)
    item, second = report_of("reaction", reaction, cast.samira), report_of("reaction", other, cast.samira)
    case = open_case("Ruzie", cast.tom, school=cast.school, by=cast.naima, school_group=cast.groep5)
    naima = client_of(cast.naima)
    close_case(case, by=cast.marleen)
    step = naima.post(f"/dossiers/{case.pk}/stap/", {"kind": "word", "note": "Gezegd.", "seen": "0"})
    assert step.status_code == 422
    assert "Dit dossier is gesloten." in text_of(step)
    thought = naima.post(f"/dossiers/{case.pk}/overleg/", {"text": "Praten."}, follow=True)
    assert "Dit dossier is gesloten." in text_of(thought)
    remove(find("reaction", reaction.pk), by=cast.marleen, clause_id="E4", reason="Zo niet.")
    put_back(second, "Het mag.", by=cast.marleen)
    late = "Iemand anders besliste net."
    for one in (item, second):
        for end in ("terug/", "verberg/"):
            assert late in text_of(naima.post(f"/meldingen/{one.pk}/{end}", {"reason": "Mag."}, follow=True)), (
                one,
                end,
            )
    again = {"clause": "E4", "reason": "Weg.", "item": item.pk}
    assert late in text_of(naima.post(f"/weghalen/reaction/{reaction.pk}/", again, follow=True))
    seal_removals()
    for start in ("weghalen", "melden"):
        gone = naima.post(f"/{start}/reaction/{reaction.pk}/", again)
        assert gone.status_code == 404
        assert "Deze bladzijde is er niet meer" in text_of(gone)


# What nobody sees stands in no list


@pytest.mark.clause("F4", "B8")
def test_a_photo_that_was_reported_is_offered_to_nobody_to_look_at(cast, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima)
    unsaid, pointed = make_photo(post), make_photo(post)
    Photo.objects.filter(pk=unsaid.pk).update(recognisable="", shown_until=None)
    point_out(pointed, cast.yara, by=cast.samira)

    def offered():
        found = withheld_in(cast.naima, cast.groep5)
        return len(found.unsaid), len(found.by_post), [place.number for place in groups_withholding(cast.naima)]

    assert offered() == (1, 1, [2])
    report(find("photo", unsaid.pk), by=cast.samira, clause_id="D2", text="")
    assert offered() == (0, 1, [1])
    report(find("photo", pointed.pk), by=cast.samira, clause_id="D2", text="")
    assert offered() == (0, 0, [])


@pytest.mark.clause("F4", "B5")
def test_what_was_hidden_stands_on_no_desk(cast, client_of, make_post):
    post = make_post(cast.mr, cast.pieterjan, title="Wij vinden het te heet")
    Post.objects.filter(pk=post.pk).update(consent="informed")
    marleen = client_of(cast.marleen)
    assert "te heet" in text_of(marleen.get("/directie/"))
    find("post", post.pk).hide()
    assert "te heet" not in text_of(marleen.get("/directie/"))


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
