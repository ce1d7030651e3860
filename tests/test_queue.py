"""The queue: what was reported comes to who handles it, and never to whom it is about (F4, F5)."""

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from messaging.models import Post, Reaction
from moderation.actions import ask_teacher, hide_item, put_back, remove, seal_removals
from moderation.actions.removing import Gone
from moderation.models import Item, ModerationPolicy, Removal, SetAside
from moderation.permissions import may_remove
from moderation.powers import Powers
from moderation.queue import entries_of, waiting_for
from moderation.subjects import find
from notifications.models import OutboxMail
from notifications.outbox import deliver_due
from protocol import clock
from tests.factories import ReactionFactory
from tests.reporting import report_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("F4", "F5")]
QUEUE = "/meldingen/"


@pytest.fixture
def post(cast, make_post):
    return make_post(cast.groep5, cast.naima, title="Bruggen bouwen")


@pytest.fixture
def reaction(cast, post):
    return ReactionFactory(post=post, author=cast.samira, text="Wat een onzin zeg.")


def page_of(client, url=QUEUE):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_report_comes_to_the_teachers_of_the_group_the_head_and_the_ict_contact(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom)
    for name in ("naima", "joris", "marleen", "dennis"):
        html = page_of(client_of(getattr(cast, name)))
        assert f'data-item="{item.pk}"' in html, name
        assert "Gemeld door Tom" in html
    assert f'data-item="{item.pk}"' not in page_of(client_of(cast.thijs))
    for name in ("samira", "tom", "wilma", "henk", "fleur"):
        assert client_of(getattr(cast, name)).get(QUEUE).status_code == 404, name


def test_reporters_of_one_thing_are_counted_and_not_named_in_the_list(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom, cast.inge)
    client = client_of(cast.naima)
    html = page_of(client)
    assert "Gemeld door 2 mensen" in html
    assert cast.inge.full_name not in html
    assert cast.inge.full_name in page_of(client, f"{QUEUE}{item.pk}/")


def test_the_words_stand_behind_a_fold_with_the_reason_and_how_many_could_read_it(cast, client_of, reaction):
    report_of("reaction", reaction, cast.tom)
    html = page_of(client_of(cast.naima))
    fold = html.split("<details", 1)[1].split("</details>")[0]
    assert "Lees de reactie" in fold
    assert "Wat een onzin zeg." in fold
    assert html.count("Wat een onzin zeg.") == 1
    assert "schelden, dreigen" in html
    assert "mensen konden dit lezen" in html


def test_nobody_sees_or_handles_a_report_about_oneself(cast, client_of, post):
    item = report_of("post", post, cast.samira)
    client = client_of(cast.naima)
    assert f'data-item="{item.pk}"' not in page_of(client)
    for path in ("", "terug/", "verberg/", "leerkracht/", "foto/"):
        answer = (
            client.post(f"{QUEUE}{item.pk}/{path}")
            if path and path != "foto/"
            else client.get(f"{QUEUE}{item.pk}/{path}")
        )
        assert answer.status_code == 404, path
    assert not put_back(item, "Het is van mij.", by=cast.naima)
    assert not hide_item(item, by=cast.naima)
    assert f'data-item="{item.pk}"' in page_of(client_of(cast.joris))


def test_a_report_about_the_head_comes_to_the_person_the_school_named_alone(cast, client_of, make_post):
    of_head = make_post(cast.whole_school, cast.marleen)
    item = report_of("post", of_head, cast.tom)
    assert f'data-item="{item.pk}"' in page_of(client_of(cast.dennis))  # nobody was named yet
    ModerationPolicy.objects.create(school=cast.school, about_head=cast.wilma)
    assert f'data-item="{item.pk}"' in page_of(client_of(cast.wilma))
    assert f'data-item="{item.pk}"' not in page_of(client_of(cast.dennis))
    assert f'data-item="{item.pk}"' not in page_of(client_of(cast.marleen))
    assert client_of(cast.wilma).get(f"/weghalen/post/{of_head.pk}/").status_code == 200
    assert client_of(cast.marleen).get(f"/weghalen/post/{of_head.pk}/").status_code == 404


