"""A person's portrait. Hidden, it is set aside and initials stand there; a new one may be placed at any time."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from accounts.models import User
from groups.models import Membership, School
from moderation.models import Kind, SetAside
from moderation.subjects.base import Subject, person


class PortraitSubject(Subject):
    kind = Kind.PORTRAIT
    clauses = ("D2", "D3", "E4", "D1")

    @classmethod
    def find(cls, pk: int, *, held: bool = False) -> "PortraitSubject | None":
        people = User.objects.select_for_update() if held else User.objects.all()
        row = people.filter(pk=pk).first()
        if row is None or not (row.portrait or SetAside.objects.filter(person=row).exists()):
            return None
        return cls(row)

    @property
    def author(self) -> User:
        return self.row  # type: ignore[no-any-return]

    @property
    def school_group(self) -> None:
        return None

    @property
    def school(self) -> School:
        standing = Membership.objects.in_force(self.row).select_related("role__school").order_by("pk").first()
        return standing.role.school if standing is not None else School.objects.get()

    @property
    def is_hidden(self) -> bool:
        return SetAside.objects.filter(person=self.row).exists()

    @property
    def address(self) -> str:
        return reverse("home")

    def excerpt(self) -> str:
        return str(self.row.full_name)

    def hide(self) -> None:
        if not self.row.portrait or self.is_hidden:
            return  # what lies aside is what it is about, though another one may have been placed since
        SetAside.objects.create(person=self.row, file=str(self.row.portrait.name))
        # Not by save(): that would delete the file.
        User.objects.filter(pk=self.pk).update(portrait="", portrait_key=uuid.uuid4())

    def show(self) -> None:
        aside = SetAside.objects.filter(person=self.row).first()
        if aside is None:
            return
        if not self.row.portrait:
            User.objects.filter(pk=self.pk).update(portrait=str(aside.file.name), portrait_key=uuid.uuid4())
            SetAside.objects.filter(pk=aside.pk)._raw_delete(SetAside.objects.db)  # its file lives on
        else:
            aside.delete()

    def content(self) -> dict[str, Any]:
        return {"id": self.pk, "author": person(self.row)}

    def rows(self) -> list[Model]:
        return list(SetAside.objects.filter(person=self.row))

    def files(self) -> Iterator[tuple[str, FieldFile]]:
        for aside in SetAside.objects.filter(person=self.row):
            yield "photos/01-large.webp", aside.file
