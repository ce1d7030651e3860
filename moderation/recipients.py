"""Who handles what was reported, and who is told of it at once: ``Item.objects.handled_by`` the other way round."""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from groups.models import Membership, Restriction, Role
from groups.recipients import heads_of, heard_from
from moderation.models import Item, policy_of
from protocol.clauses import clause


@clause("F4", "F5")
def handlers_of(item: Item) -> list[User]:
    """Everybody to whom this comes today. Who that is, says the list of each; so nobody is told of what they may not
    see, and never the one who wrote it."""
    standing = Membership.objects.in_force()
    may_be = Q(role__school=item.school, role__name__in=[Role.Name.HEAD, Role.Name.ICT])
    if item.school_group_id is not None:
        may_be |= Q(role__school_group=item.school_group_id)
    named = policy_of(item.school).named
    people = User.objects.filter(
        Q(pk__in=standing.filter(may_be).exclude(role__name=Role.Name.PARENT).values("user"))
        | Q(pk=named.pk if named is not None else None)
    )
    found = people.filter(is_active=True).exclude(pk=item.author_id).order_by("pk")
    return [person for person in found if Item.objects.handled_by(person).filter(pk=item.pk).exists()]


@clause("E8")
def looked_at_from(item: Item) -> datetime | None:
    """The earliest moment at which one of them is at work; None when nobody handles it."""
    return min((heard_from(person, item.school) for person in handlers_of(item)), default=None)


@clause("F4", "F5")
def told_of_threat(item: Item) -> list[User]:
    """Who hears of a threat at once, whatever the hour: who is on call, the heads when nobody is. Of what the head
    wrote only who handles that."""
    if item.is_about_head:
        return handlers_of(item)
    kept_away = Restriction.objects.keeping_from_work().values("person")
    named = [pk] if (pk := policy_of(item.school).on_call_id) else []
    on_call = User.objects.filter(pk__in=named, is_active=True).exclude(pk__in=kept_away)
    if found := list(on_call.exclude(pk=item.author_id)):
        return found
    return list(heads_of(item.school).exclude(pk=item.author_id))