def test_what_is_put_back_is_seen_again_and_the_reporters_get_word_without_a_name(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom, cast.inge, hides=True)
    client = client_of(cast.naima)
    answer = client.post(f"{QUEUE}{item.pk}/terug/", {"reason": "Dit is een mening."})
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.state, item.decided_by, item.reason) == ("kept", cast.naima, "Dit is een mening.")
    assert Reaction.objects.shown().filter(pk=reaction.pk).exists()
    deliver_due()
    told = [letter for letter in mail.outbox if letter.subject == "We hebben gekeken naar wat je meldde"]
    assert {letter.to[0] for letter in told} == {cast.tom.email, cast.inge.email}
    for letter in told:
        for secret in ("onzin", "Samira", cast.samira.full_name, "Naima", "mening"):
            assert secret not in letter.body
    assert AuditEntry.objects.filter(event="put_back", actor=cast.naima).count() == 1
    assert f'data-item="{item.pk}"' in page_of(client, f"{QUEUE}?lijst=afgerond")


def test_without_a_reason_nothing_is_put_back_and_what_was_written_stays(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom, hides=True)
    for reason in ("", "  ", "\u200b"):
        answer = client_of(cast.naima).post(f"{QUEUE}{item.pk}/terug/", {"reason": reason})
        assert answer.status_code == 422
        assert "Schrijf waarom." in answer.content.decode()
    item.refresh_from_db()
    assert item.state == "open"
    long = "Omdat " * 200
    assert long.strip() in client_of(cast.naima).post(f"{QUEUE}{item.pk}/terug/", {"reason": long}).content.decode()


def test_a_text_is_hidden_by_an_admin_after_the_first_report(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom)
    client = client_of(cast.naima)
    assert client.post(f"{QUEUE}{item.pk}/verberg/").status_code == 302
    item.refresh_from_db()
    assert item.hidden_at is not None
    assert not Reaction.objects.shown().filter(pk=reaction.pk).exists()
    assert AuditEntry.objects.filter(event="hidden", actor=cast.naima).count() == 1
    again = client.post(f"{QUEUE}{item.pk}/verberg/", follow=True)
    assert "Iemand anders besliste net." in again.content.decode()


def test_the_teachers_are_asked_to_look_but_not_who_wrote_it_or_asks(cast, client_of, post):
    item = report_of("post", post, cast.samira)
    answer = client_of(cast.marleen).post(f"{QUEUE}{item.pk}/leerkracht/", follow=True)
    assert "1 leerkracht krijgt een mail." in answer.content.decode()
    letter = OutboxMail.objects.get(kind="item_ask_teacher")
    assert letter.recipient == cast.joris
    assert f"/meldingen/{item.pk}/" in letter.text
    assert "Bruggen" not in letter.text
    assert ask_teacher(item, by=cast.joris) == 0
    assert (
        "geen leerkracht" in client_of(cast.joris).post(f"{QUEUE}{item.pk}/leerkracht/", follow=True).content.decode()
    )


