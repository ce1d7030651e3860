"""What the browser tests need beside the demo school: very long names, an empty group, posts that wait, faults.

Run as a program within the running portal's environment: ``python -m tests.planted`` prints the facts as JSON.
"""

import json
import os
from datetime import timedelta
from uuid import uuid4

import django

LONG = "Hottentottententententoonstelling" * 4
LONG_TITLE, LONG_GROUP = LONG[:120], ("Ontdekkersvandewereldgroep" * 5)[:120]
SIZES = ("small_webp", "small_jpeg", "medium_webp", "medium_jpeg", "large_webp", "large_jpeg")


def long_names(cast, password):
    """A group, a teacher, a parent and a child whose names fill the field; a post of theirs with everything on it."""
    from accounts.models import User
    from groups.actions import add_guardian, create_group, give_role
    from groups.models import Enrolment, Pupil, SchoolGroup
    from messaging.models import ExcusedWeek
    from protocol import clock

    def person(name, first, last, address=""):
        return User.objects.create(
            sign_in_name=name,
            email=f"{name}@kiezelpad.example",
            first_name=first,
            last_name=last,
            form_of_address=address,
            password=password,
        )

    year = {"starts_on": cast.groep5.starts_on, "ends_on": cast.groep5.ends_on}
    kind = SchoolGroup.Kind.CLASS
    group = create_group(cast.school, kind=kind, name=LONG_GROUP, sign="9", accent="6", position=90, **year)
    empty = create_group(cast.school, kind=kind, name="Groep 9", sign="9", accent="7", position=91, **year)
    anne = person("anne", "Anne-Wilhelmina", "van der Heijden-Oudekerk-Schimmelpenninck")
    frans = person("frans", "Franciscus-Xaverius-Theodorus", "van Nispen tot Pannerden-Schimmelpenninck", "meester")
    child = Pupil.objects.create(
        school=cast.school, first_name="Maximiliaan-Ferdinand", last_name=anne.last_name, sort_name="max"
    )
    Enrolment.objects.create(pupil=child, school_group=group, valid_from=group.starts_on)
    for where in (group, empty):
        give_role(
            frans, "teacher", where, by=cast.marleen, working_days="ma, di, wo, do, vr", valid_from=group.starts_on
        )
    add_guardian(child, anne, group, by=cast.marleen, relation="mother", has_authority=True, valid_from=group.starts_on)
    ExcusedWeek.objects.create(
        school=cast.school, school_group=group, week=clock.today(), reason=LONG[:120], excused_by=frans
    )
    return group, empty, anne, frans


def posts(cast, group, anne, frans):
    """A post with long words and photos, one that waits for its photos, a draft with a photo that was refused."""
    from messaging.models import Attachment, CleanUp, Photo, Post, Reaction
    from protocol import clock

    now = clock.now()

    def post(**fields):
        fields = {
            "school_group": group,
            "author": frans,
            "author_role": "teacher",
            "text": f"{LONG}\n\nhttps://x.example/{LONG}",
        } | fields
        return Post.objects.create(**fields)

    today = clock.today()
    long = post(
        title=LONG_TITLE,
        state="published",
        published_at=now - timedelta(hours=1),
        edited_at=now,
        kind="learning",
        slot_on=today,  # the day is full: what is written next goes out later
        slot_number=1,
    )
    long.versions.create(title=LONG_TITLE, text=LONG, replaced_at=now, replaced_by=frans, kind="learning")
    waiting = post(title=LONG_TITLE, state="planned", publish_at=now, exempt="urgent")
    day = today + timedelta(days=3)
    coming = post(
        title=LONG_TITLE,
        text=f"Vandaag en morgen. {LONG}",
        state="planned",
        publish_at=now + timedelta(days=3),
        slot_on=day,
        slot_number=1,
    )
    post(
        title="Nog een", state="planned", publish_at=now + timedelta(days=4), slot_on=day + timedelta(1), slot_number=1
    )
    refused = post(title="Bruggen")
    some = Photo.objects.filter(state="ready").first()
    files = {name: getattr(some, name).name for name in SIZES}
    ready = {"state": "ready", "width": some.width, "height": some.height, **files}
    for place in range(2):
        Photo.objects.create(post=long, position=place, filename="a.jpg", alt=LONG[:250], **ready)
    # In a worker's hands for as long as the tests run.
    Photo.objects.create(post=waiting, filename="b.jpg", original="quarantine/b", claimed_until=now + timedelta(days=1))
    Photo.objects.create(post=waiting, position=1, filename="c.jpg", **ready)
    Photo.objects.create(post=refused, filename="a.jpg", alt=LONG[:250], **ready)
    Photo.objects.create(
        post=refused,
        position=1,
        filename="d.exe",
        state="refused",
        reason=f"{LONG[:90]}.exe is geen foto. Kies een andere.",
    )
    Photo.objects.create(
        post=refused, position=2, filename="e.jpg", original="quarantine/e", claimed_until=now + timedelta(days=1)
    )
    for sent in (long, waiting):
        CleanUp.objects.create(person=frans, post=sent)
    pdf = Attachment.objects.first().file.name
    for where in (long, refused):
        Attachment.objects.create(post=where, file=pdf, name=f"{LONG[:110]}.pdf", size=1234567)
    # From later today: it can be changed for as long as the tests run.
    said = {"author": anne, "author_role": "parent", "created_at": now + timedelta(hours=1)}
    reaction = Reaction.objects.create(post=long, text=LONG, **said)
    return long, waiting, refused, reaction, coming


