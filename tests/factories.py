"""factory_boy factories, for tests that need many rows; who needs a person or a group takes it from the cast."""

import uuid
from datetime import timedelta

import factory

from accounts.models import User
from groups.actions import add_guardian
from groups.models import Enrolment, Pupil
from messaging.models import Post, Reaction
from protocol import clock


class UserFactory(factory.django.DjangoModelFactory):
    """A person without any role, and without a password that opens anything."""

    class Meta:
        model = User

    sign_in_name = factory.Sequence(lambda n: f"ouder{n}")
    email = factory.LazyAttribute(lambda user: f"{user.sign_in_name}@kiezelpad.example")
    first_name = factory.Iterator(["Anna", "Emre", "Noa", "Youssef", "Zofia"])
    last_name = factory.Sequence(lambda n: f"Achternaam {n}")
    password = "!"


class PupilFactory(factory.django.DjangoModelFactory):
    """A pupil; ``PupilFactory(school_group=cast.groep5)`` is enrolled there since the school year began."""

    class Meta:
        model = Pupil
        exclude = ["school_group"]

    school_group = None
    school = factory.LazyAttribute(lambda pupil: pupil.school_group.school)
    first_name = factory.Sequence(lambda n: f"Leerling{n}")
    last_name = factory.Sequence(lambda n: f"Achternaam {n}")

    @classmethod
    def _generate(cls, strategy, params):
        pupil = super()._generate(strategy, params)
        group = params.get("school_group")
        if group is not None:
            Enrolment.objects.create(pupil=pupil, school_group=group, valid_from=group.starts_on)
        return pupil


def make_parent(school_group, by=None, **kwargs) -> User:
    """A parent with a child in this group."""
    parent = UserFactory(**kwargs)
    pupil = PupilFactory(school_group=school_group)
    add_guardian(pupil, parent, school_group, by=by, has_authority=True)
    return parent


class PostFactory(factory.django.DjangoModelFactory):
    """A published post; give it ``school_group`` and ``author``. Each next one is a minute older."""

    class Meta:
        model = Post

    key = factory.LazyFunction(uuid.uuid4)
    author_role = "teacher"
    title = factory.Sequence(lambda n: f"Nieuwsbericht {n}")
    text = "Vandaag lazen we voor in de kring. Daarna maakten we er een tekening bij."
    state = Post.State.PUBLISHED
    exempt = Post.Exempt.EARLIER
    published_at = factory.Sequence(lambda n: clock.now() - timedelta(minutes=n + 1))


class ReactionFactory(factory.django.DjangoModelFactory):
    """A reaction; give it ``post`` and ``author``."""

    class Meta:
        model = Reaction

    key = factory.LazyFunction(uuid.uuid4)
    author_role = "parent"
    text = factory.Sequence(lambda n: f"Leuk om te lezen, {n}.")
