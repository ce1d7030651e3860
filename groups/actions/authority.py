"""What a later file says otherwise about somebody's authority: the head decides, never the file (B2)."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from groups import roles
from groups.actions.guardianships import set_authority
from groups.models import AuthorityProposal, Enrolment, Guardianship, Membership, Role
from protocol import clock
from protocol.clauses import clause


@clause("B2", "B3")
@transaction.atomic
def decide_authority(proposal: AuthorityProposal, *, accept: bool, by: User) -> bool:
    """Follow the file, or leave the authority as it is. True when this call decided it.

    Who gets authority and was never let in for this child, comes into the child's groups. A bar stays a bar.
    """
    is_open = AuthorityProposal.objects.filter(pk=proposal.pk, decided_at__isnull=True)
    if is_open.update(is_accepted=accept, decided_by=by, decided_at=clock.now()) != 1:
        return False
    link = Guardianship.objects.select_related("pupil", "guardian").get(pk=proposal.guardianship_id)
    audit.record("authority_accepted" if accept else "authority_kept", by=by, on=link.guardian, detail=str(link.pupil))
    if accept:
        _follow(link, proposal.has_authority, by=by)
    return True


def _follow(link: Guardianship, has_authority: bool, *, by: User) -> None:
    """The link as the file says; a carer with authority is a guardian from now on."""
    relation = link.relation
    if has_authority and relation == Guardianship.Relation.CARER:
        relation = Guardianship.Relation.GUARDIAN
    set_authority(
        link,
        relation=relation,
        has_authority=has_authority,
        by=by,
        authority_from=link.authority_from,
        authority_until=link.authority_until,
    )
    if not has_authority or Membership.objects.filter(guardianship=link).exists():
        return
    for place in Enrolment.objects.valid_on(clock.today()).filter(pupil=link.pupil).select_related("school_group"):
        role = roles.role_of(Role.Name.PARENT, place.school_group.school, place.school_group)
        Membership.objects.create(
            user=link.guardian, role=role, guardianship=link, added_by=by, valid_from=clock.today()
        )