def consent(cast, anne):
    """What waits for the head: long words of a council, a change of what is out, and an exception that is asked."""
    from groups.actions import give_role
    from messaging.actions import Choice, Content, Sheet, edit_post, write_post
    from messaging.models import Approval, Exemption, Post
    from messaging.rules import How
    from protocol import clock

    give_role(anne, "member", cast.mr, by=cast.marleen, label="MR-lid")
    words = Content("news", LONG_TITLE, f"{LONG}\n\nhttps://x.example/{LONG}")

    def write(author, group, **more):
        return write_post(group, Sheet(words, **more), key=uuid4(), by=author).post

    waiting = write(anne, cast.mr, audience=[cast.groep5.pk, cast.groep8.pk])
    out = Post.objects.create(
        school_group=cast.council_or, author=cast.chantal, author_role="OR-lid", title="Winterfair", text="Dank.",
        state="published", published_at=clock.now(), exempt="shared", consent="approved", approved_by=cast.marleen,
        approved_hash="0" * 64,
    )  # fmt: skip
    edit_post(out, words, by=cast.chantal)
    for _ in range(4):
        asked = write(cast.karim, cast.groep8, choice=Choice(How.URGENT, reason=LONG[:140]))
    opened = dict(Approval.objects.open().values_list("post", "pk"))
    exemption = Exemption.objects.get(post=asked, state="asked")
    return {
        "approval": opened[waiting.pk],
        "approval_change": opened[out.pk],
        "exemption": exemption.pk,
        "waits_for_head": waiting.pk,
        "or_changed": out.pk,
        "mr": cast.mr.pk,
    }


def answers(cast, anne):
    """A round that is open; a parent of a child with a long name who answered one thing, and a child that objects."""
    from consent.actions import Signature, answer, object_to_all
    from consent.models import Round
    from consent.purposes import purposes_of
    from consent.rules import consent_year
    from groups.models import Guardianship
    from protocol import clock

    purposes_of(cast.school)
    Round.objects.get_or_create(
        school=cast.school, year=consent_year(clock.today()),
        defaults={"opens_on": clock.today(), "opened_at": clock.now()},
    )  # fmt: skip
    child = Guardianship.objects.get(guardian=anne).pupil
    said = {(child.pk, "portal_group"): True, (child.pk, "website"): False}
    answer(anne, said, school=cast.school, by=anne, signature=Signature(anne.full_name, "password"))
    object_to_all(cast.ilias, by=cast.samira)
    family_of_two(cast, anne.password)
    for_the_school(cast, anne, child)
    return {"annes_child": child.pk, "objecting": cast.ilias.pk}


