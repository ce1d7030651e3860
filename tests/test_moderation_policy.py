"""What the school agreed about removal: set by the head, read by the ICT contact (D12, F5, F6)."""

import pytest

from accounts.models import AuditEntry
from moderation.models import ModerationPolicy, policy_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("D12", "F5", "F6")]
PAGE = "/beheer/meldingen/"
SAVE = f"{PAGE}opslaan/"


def fields(**changes):
    sent = {
        "package_years": "5",
        "case_years": "5",
        "report_years": "2",
        "post_years": "",
        "mails_chain": "on",
    } | changes
    return {name: value for name, value in sent.items() if value is not None}


def test_the_head_sets_it_and_each_change_is_written_down(cast, client_of):
    sent = fields(
        ict_removes="on",
        about_head=cast.samira.pk,
        deputy=cast.wilma.pk,
        on_call=cast.dennis.pk,
        package_years="10",
        post_years="2",
        stamp_url="https://tijd.example/tsa",
        mails_chain=None,
    )
    assert client_of(cast.marleen).post(SAVE, sent).status_code == 302
    policy = policy_of(cast.school)
    assert (policy.about_head, policy.deputy, policy.on_call) == (cast.samira, cast.wilma, cast.dennis)
    assert (policy.package_years, policy.post_years, policy.ict_removes, policy.mails_chain) == (10, 2, True, False)
    said = AuditEntry.objects.filter(event="moderation_changed", actor=cast.marleen).values_list("detail", flat=True)
    assert len(said) == 8
    assert any(cast.samira.full_name in one for one in said)
    client_of(cast.marleen).post(SAVE, sent)
    assert AuditEntry.objects.filter(event="moderation_changed").count() == 8
    client_of(cast.marleen).post(SAVE, fields(about_head=""))
    assert policy_of(cast.school).about_head is None


def test_the_ict_contact_reads_it_and_sets_nothing(cast, client_of):
    client = client_of(cast.dennis)
    html = client.get(PAGE).content.decode()
    assert "De directie stelt dit in. Jij kunt het lezen." in html
    assert '<fieldset class="stack gap-3" disabled>' in html
    assert client.post(SAVE, fields()).status_code == 404
    assert not ModerationPolicy.objects.exists()
    for name in ("naima", "samira", "wilma"):
        assert client_of(getattr(cast, name)).get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deputy": "samira"}, "Kies iemand die op school werkt."),
        ({"on_call": "samira"}, "Kies iemand die op school werkt."),
        ({"about_head": "marleen"}, "Kies iemand met een account die niet de directie is."),
        ({"package_years": "0"}, "Kies een van deze."),
        ({"stamp_url": "geen adres"}, "Dit is geen adres."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(cast, client_of, changes, said):
    sent = {name: getattr(cast, value).pk if hasattr(cast, value) else value for name, value in changes.items()}
    answer = client_of(cast.marleen).post(SAVE, fields(**sent))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ModerationPolicy.objects.exists()
