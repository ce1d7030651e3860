"""One row of each table that the database guards, as the portal itself makes them."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import Model

from conversations.actions import start_conversation
from conversations.models import MessageFile
from groups.models import Guardianship, Restriction
from messaging.actions import Content, add_reaction, edit_post, edit_reaction
from messaging.models import Attachment
from moderation.models import Case, CaseExport, CaseStep, Consultation, FriendlyWord, Item, Report
from protocol import clock


def all_of_it(cast, make_post, make_photo) -> dict[str, Model]:
    """By table: a post that was out and was edited, all that hangs under it, and what was said about it."""
    post = make_post(cast.groep5, cast.naima)
    photo = make_photo(post)
    paper = Attachment.objects.create(post=post, file=ContentFile(b"%PDF-1.7", "x.pdf"), name="brief.pdf", size=8)
    reaction = add_reaction(post, "Wat een onzin", by=cast.samira)
    assert edit_reaction(reaction, "Wat een goed idee", by=cast.samira)
    words = Content(kind=post.kind, title=post.title, text="Andere woorden.")
    assert edit_post(post, words, by=cast.naima, alts={str(photo.key): "Een brug van hout"})
    for row in (post, photo, reaction):
        row.refresh_from_db()
    rows = [post, post.versions.get(), photo, paper, reaction, reaction.versions.get(), *said_in_private(cast)]
    return {row._meta.db_table: row for row in [*rows, *said_about(cast, reaction)]}


def said_in_private(cast) -> list[Model]:
    """A message that was delivered, with a file that was checked."""
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    talk = start_conversation(
        link, "Rekenen", "Ze vindt delen lastig.", by=cast.samira, school_group=cast.groep5, key=uuid4()
    )
    message = talk.messages.order_by("pk").first()
    file = MessageFile(message=message, uploaded_by=cast.samira, name="brief.pdf", size=8, ending=".pdf", state="ready")
    file.file.save("", ContentFile(b"%PDF-1.7", "x.pdf"))
    return [message, file]


def said_about(cast, reaction) -> list[Model]:
    """A word to who wrote it, a report, and a case with what was thought and decided."""
    about = {"school": cast.school, "kind": "reaction", "object_id": reaction.pk}
    word = FriendlyWord.objects.create(sender=cast.naima, recipient=cast.samira, text="Zullen we praten?", **about)
    case = Case.objects.create(
        school=cast.school, year=2026, number=1, title="Ruzie", about=cast.samira, opened_by=cast.marleen
    )
    item = Item.objects.create(school_group=cast.groep5, author=cast.samira, case=case, **about)
    report = Report.objects.create(item=item, reporter=cast.naima, clause="E4", text="Dit kan niet.")
    thought = Consultation.objects.create(case=case, person=cast.naima, role="leerkracht", text="Een gesprek.")
    pause = Restriction.objects.create(
        person=cast.samira,
        kind=Restriction.Kind.REACTIONS,
        reason="Even niet.",
        until=clock.today() + timedelta(days=7),
        decided_by=cast.marleen,
    )
    step = CaseStep.objects.create(
        case=case, kind=CaseStep.Kind.NO_REACTIONS, note="Week pauze.", decided_by=cast.marleen, restriction=pause
    )
    CaseExport.objects.create(case=case, by=cast.marleen, form="pdf", reason="politie", sha256="0" * 64)
    return [word, report, thought, step]