def for_the_school(cast, anne, child):
    """Parents who disagree, a form that came back on paper, and a photo that a change would take away."""
    from datetime import date

    from consent.actions import Signature, answer, enter_answers
    from messaging.models import Photo

    for guardian, is_yes in ((cast.samira, True), (cast.tom, False)):
        said = {(cast.yara.pk, "portal_group"): is_yes}
        answer(guardian, said, school=cast.school, by=guardian, signature=Signature(guardian.full_name, "password"))
    shown = Photo.objects.filter(post__title=LONG_TITLE, post__state="published", state="ready")
    shown.update(recognisable="nobody", shown_until=date.max)
    some = shown[0]
    Photo.objects.filter(pk=some.pk).update(recognisable="pupils")
    some.depictions.create(pupil=child, is_on_it=True, said_by=cast.marleen)
    said = {"name": False, "class_photo": True}
    enter_answers(child, anne, said, by=cast.dennis, name=LONG[:120], channel="paper", scan=some.small_jpeg.read())


def speaking_up(group, anne, frans, long, reaction):
    """A word with a long text; what stands where a reaction, a photo and a whole post were taken away."""
    from messaging.models import Tombstone
    from moderation.models import FriendlyWord
    from protocol import clock

    fields = {"school_group": group, "stood_at": clock.now()}
    gone = Tombstone.objects.create(kind="post", object_id=999_999, post_id=999_999, clause="E4", **fields)
    Tombstone.objects.create(kind="reaction", object_id=999_999, post_id=long.pk, clause="E4", **fields)
    Tombstone.objects.create(kind="reaction", object_id=999_998, post_id=long.pk, was_taken_back=True, **fields)
    Tombstone.objects.create(kind="photo", object_id=999_999, post_id=long.pk, clause="D2", **fields)
    word = FriendlyWord.objects.create(
        school=group.school, kind="reaction", object_id=reaction.pk, sender=frans, recipient=anne, text=f"{LONG} {LONG}"
    )
    return {"removed": gone.object_id, "word": word.pk, "long_photo": long.photos.first().pk}


def who_is_on_it(cast):
    """A draft of groep 5 with a photo on which Bram is marked, and one of which nothing was said."""
    from consent.actions import Signature, answer
    from messaging.actions import mark_pupils
    from messaging.models import Photo, Post

    for guardian, is_yes, pupil in ((cast.inge, False, cast.bram), (cast.samira, True, cast.yara)):
        said = {(pupil.pk, "portal_group"): is_yes}
        answer(guardian, said, school=cast.school, by=guardian, signature=Signature("Ouder", "password"))
    some = Photo.objects.filter(state="ready").first()
    files = {name: getattr(some, name).name for name in SIZES}
    ready = {"state": "ready", "width": some.width, "height": some.height, "filename": "a.jpg", **files}
    # Older than any other draft: who writes on goes on with that.
    draft = Post.objects.create(
        school_group=cast.groep5, author=cast.naima, author_role="teacher", title="Wie staat erop?", text="Bram lacht."
    )
    Post.objects.filter(pk=draft.pk).update(saved_at=draft.saved_at - timedelta(days=30))
    first = Photo.objects.create(post=draft, **ready)
    second = Photo.objects.create(post=draft, position=1, **ready)
    mark_pupils(first, [cast.bram.pk], by=cast.naima)
    return {"who_key": str(draft.key), "who_photo": str(first.key), "who_unsaid": str(second.key)}


def held(cast, group, anne, frans):
    """A post under which one reaction waits for who decides and another came back; words that the school keeps."""
    from messaging.actions import add_reaction, add_word, return_reaction
    from messaging.models import Post
    from protocol import clock

    out = Post.objects.create(
        school_group=group, author=frans, author_role="teacher", title="Het bezoek aan het bos", text="Dat was leuk.",
        state="published", published_at=clock.now(), exempt="shared",
    )  # fmt: skip
    add_reaction(out, f"Wat een kutbos. {LONG}", by=anne, asks=True)
    back = add_reaction(out, "Die klootzak van een boswachter.", by=anne, asks=True)
    return_reaction(back, f"Noem hem gewoon de boswachter. {LONG}"[:300], by=frans)
    for word, kind in ((LONG[:60], "swearing"), ("loterij", "commercial")):
        add_word(cast.school, word, by=frans, kind=kind)
    add_word(cast.school, "pik", by=frans, is_allowed=True)
    return {"held_post": out.pk, "held_back": back.pk}


