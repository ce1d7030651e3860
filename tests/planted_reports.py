"""Reports and removals for the browser tests, beside tests/planted.py."""

from datetime import timedelta

LONG = "Hottentottententententoonstelling" * 4


def reports(cast, long, reaction):
    """Reports of long words and of a photo, one that was put back, a removal that fails,
    and one that waits for the MR."""
    from django.db import transaction

    from messaging.models import Photo, Post, Reaction
    from moderation.actions import put_back, remove
    from moderation.models import Removal
    from moderation.subjects import find
    from protocol import clock
    from tests.reporting import report_of

    said = {"author": reaction.author, "author_role": "parent", "post": long}
    bad, kept, going, held = (Reaction.objects.create(text=LONG, **said) for _ in range(4))
    Reaction.objects.filter(pk=held.pk).update(held_at=clock.now())
    text = report_of("reaction", bad, cast.tom, cast.inge, text=LONG, is_threat=True, hides=True)
    photo = report_of("photo", Photo.objects.filter(post=long).first(), cast.tom, clause="D2", text=LONG)
    put_back(report_of("reaction", kept, cast.tom), LONG, by=cast.marleen)
    with transaction.atomic():  # the worker of the portal must not see it before it fails
        remove(find("reaction", going.pk), by=cast.marleen, clause_id="E4", reason=LONG)
        Removal.objects.update(last_error=f"OSError: {LONG}", tries=3, due_at=clock.now() + timedelta(days=30))
    of_mr, asked = (
        Post.objects.create(
            school_group=cast.mr, author=reaction.author, author_role="MR-lid", title=LONG[:120], text=LONG,
            state="published", published_at=clock.now(), exempt="shared", consent="approved",
            approved_by=cast.marleen, approved_hash="0" * 64,
        )
        for _ in range(2)
    )  # fmt: skip
    removal = remove(find("post", asked.pk), by=cast.marleen, clause_id="E4", reason=LONG, waits_for_member=True)
    return {"report": text.pk, "report_photo": photo.pk, "of_mr": of_mr.pk, "asked_of_mr": removal.pk}


def messages(cast):
    """Messages in a conversation: one that was reported, one that is held, one that came back, and a stone
    where one stood."""
    from uuid import uuid4

    from conversations.actions import leave_stone, return_message, start_conversation, write_message
    from groups.models import Guardianship
    from tests.reporting import report_of

    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    talk = start_conversation(link, LONG[:120], LONG, by=cast.samira, school_group=cast.groep5, key=uuid4())
    said = talk.messages.order_by("pk").first()
    leave_stone(said, clause_id="E1", was_taken_back=False)
    held, back = (
        write_message(talk, f"Wat een klootzak. {LONG}", by=cast.samira, key=uuid4(), asks=True) for _ in range(2)
    )
    return_message(back, LONG, by=cast.marleen)
    item = report_of("message", said, cast.naima, cast.joris, text=LONG)
    return {"said": said.pk, "talk_held": talk.pk, "held_message": str(held.key), "report_message": item.pk}