def test_a_hidden_photo_opens_for_who_handles_it_and_each_look_is_written_down(cast, client_of, post, make_photo):
    item = report_of("photo", make_photo(post), cast.samira, clause="D2", hides=True)
    answer = client_of(cast.joris).get(f"{QUEUE}{item.pk}/foto/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert AuditEntry.objects.filter(event="report_photo_opened", actor=cast.joris).count() == 1
    assert client_of(cast.marleen).get(f"{QUEUE}{item.pk}/foto/").status_code == 200
    for name in ("dennis", "thijs", "naima", "samira"):
        assert client_of(getattr(cast, name)).get(f"{QUEUE}{item.pk}/foto/").status_code == 404, name
    assert AuditEntry.objects.filter(event="report_photo_opened").count() == 2
    assert "/foto/" not in page_of(client_of(cast.dennis))
    assert f"{QUEUE}{item.pk}/foto/" in page_of(client_of(cast.joris))


def test_a_photo_that_is_gone_or_words_have_no_photo_to_open(cast, client_of, post, reaction, make_photo):
    photo = make_photo(post)
    of_photo, of_words = report_of("photo", photo, cast.tom), report_of("reaction", reaction, cast.tom)
    remove(find("photo", photo.pk), by=cast.joris, clause_id="D2", reason="Zwemkleding.")
    seal_removals()
    for item in (of_photo, of_words):
        assert client_of(cast.joris).get(f"{QUEUE}{item.pk}/foto/").status_code == 404
    page_of(client_of(cast.joris), f"{QUEUE}{of_photo.pk}/")


def test_a_portrait_set_aside_opens_for_who_handles_it(cast, client_of, photo_file):
    from django.core.files.base import ContentFile

    cast.samira.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    cast.samira.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    item = report_of("portrait", cast.samira, cast.tom)
    head = client_of(cast.marleen)
    assert head.get(f"{QUEUE}{item.pk}/foto/").status_code == 200
    find("portrait", cast.samira.pk).hide()
    assert SetAside.objects.count() == 1
    assert head.get(f"{QUEUE}{item.pk}/foto/").status_code == 200
    assert client_of(cast.dennis).get(f"{QUEUE}{item.pk}/foto/").status_code == 404


def test_of_two_who_decide_at_once_exactly_one_wins(cast, reaction):
    item = report_of("reaction", reaction, cast.tom, hides=True)
    assert put_back(item, "Dit mag.", by=cast.naima)
    with pytest.raises(Gone):
        remove(find("reaction", reaction.pk), by=cast.joris, clause_id="E4", reason="Dit mag niet.", item=item)
    assert not put_back(item, "Nog eens.", by=cast.joris)
    assert not hide_item(item, by=cast.joris)
    again = report_of("reaction", reaction, cast.inge, hides=True)
    remove(find("reaction", reaction.pk), by=cast.joris, clause_id="E4", reason="Dit mag niet.", item=again)
    assert not put_back(again, "Dit mag.", by=cast.naima)
    assert not Reaction.objects.shown().filter(pk=reaction.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_put_back_and_remove_at_the_same_moment_leave_one_outcome(cast, post, race):
    for _ in range(3):
        reaction = ReactionFactory(post=post, author=cast.samira)
        item = report_of("reaction", reaction, cast.tom, hides=True)

        def decide(number, reaction=reaction, item=item):
            if number % 2:
                return put_back(item, "Dit mag.", by=cast.naima)
            try:
                remove(find("reaction", reaction.pk), by=cast.joris, clause_id="E4", reason="Nee.", item=item)
            except Gone:
                return False
            return True

        assert sum(bool(one is True) for one in race(decide, 4)) == 1
        item.refresh_from_db()
        is_shown = Reaction.objects.shown().filter(pk=reaction.pk).exists()
        assert is_shown == (item.state == "kept")


def test_what_was_reported_inside_a_news_item_is_decided_when_that_goes(cast, client_of, post, reaction, make_photo):
    items = [report_of("reaction", reaction, cast.tom), report_of("photo", make_photo(post), cast.tom)]
    remove(find("post", post.pk), by=cast.marleen, clause_id="E4", reason="Dit past niet.")
    assert {Item.objects.get(pk=item.pk).state for item in items} == {"removed"}
    page_of(client_of(cast.marleen), f"{QUEUE}?lijst=afgerond")


def test_what_is_on_its_way_out_stands_under_in_hand_and_then_under_done(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom)
    remove(find("reaction", reaction.pk), by=cast.naima, clause_id="E4", reason="Dit past niet.")
    client = client_of(cast.naima)
    assert f'data-item="{item.pk}"' not in page_of(client)
    assert f'data-item="{item.pk}"' in page_of(client, f"{QUEUE}?lijst=behandeling")
    seal_removals()
    assert f'data-item="{item.pk}"' not in page_of(client, f"{QUEUE}?lijst=behandeling")
    done = page_of(client, f"{QUEUE}?lijst=afgerond")
    assert f'data-item="{item.pk}"' in done
    assert "Weggehaald" in done


def test_held_reactions_stand_in_the_queue_of_who_decides(cast, client_of, post):
    reaction = ReactionFactory(post=post, author=cast.samira, text="Te koop, 10 euro", held_at=clock.now())
    html = page_of(client_of(cast.naima))
    assert f'data-held="{reaction.pk}"' in html
    assert f"/reactie/{reaction.pk}/plaats/" in html
    assert f'data-held="{reaction.pk}"' not in page_of(client_of(cast.thijs))


def test_a_held_reaction_counts_as_new_in_the_menu_and_in_the_tabs(cast, client_of, post, reaction):
    report_of("reaction", reaction, cast.tom)
    ReactionFactory(post=post, author=cast.samira, text="Te koop, 10 euro", held_at=clock.now())
    assert waiting_for(cast.naima) == 2
    assert waiting_for(cast.thijs) == 0
    for tab in ("nieuw", "behandeling"):
        html = page_of(client_of(cast.naima), f"{QUEUE}?lijst={tab}")
        assert "Nieuw (2)" in html
        assert html.count("data-held=") == (tab == "nieuw")
    assert "<b>1 nieuwe melding.</b>" in html


def test_of_a_portrait_the_queue_says_once_whose_it_is_and_under_which_sign(cast, client_of):
    cast.samira.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    item = report_of("portrait", cast.samira, cast.tom)
    html = page_of(client_of(cast.marleen), f"{QUEUE}{item.pk}/")
    assert "Portret" in html
    assert html.count(f"Van {cast.samira.full_name}.") == 1
    assert '<header class="who" data-g="school">' in html


def test_only_of_a_class_a_teacher_can_be_asked(cast, client_of, post, reaction):
    item = report_of("reaction", reaction, cast.tom)
    url = f"{QUEUE}{item.pk}/"
    assert f"{url}leerkracht/" in page_of(client_of(cast.marleen), url)
    Item.objects.filter(pk=item.pk).update(school_group=cast.council_or)
    assert f"{url}leerkracht/" not in page_of(client_of(cast.marleen), url)


def test_removals_that_fail_are_told_to_the_head_and_the_ict_contact_in_plain_words(cast, client_of, reaction):
    remove(find("reaction", reaction.pk), by=cast.naima, clause_id="E4", reason="Dit past niet.")
    Removal.objects.update(last_error="OSError: No space left on device", tries=3)
    for name in ("marleen", "dennis"):
        html = page_of(client_of(getattr(cast, name)))
        assert "3 keer geprobeerd" in html
        assert "We proberen het vanzelf opnieuw" in html
        assert "No space left" in html
    assert "No space left" not in page_of(client_of(cast.joris))


@pytest.mark.parametrize("name", ["naima", "marleen", "dennis"])
def test_the_queue_asks_the_same_with_1_and_with_30_reports(cast, client_of, post, name):
    client = client_of(getattr(cast, name))

    def fill(number):
        for reaction in ReactionFactory.create_batch(number, post=post, author=cast.samira):
            report_of("reaction", reaction, cast.tom, cast.inge)

    def asked():
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as queries:
            page_of(client)
        return len(queries)

    fill(1)
    with_one = asked()
    fill(30)
    assert asked() == with_one <= 24
    html = page_of(client)
    assert html.count("data-item=") == 20
    assert page_of(client, f"{QUEUE}?blad=2").count("data-item=") == 11


def test_the_page_offers_what_the_door_allows(cast, make_post, make_photo):
    """Powers are the doors' rules, asked once for thirty: they must say the same."""
    posts = [
        make_post(cast.groep5, cast.naima),
        make_post(cast.whole_school, cast.marleen),
        make_post(cast.mr, cast.pieterjan),
    ]
    rows = [("post", row) for row in posts]
    rows += [("reaction", ReactionFactory(post=row, author=cast.samira)) for row in posts]
    items = [(report_of(kind, row, cast.tom), find(kind, row.pk)) for kind, row in rows]
    for named, ict_removes in ((None, False), (None, True), (cast.wilma, False), (cast.wilma, True)):
        policy, _ = ModerationPolicy.objects.update_or_create(
            school=cast.school, defaults={"about_head": named, "ict_removes": ict_removes}
        )
        for name in ("naima", "joris", "thijs", "marleen", "dennis", "wilma", "samira"):
            user = getattr(cast, name)
            powers = Powers.of(user, policy)
            for item, subject in items:
                assert powers.removes(item) == may_remove(user, subject), (name, str(item), named, ict_removes)


def test_the_menu_says_how_many_are_new(cast, client_of, reaction):
    report_of("reaction", reaction, cast.tom)
    html = page_of(client_of(cast.marleen), "/directie/")
    menu = html.split('href="/meldingen/"')[1].split("</a>")[0]
    assert ">1<" in menu.replace(" ", "").replace("</span>1<span", ">1<")
    assert 'href="/meldingen/"' not in page_of(client_of(cast.samira), "/")
    assert 'href="/meldingen/"' in page_of(client_of(cast.naima), "/")


def test_a_threat_is_seen_first(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom, is_threat=True, text="Hij komt naar school.")
    client = client_of(cast.naima)
    assert "Er wordt iemand bedreigd" in page_of(client)
    assert "Hij komt naar school." in page_of(client, f"{QUEUE}{item.pk}/")


def test_an_entry_of_what_is_gone_says_only_what_is_known(cast, client_of, reaction):
    item = report_of("reaction", reaction, cast.tom)
    Item.objects.filter(pk=item.pk).update(object_id=999_999)
    client = client_of(cast.naima)
    assert "Lees de reactie" not in page_of(client)
    assert client.post(f"{QUEUE}{item.pk}/terug/", {"reason": "Dit mag."}, follow=True).status_code == 200
    assert entries_of([], Powers.of(cast.naima, ModerationPolicy(school=cast.school))) == []
    assert Post.objects.exists()
