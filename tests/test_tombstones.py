"""What stands where something was taken away: at its place, with the agreement, and no word of it (D12)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.actions import add_reaction
from moderation.actions import remove, seal_removals, take_back
from moderation.subjects import find

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D12")]


@pytest.fixture
def post(cast, make_post):
    return make_post(cast.groep5, cast.naima, photos=2)


def taken_away(kind, row, by, clause_id="E4"):
    remove(find(kind, row.pk), by=by, clause_id=clause_id, reason="Dit past niet.")
    seal_removals()


def page(client, post, status=200):
    answer = client.get(f"/nieuws/{post.pk}/")
    assert answer.status_code == status
    return answer.content.decode()


def test_in_the_thread_it_stands_at_its_place(cast, post, client_of):
    before, gone, after = (add_reaction(post, text, by=cast.tom) for text in ("Eerste", "Lelijk", "Derde"))
    taken_away("reaction", gone, cast.naima)
    html = page(client_of(cast.samira), post)
    assert html.index("Eerste") < html.index("Deze reactie is weggehaald.") < html.index("Derde")
    assert "/afspraken/#E4" in html
    assert "Lelijk" not in html
    assert f"reactie-{before.pk}" in html
    assert f"reactie-{after.pk}" in html
    assert f"reactie-{gone.pk}" not in html


def test_who_took_back_their_own_is_not_said_to_have_broken_an_agreement(cast, post, client_of):
    gone = add_reaction(post, "Oeps", by=cast.tom)
    take_back(find("reaction", gone.pk), by=cast.tom)
    seal_removals()
    html = page(client_of(cast.samira), post)
    assert "De schrijver haalde deze reactie terug." in html
    assert "/afspraken/#E4" not in html


def test_on_the_post_it_says_that_a_photo_is_gone(cast, post, client_of):
    taken_away("photo", post.photos.first(), cast.marleen, "D2")
    html = page(client_of(cast.samira), post)
    assert "Een foto is weggehaald." in html
    assert "/afspraken/#D2" in html
    take_back(find("photo", post.photos.get().pk), by=cast.naima)
    seal_removals()
    assert "De schrijver haalde een foto terug." in page(client_of(cast.samira), post)


def test_of_a_removed_post_its_readers_read_that_and_strangers_nothing(cast, post, client_of):
    taken_away("post", post, cast.marleen)
    html = page(client_of(cast.samira), post, 410)
    assert "Dit nieuwsbericht is weggehaald." in html
    assert "/afspraken/#E4" in html
    assert post.title not in html
    page(client_of(cast.karim), post, 404)
    page(client_of(cast.liwen), post, 404)


def test_of_a_post_that_was_taken_back_it_says_so(cast, post, client_of):
    take_back(find("post", post.pk), by=cast.naima)
    seal_removals()
    assert "De schrijver haalde dit nieuwsbericht terug." in page(client_of(cast.samira), post, 410)


def test_the_page_asks_the_same_with_1_and_with_20_tombstones_and_nothing_more_without(cast, post, client_of):
    client = client_of(cast.samira)

    def asked():
        page(client, post)
        with CaptureQueriesContext(connection) as found:
            page(client, post)
        return len(found)

    without = asked()
    gone = [add_reaction(post, f"Reactie {number}", by=cast.tom) for number in range(20)]
    for reaction in gone[:1]:
        taken_away("reaction", reaction, cast.naima)
    with_one = asked()
    for reaction in gone[1:]:
        taken_away("reaction", reaction, cast.naima)
    assert (with_one, asked()) == (without + 1, without + 1)


def test_what_could_not_be_placed_is_shown_among_them_too(cast, post, client_of):
    taken_away("reaction", add_reaction(post, "Lelijk", by=cast.tom), cast.naima)
    answer = client_of(cast.samira).post(f"/nieuws/{post.pk}/reactie/", {"text": " "})
    assert answer.status_code == 422
    assert "Deze reactie is weggehaald." in answer.content.decode()
