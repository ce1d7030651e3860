"""At the end of its term what was kept goes, with a record that it did; a legal hold or an open case stops it (F6, D4).

Safe to run twice and to be killed: a package's record of destruction is committed before its files go, and files that
were left are found by the next run; photos of posts that went, by the nightly comparison of files.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from accounts import audit
from accounts.models import User
from groups.models import School
from moderation import packages, terms
from moderation.actions.erasing import REASON, erase_case, erase_conversation, erase_item, erase_post, erase_word
from moderation.models import Destruction, Package, policy_of
from protocol.clauses import clause

SECONDS = 120
Work = tuple[str, Iterable[Any], Callable[..., int]]


def due_in(school: School) -> list[Work]:
    """What is past its term, sort by sort: its name, the rows, and what destroys one."""
    policy = policy_of(school)
    return [
        ("hard copies", terms.old_packages(policy), destroy_package),
        ("posts", terms.old_posts(policy), erase_post),
        ("conversations", terms.old_conversations(policy), erase_conversation),
        ("friendly words", terms.old_words(policy), erase_word),
        ("things reported", terms.old_items(policy), erase_item),
        ("cases", terms.old_cases(policy), erase_case),
    ]


@clause("F6", "D4")
def destroy_due(*, by: User | None = None) -> int:
    """Destroy all whose term is over; how many."""
    count, stop = 0, time.monotonic() + SECONDS
    sweep_leftovers()
    for school in School.objects.all():
        for _name, rows, destroy in due_in(school):
            for row in list(rows):
                if time.monotonic() > stop:
                    return count
                count += destroy(row, by=by)
    return count


@clause("F6", "D4")
def destroy_package(package: Package, *, by: User | None = None) -> int:
    """Destroy one: its link stays with a record, the passes and, after the commit, the files go. 1 when this did it."""
    with transaction.atomic():
        list(Package.objects.select_for_update().filter(pk=package.pk).values_list("pk"))
        if Destruction.objects.filter(link=package.link_id).exists() or terms.held(
            Package._meta.db_table, [package.pk]
        ):
            return 0
        Destruction.objects.create(link=package.link, reason=REASON, by=by)
        package.rows.all().delete()
        audit.record("package_destroyed", by=by, on=package, detail=str(package.link.number))
    packages.remove(package.folder)
    return 1


def sweep_leftovers() -> int:
    """Files of packages that were destroyed, left when a run was killed; how many packages had some."""
    count = 0
    for folder in Package.objects.filter(link__destruction__isnull=False).values_list("folder", flat=True):
        if any(packages.names_in(default_storage, folder)):
            packages.remove(folder)
            count += 1
    return count
