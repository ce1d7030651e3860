"""What one person may do with what was reported: asked once for a page of thirty, by the same rules as the doors."""

from dataclasses import dataclass

from accounts.models import User
from groups.models import Membership, SchoolGroup
from groups.models.role import Role
from groups.roles import MODERATE, STAFF
from moderation.models import Item, Kind, ModerationPolicy


@dataclass(frozen=True)
class Powers:
    """Of one person, in one school today."""

    user: User
    moderates: frozenset[int]
    hats: frozenset[str]
    policy: ModerationPolicy
    named: User | None  # who handles what is about the head

    @classmethod
    def of(cls, user: User, policy: ModerationPolicy) -> "Powers":
        """Two queries; one more where the school named somebody for what is about the head."""
        groups = SchoolGroup.objects.with_perm(user, MODERATE).values_list("pk", flat=True)
        hats = Membership.objects.in_force(user).filter(role__school=policy.school).values_list("role__name", flat=True)
        return cls(user, frozenset(groups), frozenset(hats), policy, policy.named)

    @property
    def decides(self) -> bool:
        return Role.Name.HEAD in self.hats

    @property
    def is_ict(self) -> bool:
        return Role.Name.ICT in self.hats

    @property
    def sees_proof(self) -> bool:
        """Whether one is told what goes wrong with the hard copies."""
        return self.decides or self.is_ict

    @property
    def has_archive(self) -> bool:
        """Whether the archive is theirs to come to: to open, or to see that it is whole."""
        return self.sees_proof or (self.policy.deputy_id == self.user.pk and bool(self.hats & STAFF))

    def _hears_of_head(self) -> bool:
        return self.named == self.user or (self.named is None and self.is_ict)

    def opens(self, item: Item) -> bool:
        """Whether one may open a photo that was reported, or read a message of a conversation: the group's admins and
        the head, not the ICT contact; of the head's own only who handles that."""
        if item.is_about_head:
            return self._hears_of_head()
        return item.school_group_id in self.moderates or self.decides

    def removes(self, item: Item) -> bool:
        """As the door ``may_remove`` says of the thing itself."""
        if item.school_group_id in self.moderates:
            return True
        group = item.school_group
        is_of_mr = group is not None and group.council == SchoolGroup.Council.MR
        is_shut = item.kind == Kind.MESSAGE or (is_of_mr and item.kind in (Kind.POST, Kind.PHOTO))
        if self.policy.ict_removes and self.is_ict and not is_shut:
            return True
        return self._hears_of_head() if item.is_about_head else self.decides
