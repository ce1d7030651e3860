"""One mail for all that a person is to hear now; its words are made when it goes, by the doors of that moment."""

from dataclasses import dataclass
from urllib.parse import urldefrag

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from notifications.kinds import KINDS, NOTICES, RENDERED, SIGNATURE, Rendered, Told, reads_there
from notifications.models import Notice, OutboxMail
from notifications.topics import CHOSEN
from protocol import clock

KIND, SALT = "notices", "notifications.stop"
# People whose notices are put together in one go, and notices written at once.
PEOPLE, ROWS = 200, 200


def gather_due() -> int:
    """Make a mail for everybody who has something to hear now; how many were made."""
    due = Notice.objects.to_mail().order_by("recipient").values_list("recipient", flat=True).distinct()
    made = 0
    while people := list(due[:PEOPLE]):
        made += _gather(people)
    return made


@transaction.atomic
def _gather(people: list[int]) -> int:
    """One mail for each of these people; nothing for whom another sweep was first, or who cannot be reached."""
    waiting = Notice.objects.select_for_update().to_mail().filter(recipient__in=people)
    rows = list(waiting.order_by("recipient", "created_at", "pk"))
    first: dict[int, Notice] = {}
    for row in rows:
        first.setdefault(row.recipient_id, row)
    mails = {
        person.pk: OutboxMail(
            kind=KIND, about=f"{first[person.pk].pk}", recipient=person, address=person.email, subject="-"
        )
        for person in User.objects.filter(pk__in=first, is_active=True).exclude(email="")
    }
    OutboxMail.objects.bulk_create(mails.values(), batch_size=ROWS)
    for row in rows:
        row.mail = mails.get(row.recipient_id)
        row.mail_at = row.mail_at if row.mail is not None else None
    Notice.objects.bulk_update(rows, ["mail", "mail_at"], batch_size=ROWS)
    return len(mails)


@dataclass(frozen=True)
class Entry:
    """One thing in the mail."""

    topic: str
    group: str
    title: str
    link: str


def entries_of(mail: OutboxMail) -> list[Entry]:
    """What its recipient may hear of at this moment: who lost a right since hears nothing of it. Of a page with more
    than one thing on it there is one entry, to the first of them."""
    entries: dict[str, Entry] = {}
    for notice in mail.notices.select_related("recipient").order_by("created_at", "pk"):
        told: Told | None = NOTICES[notice.kind].told_to(notice)
        if told is not None:
            entry = Entry(notice.topic, told.group, told.title, settings.SITE_URL + told.path)
            entries.setdefault(urldefrag(told.path).url, entry)
    return list(entries.values())


def render(mail: OutboxMail) -> Rendered | None:
    """The mail as it goes; nothing when there is nothing (any more) to tell."""
    entries = entries_of(mail)
    if not entries or mail.recipient is None:
        return None
    school = SIGNATURE["school"]()
    subject = entries[0].title
    if len(entries) > 1:
        new = ngettext("%(number)d new thing", "%(number)d new things", len(entries)) % {"number": len(entries)}
        subject = f"{new} – {school}"
    path = stop_path(mail.recipient, {entry.topic for entry in entries})
    stop = path and settings.SITE_URL + path
    words = {
        "person": mail.recipient,
        "school": school,
        "entries": entries,
        "stop": stop,
        "choose": settings.SITE_URL + reverse("notifications:telling"),
        "today": clock.today(),
    }
    text = render_to_string("notifications/email/notices.txt", words).strip() + "\n"
    html = render_to_string("notifications/email/notices.html", words)
    # RFC 8058: one tap in the mail program, no page, no question.
    one_click = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    headers = one_click if stop else {}
    return Rendered(" ".join(subject.split()), text, html, headers)


def stop_path(person: User, topics: set[str]) -> str:
    """Where one tap ends the mails about these topics, without signing in: the address says who, and for what. Empty
    when there is nothing among them that one chooses about: what is important comes to everybody."""
    chosen = sorted(topic for topic in topics if topic in CHOSEN)
    if not chosen:
        return ""
    return reverse("notifications:stop", args=[signing.dumps([person.pk, chosen], salt=SALT)])


def stopped_by(token: str) -> tuple[int, list[str]] | None:
    """Whose mails about what a link ends; nothing for a link that is none of ours."""
    try:
        pk, topics = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk, topics


KINDS[KIND] = reads_there
RENDERED[KIND] = render
