"""``python -m tests.role_scratch``: the portal at work with its rights in production. DATABASE_URL names its role.

Prints what ordinary requests answered, what became of removals, and what the database said to what it must refuse.
"""

import json
from typing import Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts import audit  # noqa: E402
from groups.permissions import hat_in  # noqa: E402
from messaging.actions import add_reaction, edit_reaction  # noqa: E402
from messaging.models import Post, Reaction  # noqa: E402
from moderation import guards  # noqa: E402
from moderation.actions import remove, seal_removals, take_back  # noqa: E402
from moderation.models import Removal  # noqa: E402
from moderation.packages import faults_of  # noqa: E402
from moderation.subjects import find  # noqa: E402
from portal.demo.cast import Cast, build_cast  # noqa: E402
from protocol import clock  # noqa: E402

ADDRESSES = (
    *("home", "readyz", "livez", "groups:group-list", "messaging:search", "groups:audit-list", "groups:agreements"),
    *("groups:privacy", "messaging:post-choose", "groups:import-list"),
)
NOT_ALLOWED = {
    "truncate": "TRUNCATE messaging_post CASCADE",
    "drop trigger": "DROP TRIGGER messaging_post_kept ON messaging_post",
    "disable trigger": "ALTER TABLE messaging_post DISABLE TRIGGER ALL",
    "disable one trigger": "ALTER TABLE messaging_post DISABLE TRIGGER messaging_post_kept",
    "replica": "SET session_replication_role = replica",
    "replace function": "CREATE OR REPLACE FUNCTION messaging_post_kept() RETURNS trigger LANGUAGE plpgsql "
    "AS 'BEGIN RETURN OLD; END'",
    "drop function": "DROP FUNCTION messaging_post_kept() CASCADE",
    "drop table": "DROP TABLE messaging_post CASCADE",
    "rename table": "ALTER TABLE messaging_post RENAME TO somewhere_else",
    "own it": "ALTER TABLE messaging_post OWNER TO kring_app",
    "be the owner": "SET ROLE kring_owner",
    "temporary table": "CREATE TEMPORARY TABLE moderation_sealedrow (id int)",
    "table": "CREATE TABLE public.anything (id int)",
    "trigger": "CREATE TRIGGER mine AFTER INSERT ON messaging_post EXECUTE FUNCTION refuse_change()",
    "rule": "CREATE RULE mine AS ON DELETE TO messaging_post DO INSTEAD NOTHING",
    "rewrite the chain": "UPDATE moderation_archivelink SET hash = hash",
    "delete of the archive": "DELETE FROM moderation_package",
    "take a pass back": "UPDATE moderation_sealedrow SET content = ''",
    "end a hold by deleting it": "DELETE FROM moderation_legalhold",
    "rewrite the log": "UPDATE accounts_auditentry SET id = id",
    "forget a migration": "DELETE FROM django_migrations",
}


def a_post(cast: Cast) -> Post:
    now = clock.now()
    return Post.objects.create(
        school_group=cast.groep5,
        author=cast.naima,
        author_role=hat_in(cast.naima, cast.groep5),
        title="Onze bruggen",
        text="De groep bouwde bruggen.",
        state=Post.State.PUBLISHED,
        published_at=now,
        exempt=Post.Exempt.EARLIER,
    )


def removals(cast: Cast, post: Post) -> list[str]:
    reaction = add_reaction(post, "Foei", by=cast.samira)
    edit_reaction(reaction, "Foei toch", by=cast.samira)
    mine = add_reaction(post, "Oeps", by=cast.samira)
    post.attachments.create(file=ContentFile(b"%PDF-1.7", "x.pdf"), name="brief.pdf", size=8)
    remove(find("reaction", reaction.pk), by=cast.naima, clause_id="E4", reason="Past niet.")
    take_back(find("reaction", mine.pk), by=cast.samira)
    seal_removals()
    remove(find("post", post.pk), by=cast.marleen, clause_id="B7", reason="Past niet.")
    seal_removals()
    rows = Removal.objects.select_related("package__link").order_by("pk")
    found = [row.last_error or row.state for row in rows]
    return [
        *found,
        *(str(fault) for row in rows for fault in faults_of(row.package.folder, row.package.link.commitment)),
    ]


def answers(cast: Cast, post: Post) -> dict[str, int]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.marleen)
    paths = [reverse(name) for name in ADDRESSES]
    paths += [reverse("messaging:group-feed", args=[cast.groep5.pk]), reverse("messaging:post-detail", args=[post.pk])]
    return {path: client.get(path).status_code for path in paths}


def refusals() -> dict[str, str]:
    found = {}
    for name, sql in NOT_ALLOWED.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        except DatabaseError as error:
            found[name] = str(getattr(error.__cause__, "sqlstate", ""))
        else:
            found[name] = "allowed"
    return found


def main() -> None:
    cast = build_cast()
    post = a_post(cast)
    audit.record("removed", by=cast.marleen, on=post)
    found: dict[str, Any] = {"answers": answers(cast, post), "removals": removals(cast, a_post(cast))}
    found |= {"refusals": refusals(), "faults": guards.faults(connection), "left": Reaction.objects.count()}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
