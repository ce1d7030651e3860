"""The page "Who saw this": the head alone looks it up, of a news item, a photo or a child, and stands in the log."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from accounts.reading import Kind
from messaging.models import Photo
from protocol import clock
from tests.test_reads import entry

pytestmark = pytest.mark.django_db
PAGE = "/beheer/gezien/"


def test_the_head_reads_who_saw_a_post_when_and_where(cast, client_of, make_post):
    post = make_post(cast.groep5, cast.naima, title="Naar het bos", photos=1)
    client_of(cast.samira).get(f"/nieuws/{post.pk}/")
    client_of(cast.tom).get("/")
    page = client_of(cast.marleen).get(PAGE, {"bericht": f"http://127.0.0.1:8000/nieuws/{post.pk}/"})
    lines = [(entry.reader, str(place)) for entry, place in page.context["lines"]]
    assert lines == [(cast.tom, "Nieuws"), (cast.samira, "Het nieuwsbericht")]
    assert "Naar het bos" in page.content.decode()
    looked = AuditEntry.objects.get(event="reads_looked_up")
    assert (looked.actor, looked.object_name) == (cast.marleen, "Naar het bos")


def test_of_one_photo_only_who_saw_that_photo(cast, client_of, make_post):
    post = make_post(cast.groep5, cast.naima, photos=2)
    client_of(cast.samira).get(f"/nieuws/{post.pk}/foto/1/")
    client_of(cast.tom).get(f"/nieuws/{post.pk}/foto/2/")
    page = client_of(cast.marleen).get(PAGE, {"bericht": f"/nieuws/{post.pk}/foto/2/"})
    assert [entry.reader for entry, _ in page.context["lines"]] == [cast.tom]


def test_of_a_post_that_is_gone_it_still_tells(cast, client_of):
    entry(cast.samira, kind=Kind.POST, object_id=4711)
    page = client_of(cast.marleen).get(PAGE, {"bericht": "4711"})
    assert [row.reader for row, _ in page.context["lines"]] == [cast.samira]
    assert "Nieuwsbericht 4711" in page.content.decode()
    assert AuditEntry.objects.get(event="reads_looked_up").detail == "4711"


def test_what_is_not_out_yet_is_not_named_to_who_looks_it_up(cast, client_of, make_post):
    draft = make_post(cast.groep5, cast.naima, title="Nog geheim", state="draft")
    assert "Nog geheim" not in client_of(cast.marleen).get(PAGE, {"bericht": draft.pk}).content.decode()


def test_a_child_by_name_and_between_two_days(cast, client_of):
    for day in (1, 2, 3):
        at = datetime(2026, 11, day, 23, 30, tzinfo=clock.at_school(clock.now()).tzinfo)
        entry(cast.naima, at=at, object_id=cast.yara.pk, page="groups:member-list")
    page = client_of(cast.marleen).get(PAGE, {"kind": "yara", "van": "2026-11-02", "tot": "2026-11-02"})
    assert [clock.at_school(row.at).day for row, _ in page.context["lines"]] == [2]


def test_several_children_of_that_name_are_offered(cast, client_of):
    html = client_of(cast.marleen).get(PAGE, {"kind": "a", "van": "2026-11-02"}).content.decode()
    assert f'href="?leerling={cast.yara.pk}&amp;van=2026-11-02' in html
    assert not AuditEntry.objects.filter(event="reads_looked_up").exists()
    chosen = client_of(cast.marleen).get(PAGE, {"leerling": cast.yara.pk})
    assert "Yara Verbeek" in chosen.content.decode()
    assert "Niemand heeft dit gezien in deze dagen." in chosen.content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"bericht": "de laatste"}, "Vul het nummer of het adres van een nieuwsbericht in, bijvoorbeeld 12."),
        ({"bericht": "12", "kind": "yara"}, "Kies een nieuwsbericht of een kind, niet allebei."),
        ({"kind": "xyzzy"}, "Geen kind heet zo. Kijk nog eens naar de naam."),
        ({"leerling": "999999"}, "Dit kind is hier niet bekend. Zoek het op naam."),
        ({"leerling": "../.."}, "Dit kind is hier niet bekend. Zoek het op naam."),
        ({"bericht": "1" * 40}, "Vul het nummer of het adres van een nieuwsbericht in, bijvoorbeeld 12."),
        ({"bericht": "999999/foto/3/"}, "Dit nieuwsbericht laat niet zo veel foto’s zien."),
        ({"van": "gisteren", "bericht": "12"}, "Vul een dag in, zoals 24-11-2026."),
        ({"van": "2026-11-02", "tot": "2026-11-01"}, "Deze dag ligt vóór de eerste dag."),
    ],
)
def test_what_is_filled_in_wrong_gets_a_kind_sentence_and_is_kept(cast, client_of, query, said):
    page = client_of(cast.marleen).get(PAGE, query)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not AuditEntry.objects.filter(event="reads_looked_up").exists()


def test_the_page_asks_as_much_for_one_line_as_for_a_hundred_and_shows_fifty(cast, client_of):
    browser = client_of(cast.marleen)

    def queries(**query):
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(PAGE, {"leerling": cast.yara.pk} | query)
        return len(asked), len(page.context["lines"])

    entry(cast.naima, object_id=cast.yara.pk)
    queries()
    few, one = queries()
    for reader in [cast.naima, cast.joris, cast.dennis] * 30:
        entry(reader, object_id=cast.yara.pk)
    assert one == 1
    assert queries() == (few, 50)
    assert queries(blad=2) == (few, 41)


def test_only_the_head_finds_the_page_and_the_way_to_it(cast, client_of, make_post):
    post = make_post(cast.groep5, cast.naima)
    link = f"/beheer/gezien/?bericht={post.pk}"
    assert link in client_of(cast.marleen).get(f"/nieuws/{post.pk}/").content.decode()
    for person in (cast.naima, cast.dennis, cast.samira):
        assert client_of(person).get(PAGE).status_code == 404
    assert link not in client_of(cast.naima).get(f"/nieuws/{post.pk}/").content.decode()
    assert client_of(cast.marleen).get("/beheer/").content.decode().count(f'href="{PAGE}"') == 1
    assert PAGE not in client_of(cast.dennis).get("/beheer/").content.decode()


def test_a_photo_number_beyond_what_is_shown_names_none(cast, client_of, make_post, make_photo):
    post = make_post(cast.groep5, cast.naima, photos=1)
    Photo.objects.filter(post=post).update(hidden_at=clock.now())
    assert client_of(cast.marleen).get(PAGE, {"bericht": f"/nieuws/{post.pk}/foto/1/"}).status_code == 422
