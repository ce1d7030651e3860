"""What waits for an answer in the demo school: two people who ask to join groep 5."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password

from groups.models import Guardianship, JoinRequest
from portal.demo.cast import Cast, make_people
from portal.demo.crowd import Crowd
from portal.demo.people import PASSWORD, Person
from protocol import clock

RUTGER = Person("rutger.blom", "Rutger", "Blom")


def ask_to_join(cast: Cast, crowd: Crowd) -> None:
    """Li Wen, whom the administration knows as Lucas's mother; and Rutger Blom, whom it does not know as Julian's
    father.
    """
    crowd.people |= make_people([RUTGER], make_password(PASSWORD))
    Guardianship.objects.create(
        pupil=cast.lucas,
        guardian=cast.liwen,
        relation=Guardianship.Relation.MOTHER,
        has_authority=True,
        valid_from=cast.groep5.starts_on,
    )
    JoinRequest.objects.create(
        school_group=cast.groep5,
        asker=cast.liwen,
        child_name="Lucas Wen",
        relation=Guardianship.Relation.MOTHER,
        asked_at=clock.now() - timedelta(days=1),
    )
    JoinRequest.objects.create(
        school_group=cast.groep5,
        asker=crowd.people[RUTGER.name],
        child_name="Julian Blom",
        relation=Guardianship.Relation.FATHER,
        asked_at=clock.now() - timedelta(days=3),
    )