def family_of_two(cast, password):
    """A parent of two children who has not answered anything yet."""
    from accounts.models import User
    from groups.actions import add_guardian
    from groups.models import Enrolment, Pupil

    bente = User.objects.create(sign_in_name="bente", first_name="Bente", last_name="Wiersma", password=password)
    for name, group in (("Jelte", cast.groep7), ("Sietske", cast.groep8)):
        child = Pupil.objects.create(school=cast.school, first_name=name, last_name="Wiersma")
        Enrolment.objects.create(pupil=child, school_group=group, valid_from=group.starts_on)
        days = {"relation": "mother", "has_authority": True, "valid_from": group.starts_on}
        add_guardian(child, bente, group, by=cast.marleen, **days)


def cases(cast, group, password):
    """A case with long words about a parent to whom everything is closed for a while."""
    from accounts.models import User
    from groups.actions import add_guardian
    from groups.models import Enrolment, Pupil
    from moderation.actions import consult, open_case, take_step
    from moderation.models import Case
    from moderation.rules.cases import Step, Wish
    from protocol import clock

    person = User.objects.create(
        sign_in_name="rustig",
        email="rustig@kiezelpad.example",
        first_name="Rinske",
        last_name="Dijk",
        password=password,
    )
    child = Pupil.objects.create(school=cast.school, first_name="Fenna", last_name="Dijk")
    Enrolment.objects.create(pupil=child, school_group=group, valid_from=group.starts_on)
    days = {"relation": "mother", "has_authority": True, "valid_from": group.starts_on}
    add_guardian(child, person, group, by=cast.marleen, **days)
    known = Case.objects.order_by("pk").first()
    case = open_case(LONG[:120], person, school=cast.school, by=cast.marleen, school_group=group)
    consult(case, LONG, by=cast.dennis)
    take_step(case, Wish(Step.WARNING, told=LONG[:400]), LONG, by=cast.marleen, seen=0)
    wish = Wish(Step.CLOSED, clock.today() + timedelta(days=7), LONG[:400])
    step = take_step(case, wish, LONG, by=cast.marleen, seen=1)
    return {"case": (known or case).pk, "long_case": case.pk, "case_step": step.pk}


def talks(cast, group, anne, frans):
    """The demo's own conversations, and one with long words and a file; the address that ends somebody's mails."""
    from conversations.actions import leave_note, start_conversation, write_message
    from conversations.models import Conversation, Message, MessageFile
    from groups.models import Guardianship
    from notifications.gathering import stop_path

    link = Guardianship.objects.filter(guardian=anne).first()
    long = start_conversation(link, LONG_TITLE, LONG, by=anne, school_group=group, key=uuid4())
    write_message(long, f"{LONG}\n\nhttps://x.example/{LONG}", by=frans, key=uuid4())
    leave_note(long, LONG, by=frans)
    said = long.messages.filter(kind=Message.Kind.WORDS).first()
    pdf = MessageFile.objects.ready().first().file.name
    MessageFile.objects.create(
        message=said, uploaded_by=anne, name=f"{LONG[:110]}.pdf", size=1234567, file=pdf, ending=".pdf", state="ready"
    )
    MessageFile.objects.create(
        message=said, uploaded_by=anne, name="d.exe", size=1, state="refused", reason=f"{LONG[:90]}.exe kan niet mee."
    )
    demo = {row.subject: row.pk for row in Conversation.objects.all()}
    return {
        "talk": demo["Staartdelingen"],
        "talk_waiting": demo["Vrijdag ophalen"],
        "talk_closed": demo["Gymschoenen kwijt"],
        "talk_file": demo["Spreekbeurt over bijen"],
        "talk_care": demo["Lezen"],
        "talk_long": long.pk,
        "stop_mails": stop_path(cast.henk, {"news"}),
    }


def endings(cast, anne):
    """An account that was closed, and a child that was said to have died: both can be put right."""
    from accounts.models import User
    from groups.actions import close_account, record_pupil_death
    from groups.models import Ending, Pupil

    gone = User.objects.create(sign_in_name="gone", first_name=anne.first_name, last_name=anne.last_name)
    child = Pupil.objects.create(school=cast.school, first_name="Maximiliaan-Ferdinand", last_name=anne.last_name)
    close_account(gone, by=cast.marleen)
    record_pupil_death(child, by=cast.marleen)
    return Ending.objects.get(user=gone), Ending.objects.get(pupil=child)


