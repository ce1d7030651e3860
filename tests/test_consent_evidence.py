"""Every answer is evidence: each link leans on the one before, and the database refuses to change it (B9)."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from PIL import Image

from consent.actions import NotTheirChild, destroy_decisions, enter_answers
from consent.models import Decision, DecisionLink, Destruction, ShownText
from consent.purposes import NAME
from consent.verifying import faults_of
from groups.actions import bar_guardian
from groups.models import Guardianship
from tests.answered import say
from tests.conftest import let_it_be_swept

pytestmark = [pytest.mark.django_db, pytest.mark.clause("B9")]


def refused(words):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)


def scanned():
    data = io.BytesIO()
    Image.new("RGB", (300, 400), "#ffffff").save(data, "PDF")
    return data.getvalue()


def test_an_answer_keeps_who_what_and_the_exact_words(cast):
    (decision,) = say(cast.samira, cast.yara)
    assert (decision.said, decision.guardian, decision.pupil) == ("grant", cast.samira, cast.yara)
    assert decision.had_authority
    assert decision.authenticated_by == "password"
    assert "Alleen ouders van de groep zien ze" in decision.shown.text
    assert decision.link.number == 1


def test_the_same_answer_again_is_no_new_evidence_and_a_no_after_a_yes_is_a_withdrawal(cast):
    say(cast.samira, cast.yara)
    assert say(cast.samira, cast.yara) == []
    (no,) = say(cast.samira, cast.yara, False)
    assert (no.said, no.supersedes) == ("withdraw", 1)
    (first_no,) = say(cast.tom, cast.yara, False)
    assert (first_no.said, first_no.supersedes) == ("refuse", None)


@pytest.mark.clause("B2")
def test_who_has_no_authority_answers_nothing(cast):
    with pytest.raises(NotTheirChild):
        say(cast.kwame, cast.yara)
    bar_guardian(Guardianship.objects.get(guardian=cast.tom, pupil=cast.yara), by=cast.marleen)
    with pytest.raises(NotTheirChild):
        say(cast.tom, cast.yara)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("table", ["consent_decision", "consent_decisionlink", "consent_showntext"])
def test_the_database_refuses_to_change_evidence_or_to_let_it_go(cast, table):
    say(cast.samira, cast.yara)
    column = {"consent_decision": "said", "consent_decisionlink": "hash", "consent_showntext": "text"}[table]
    refused(f"UPDATE {table} SET {column} = 'x'")
    refused(f"DELETE FROM {table}")


def test_a_chain_that_was_tampered_with_is_found(cast):
    for is_yes in (True, False, True):
        say(cast.samira, cast.yara, is_yes)
    assert faults_of(cast.school) == []
    call_command("verify_consent")
    let_it_be_swept()
    Decision.objects.filter(link__number=2).update(said="grant")
    assert faults_of(cast.school) == [(2, "has a decision that was changed")]
    with pytest.raises(CommandError):
        call_command("verify_consent")
    DecisionLink.objects.filter(number=1).update(hash="0" * 64)
    assert {number for number, _ in faults_of(cast.school)} == {1, 2}


def test_words_that_were_changed_are_found_though_the_chain_holds_only_their_hash(cast):
    say(cast.samira, cast.yara)
    say(cast.samira, cast.yara, True, NAME)
    let_it_be_swept()
    ShownText.objects.filter(pk=Decision.objects.get(link__number=2).shown_id).update(text="Alles mag.")
    assert faults_of(cast.school) == [(2, "has words that were changed")]


@pytest.mark.parametrize("content", [b"%PDF-1.4 another one %%EOF", None])
def test_a_scan_that_is_gone_or_another_one_is_found(cast, content):
    say(cast.samira, cast.yara)
    form = {"by": cast.dennis, "name": "I. Tuinstra", "channel": "paper"}
    (decision,) = enter_answers(cast.bram, cast.inge, {NAME: True}, scan=scanned(), **form)
    assert faults_of(cast.school) == []
    kept = Path(decision.paper.scan.path)
    kept.unlink()
    if content is not None:
        kept.write_bytes(content)
    assert faults_of(cast.school) == [(2, "has a scan that is gone or was changed")]


@pytest.mark.clause("D4")
def test_retention_destroys_with_a_record_and_the_chain_stays_whole(cast):
    for is_yes in (True, False, True):
        say(cast.samira, cast.yara, is_yes)
    assert destroy_decisions(Decision.objects.filter(link__number=2), reason="bewaartermijn", by=None) == 1
    assert Destruction.objects.get().link.number == 2
    assert faults_of(cast.school) == []
    refused("UPDATE consent_destruction SET reason = 'x'")
    refused("DELETE FROM consent_destruction")
    refused("DELETE FROM consent_decision WHERE said = 'grant'")


def test_the_words_are_kept_once_however_often_they_were_shown(cast):
    say(cast.samira, cast.yara)
    say(cast.samira, cast.ilias)
    assert ShownText.objects.count() == 1