def hard_copy(cast, long, anne):
    """What was taken away, with long words, as the archive keeps it: its number."""
    from messaging.models import Reaction
    from moderation.actions import remove, seal_removals
    from moderation.models import Removal
    from moderation.subjects import find

    row = Reaction.objects.create(post=long, author=anne, author_role="parent", text=LONG)
    removal = remove(find("reaction", row.pk), by=cast.marleen, clause_id="E4", reason=LONG[:120])
    seal_removals()
    return Removal.objects.get(pk=removal.pk).package.link.number


def told(anne):
    """A person with two devices that sleep, at whose address mail comes back."""
    from notifications.models import DeadAddress, PushDevice

    for number, name in enumerate(("Samsung Internet op Android", "Firefox op Windows")):
        PushDevice.objects.create(person=anne, endpoint=f"https://push.example/{number}", name=name)
    DeadAddress.objects.create(address=anne.email, reason="550 5.1.1 User unknown")


def facts() -> dict[str, object]:
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.contrib.auth.hashers import make_password
    from django.test import RequestFactory

    from accounts.models import User
    from groups.models import JoinRequest
    from messaging.models import Post
    from portal.demo.cast import fetch_cast
    from portal.demo.people import PASSWORD
    from portal.errors import bad_request, server_error
    from tests.planted_reports import messages, reports

    cast = fetch_cast()
    group, empty, anne, frans = long_names(cast, make_password(PASSWORD))
    long, waiting, refused, reaction, coming = posts(cast, group, anne, frans)
    ending, child_ending = endings(cast, anne)
    published = Post.objects.filter(state="published")
    ours = published.filter(school_group=cast.groep5)
    bridges = published.get(title="Onze bruggen houden een emmer zand")
    request = RequestFactory().get("/")
    # Of nobody else's test: signing in would end the link.
    forgot = User.objects.create(sign_in_name="forgot", email="forgot@kiezelpad.example", password="!")
    known = held(cast, group, anne, frans)
    known |= consent(cast, anne) | answers(cast, anne) | who_is_on_it(cast)
    known |= speaking_up(group, anne, frans, long, reaction)
    known |= cases(cast, group, anne.password)
    known |= reports(cast, long, reaction) | messages(cast)
    known |= talks(cast, group, anne, frans)
    told(anne)
    return known | {
        "groep5": cast.groep5.pk,
        "school": cast.whole_school.pk,
        "bridges": bridges.pk,
        "photos": bridges.photos.count(),
        "unsaid": ours.filter(photos__recognisable="").first().pk,
        "pdf": published.get(title="De nieuwe fietsenstalling is klaar").pk,
        "edited": (ours.filter(versions__isnull=False).first() or long).pk,
        "oldest": ours.order_by("published_at")[min(25, ours.count() - 1)].pk,
        "member": cast.inge.memberships.filter(role__school_group=cast.groep5).first().pk,
        "naima": cast.naima.pk,
        "tom": cast.tom.pk,
        "anne": anne.pk,
        "yara": cast.yara.pk,
        "link": cast.tom.guardianships.get(pupil=cast.yara).pk,
        "role": cast.joris.memberships.filter(role__school_group=cast.groep5).first().pk,
        "ending": ending.pk,
        "child_ending": child_ending.pk,
        "asked": JoinRequest.objects.filter(asker=cast.liwen).first().pk,
        "long_group": group.pk,
        "empty_group": empty.pk,
        "long": long.pk,
        "reaction": reaction.pk,
        "waiting": waiting.pk,
        "refused": refused.pk,
        "coming": coming.pk,
        "refused_key": str(refused.key),
        "hard_copy": hard_copy(cast, long, anne),
        "reset": f"/wachtwoord/nieuw/{user_pk_to_url_str(forgot)}-{default_token_generator.make_token(forgot)}/",
        "fault_400": bad_request(request).content.decode(),
        "fault_500": server_error(request).content.decode(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    print(json.dumps(facts()))
