"""Who gets in where: every address x method x person x relation to the object.

Typed by hand from the agreements (protocol.md, "The people"), not from the code's own matrix. An address without a
row fails, and so does a method that answers although no row allows it.

    +  is let in            .  404, the same as for what does not exist
    >  is sent to sign in   x  405, this address does not know this method
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from consent.actions import object_to_all
from consent.models import PaperForm
from conversations.actions import ask_together, start_conversation, write_message
from conversations.models import Conversation, Message, MessageFile
from groups.actions import add_guardian, invite_at_door
from groups.imports import Records, to_json
from groups.models import AuthorityProposal, DayOff, Ending, Guardianship, ImportRun, JoinRequest, Membership
from messaging.actions import point_out
from messaging.models import (
    Approval,
    Attachment,
    Depiction,
    Exemption,
    Photo,
    Post,
    Reaction,
    Tombstone,
    Withholding,
    WordRule,
    line_up_of,
)
from moderation.actions import open_case, remove, take_step
from moderation.models import FriendlyWord, Item
from moderation.rules.cases import Step, Wish
from moderation.subjects import find
from notifications.gathering import stop_path
from notifications.models import PushDevice
from protocol import clock
from tests.answered import say
from tests.archive import sealed
from tests.factories import PostFactory
from tests.reporting import report_of

# nobody signed in | staff: teacher (2x groep 5, Egels), trainee in groep 5, head, ICT, IB, caretaker |
# parents: groep 5 + Egels, groep 5 (apart), groep 5 (no photos), Egels, groep 5 + OR, groep 8 + MR |
# not (or no longer): waits for the admin, barred, taken out, no authority, account closed
NAMES = """
anon
naima joris thijs fleur marleen dennis wilma henk
samira tom inge kwame chantal pieterjan
liwen barred former carer closed
"""
PEOPLE = NAMES.split()

#                                 anon  staff     parents  not
PUBLIC = "+ ++++++++ ++++++ +++++"
SIGNED_IN = "> ++++++++ ++++++ ++++>"
NOBODY = "> ........ ...... ....>"
READS_5 = "> ++.++.+. +++.+. ....>"
READS_EGELS = "> ..+.+.+. +..+.. ....>"
READS_SCHOOL = "> ++++++++ ++++++ ....>"
READS_COUNCIL = "> ++++++++ ++++++ ....>"
READS_TEAM = "> ++++++++ ...... ....>"
REACTS_5 = "> ++.++... +++.+. ....>"
POSTS_5 = "> ++.+.... ...... ....>"
POSTS_EGELS = "> ..+..... ...... ....>"
POSTS_SCHOOL = "> ....+... ...... ....>"
POSTS_TEAM = "> +++.++++ ...... ....>"
POSTS_SOMEWHERE = "> ++++++++ ....++ ....>"
POSTS_OR = "> ........ ....+. ....>"
POSTS_MR = "> ........ .....+ ....>"
MANAGES_5 = "> ++..+... ...... ....>"
MANAGES_PEOPLE = "> ....++.. ...... ....>"
DECIDES = "> ....+... ...... ....>"
MODERATES_5 = "> ++..+... ...... ....>"
HEAD_AND_ICT = "> ....++.. ...... ....>"
ONLY_HEAD = "> ....+... ...... ....>"
ONLY_NAIMA = "> +....... ...... ....>"
ONLY_LIWEN = "> ........ ...... +...>"
ONLY_SAMIRA = "> ........ +..... ....>"
# A case in groep 5 about Samira: its admins, the head, the ICT contact.
HAS_A_PART = "> ++..++.. ...... ....>"
OPENS_CASES = "> +++.++.. ...... ....>"
BELONGS_HERE = "> ++++++++ ++++++ ....>"
WORKS_HERE = "> ++++++++ ...... ....>"
HANDLES = "> +++.++.. ...... ....>"
HANDLES_5 = "> ++..++.. ...... ....>"
NOT_NAIMA = "> .+..++.. ...... ....>"
OPENS_5 = "> .+..+... ...... ....>"
ONLY_CARE = "> ......+. ...... ....>"
ONLY_ICT = "> .....+.. ...... ....>"
ONLY_MR = "> ........ .....+ ....>"
# A conversation about Yara: the teachers of groep 5 (a trainee is none) or the IB'er, and the one guardian it is with.
TALKS = "> ++...... +..... ....>"
TALKS_CARE = "> ......+. +..... ....>"
TALKS_FOR_SCHOOL = "> ++...... ...... ....>"
ABOUT_YARA = "> ........ ++.... ....>"
ONLY_TOM = "> ........ .+.... ....>"

# address, object, method(s), who; a method that stands in no row of an address must answer 405
ROWS: list[tuple[str, str, str, str]] = [
    ("livez", "", "GET HEAD", PUBLIC),
    ("readyz", "", "GET HEAD", PUBLIC),
    ("robots", "", "GET HEAD", PUBLIC),
    ("security-txt", "", "GET HEAD", PUBLIC),
    ("manifest", "", "GET HEAD", PUBLIC),
    ("service-worker", "", "GET HEAD", PUBLIC),
    ("offline", "", "GET HEAD", PUBLIC),
    ("groups:agreements", "", "GET HEAD", PUBLIC),
    ("groups:privacy", "", "GET HEAD", PUBLIC),
    ("home", "", "GET HEAD", SIGNED_IN),
    ("groups:group-list", "", "GET HEAD", SIGNED_IN),
    ("messaging:search", "", "GET HEAD", SIGNED_IN),
    # speaking up: whoever sees it, and did not make it; a word only who got it
    ("moderation:report-create", "post of naima to report", "GET HEAD POST", "> .+.++.+. +++.+. ....>"),
    ("moderation:report-create", "photo of naima to report", "GET HEAD POST", "> .+.++.+. +++.+. ....>"),
    ("moderation:report-create", "reaction of samira to report", "GET HEAD POST", "> ++.++.+. .++.+. ....>"),
    ("moderation:report-create", "portrait of naima to report", "GET HEAD POST", "> .+++++++ ++++++ ....>"),
    ("moderation:report-create", "word to samira to report", "GET HEAD POST", ONLY_SAMIRA),
    ("moderation:report-create", "message of samira to report", "GET HEAD POST", "> ++...... ...... ....>"),
    ("moderation:report-create", "message of naima to report", "GET HEAD POST", "> .+...... +..... ....>"),
    ("moderation:report-create", "held message to report", "GET HEAD POST", NOBODY),
    ("moderation:report-create", "planned post to report", "GET HEAD POST", NOBODY),
    ("moderation:report-create", "no kind to report", "GET HEAD POST", NOBODY),
    ("moderation:report-create", "nothing to report", "GET HEAD POST", NOBODY),
    ("moderation:word-list", "", "GET HEAD", SIGNED_IN),
    ("messaging:post-detail", "removed post 5", "GET HEAD", READS_5),
    ("moderation:item-list", "", "GET HEAD", HANDLES),
    ("moderation:item-detail", "report in groep 5", "GET HEAD", HANDLES_5),
    ("moderation:item-detail", "report about naima", "GET HEAD", NOT_NAIMA),
    ("moderation:item-detail", "report about the head", "GET HEAD", ONLY_ICT),
    ("moderation:item-detail", "nothing", "GET HEAD", NOBODY),
    ("moderation:item-put-back", "report in groep 5", "POST", HANDLES_5),
    ("moderation:item-put-back", "report about naima", "POST", NOT_NAIMA),
    ("moderation:item-hide", "report in groep 5", "POST", HANDLES_5),
    ("moderation:item-ask", "report in groep 5", "POST", HANDLES_5),
    ("moderation:item-photo", "report of a photo", "GET HEAD", OPENS_5),
    ("moderation:item-photo", "report in groep 5", "GET HEAD", NOBODY),
    # of a conversation only the head reads what was reported; the ICT contact sees that it was
    ("moderation:item-detail", "report of a message", "GET HEAD", HEAD_AND_ICT),
    ("moderation:item-put-back", "report of a message", "POST", HEAD_AND_ICT),
    ("moderation:item-file", "file of a reported message", "GET HEAD", ONLY_HEAD),
    ("moderation:removal-create", "message of samira to report", "GET HEAD POST", ONLY_HEAD),
    ("moderation:take-back", "message of samira to report", "GET HEAD POST", ONLY_SAMIRA),
    ("conversations:held-detail", "held message", "GET HEAD", ONLY_HEAD),
    ("conversations:held-release", "held message", "POST", ONLY_HEAD),
    ("conversations:held-return", "held message", "POST", ONLY_HEAD),
    ("conversations:held-detail", "message that is not held", "GET HEAD", NOBODY),
    ("conversations:held-release", "message that is not held", "POST", NOBODY),
    ("conversations:held-return", "message that is not held", "POST", NOBODY),
    ("moderation:removal-create", "reaction to take away", "GET HEAD POST", MODERATES_5),
    ("moderation:removal-create", "post of the mr to take away", "GET HEAD POST", ONLY_HEAD),
    ("moderation:removal-create", "nothing to take away", "GET HEAD POST", NOBODY),
    ("moderation:take-back", "reaction to take away", "GET HEAD POST", ONLY_SAMIRA),
    ("moderation:removal-agree", "asked of the mr", "GET HEAD POST", ONLY_MR),
    ("moderation:policy", "", "GET HEAD", HEAD_AND_ICT),
    ("moderation:policy-save", "", "POST", ONLY_HEAD),
    ("groups:import-list", "", "GET HEAD POST", MANAGES_PEOPLE),
    ("groups:import-template", "", "GET HEAD", MANAGES_PEOPLE),
    ("groups:import-detail", "import", "GET HEAD POST", MANAGES_PEOPLE),
    ("groups:import-detail", "no import", "GET HEAD POST", NOBODY),
    ("groups:import-drop", "import", "POST", MANAGES_PEOPLE),
    ("groups:authority-list", "", "GET HEAD", DECIDES),
    ("groups:authority-decide", "proposal about tom", "POST", DECIDES),
    ("groups:authority-decide", "nothing", "POST", NOBODY),
    ("groups:audit-list", "", "GET HEAD", HEAD_AND_ICT),
    ("groups:audit-export", "", "POST", HEAD_AND_ICT),
    ("messaging:seen-list", "", "GET HEAD", ONLY_HEAD),
    ("messaging:week-excuse", "", "GET HEAD POST", DECIDES),
    ("messaging:news-seen", "post 5", "POST", READS_5),
    ("messaging:post-choose", "", "GET HEAD", POSTS_SOMEWHERE),
    ("messaging:group-feed", "groep 5", "GET HEAD", READS_5),
    ("messaging:group-feed", "egels", "GET HEAD", READS_EGELS),
    ("messaging:group-feed", "whole school", "GET HEAD", READS_SCHOOL),
    ("messaging:group-feed", "or", "GET HEAD", READS_COUNCIL),
    ("messaging:group-feed", "mr", "GET HEAD", READS_COUNCIL),
    ("messaging:group-feed", "team", "GET HEAD", READS_TEAM),
    ("messaging:group-feed", "nothing", "GET HEAD", NOBODY),
    ("messaging:post-create", "groep 5", "GET HEAD POST", POSTS_5),
    ("messaging:post-create", "egels", "GET HEAD POST", POSTS_EGELS),
    ("messaging:post-create", "whole school", "GET HEAD POST", POSTS_SCHOOL),
    ("messaging:post-create", "team", "GET HEAD POST", POSTS_TEAM),
    ("messaging:post-create", "or", "GET HEAD POST", POSTS_OR),
    ("messaging:post-create", "mr", "GET HEAD POST", POSTS_MR),
    ("messaging:draft-save", "or", "POST", POSTS_OR),
    ("messaging:draft-save", "mr", "POST", POSTS_MR),
    ("messaging:draft-save", "groep 5", "POST", POSTS_5),
    ("messaging:photo-share", "", "GET HEAD POST", SIGNED_IN),
    ("messaging:draft-place", "draft", "GET HEAD POST", ONLY_NAIMA),
    ("messaging:clean-up-say", "", "POST", SIGNED_IN),
    ("messaging:photo-add", "draft", "POST", ONLY_NAIMA),
    ("messaging:attachment-add", "draft", "POST", ONLY_NAIMA),
    ("messaging:photo-order", "draft", "POST", ONLY_NAIMA),
    ("messaging:draft-discard", "draft", "POST", ONLY_NAIMA),
    ("messaging:photo-status", "draft photo", "GET HEAD", ONLY_NAIMA),
    ("messaging:series-recognise", "draft", "POST", ONLY_NAIMA),
    ("messaging:photo-recognise", "draft photo", "GET HEAD POST", ONLY_NAIMA),
    ("messaging:photo-recognise", "planned photo", "GET HEAD POST", NOBODY),
    ("messaging:photo-crop", "draft photo", "GET HEAD POST", ONLY_NAIMA),
    ("messaging:photo-crop", "planned photo", "GET HEAD POST", NOBODY),
    ("messaging:photo-cover", "draft photo", "GET HEAD POST", ONLY_NAIMA),
    ("messaging:photo-cover", "planned photo", "GET HEAD POST", NOBODY),
    ("messaging:photo-remove", "draft photo", "POST", ONLY_NAIMA),
    ("messaging:attachment-remove", "draft file", "POST", ONLY_NAIMA),
    ("messaging:photo-file", "photo 5", "GET HEAD", READS_5),
    ("messaging:photo-file", "draft photo", "GET HEAD", ONLY_NAIMA),
    ("messaging:photo-file", "planned photo", "GET HEAD", MODERATES_5),
    ("messaging:attachment-file", "planned file", "GET HEAD", MODERATES_5),
    ("messaging:photo-detail", "photo of a planned post", "GET HEAD", MODERATES_5),
    ("messaging:post-outlook", "groep 5", "GET HEAD", POSTS_5),
    ("messaging:post-outlook", "whole school", "GET HEAD", POSTS_SCHOOL),
    ("messaging:planned-list", "groep 5", "GET HEAD", "> ++.++... ...... ....>"),
    ("messaging:planned-list", "whole school", "GET HEAD", ONLY_HEAD),
    ("messaging:planned-list", "or", "GET HEAD", "> ....+... ....+. ....>"),
    ("messaging:planned-list", "nothing", "GET HEAD", NOBODY),
    ("messaging:post-move", "coming post", "GET HEAD POST", MODERATES_5),
    ("messaging:post-move", "post 5", "GET HEAD POST", NOBODY),
    ("messaging:post-move", "waiting post of fleur", "GET HEAD POST", NOBODY),
    ("messaging:post-send", "coming post", "GET HEAD POST", MODERATES_5),
    ("messaging:post-send", "waiting post of fleur", "GET HEAD POST", NOBODY),
    ("messaging:post-withdraw", "coming post", "POST", MODERATES_5),
    ("messaging:post-withdraw", "waiting post of fleur", "POST", "> ...+.... ...... ....>"),
    ("messaging:post-take-over", "coming post", "POST", "> .+...... ...... ....>"),
    ("messaging:attachment-file", "file 5", "GET HEAD", READS_5),
    ("messaging:attachment-file", "draft file", "GET HEAD", ONLY_NAIMA),
    ("messaging:post-detail", "post 5", "GET HEAD", READS_5),
    ("messaging:post-detail", "post egels", "GET HEAD", READS_EGELS),
    ("messaging:post-detail", "post school", "GET HEAD", READS_SCHOOL),
    ("messaging:post-detail", "post or", "GET HEAD", READS_COUNCIL),
    ("messaging:post-detail", "post team", "GET HEAD", READS_TEAM),
    ("messaging:post-detail", "planned post", "GET HEAD", MODERATES_5),
    ("messaging:post-detail", "waiting post of fleur", "GET HEAD", "> ++.++... ...... ....>"),
    ("messaging:post-detail", "nothing", "GET HEAD", NOBODY),
    ("messaging:post-history", "post 5", "GET HEAD", READS_5),
    ("messaging:photo-detail", "first photo of post 5", "GET HEAD", READS_5),
    ("messaging:photo-detail", "no photo of post 5", "GET HEAD", NOBODY),
    # photos after they were out: who answers for them, and who points at them
    ("messaging:withheld-list", "", "GET HEAD", WORKS_HERE),
    ("messaging:withheld-put-all-back", "", "POST", WORKS_HERE),
    ("messaging:withheld-not-on-it", "withheld in post 5", "POST", MODERATES_5),
    ("messaging:withheld-on-it", "withheld in post 5", "POST", MODERATES_5),
    ("messaging:withheld-put-back", "withheld in post 5", "POST", MODERATES_5),
    ("messaging:withheld-not-on-it", "nothing", "POST", NOBODY),
    ("messaging:withheld-file", "withheld photo", "GET HEAD", MODERATES_5),
    ("messaging:withheld-file", "withheld photo of aaliyah", "GET HEAD", NOBODY),
    ("messaging:withheld-file", "photo samira pointed at", "GET HEAD", NOBODY),
    ("messaging:withheld-file", "shown photo", "GET HEAD", NOBODY),
    ("messaging:withheld-say", "post of old photos", "GET HEAD POST", MODERATES_5),
    ("messaging:withheld-say", "nothing", "GET HEAD POST", NOBODY),
    ("messaging:photo-file", "withheld photo of post 5", "GET HEAD", NOBODY),
    ("messaging:photo-point-out", "first photo of post 5", "GET HEAD POST", "> ++..+... +++.+. ....>"),
    ("messaging:photo-point-out", "no photo of post 5", "GET HEAD POST", NOBODY),
    ("messaging:photo-point-out", "first photo of post egels", "GET HEAD POST", "> ..+.+... +..+.. ....>"),
    ("messaging:pointed-list", "", "GET HEAD", SIGNED_IN),
    ("messaging:pointed-take-back", "pointed at by samira", "POST", ONLY_SAMIRA),
    ("messaging:pointed-take-back", "withheld in post 5", "POST", NOBODY),
    ("messaging:objection-lift", "objection written down by naima", "POST", ONLY_NAIMA),
    ("messaging:objection-lift", "nothing", "POST", NOBODY),
    ("messaging:post-edit", "post 5", "GET HEAD POST", ONLY_NAIMA),
    ("messaging:post-edit", "coming post", "GET HEAD POST", ONLY_NAIMA),
    ("messaging:reactions-switch", "post 5", "POST", MODERATES_5),
    ("messaging:reaction-add", "post 5", "POST", REACTS_5),
    ("messaging:reaction-add", "post egels", "POST", "> ..+.+... +..+.. ....>"),
    ("messaging:reaction-add", "post team", "POST", READS_TEAM),
    ("messaging:reaction-edit", "reaction of samira", "GET HEAD POST", ONLY_SAMIRA),
    ("messaging:reaction-withdraw", "reaction of samira", "POST", ONLY_SAMIRA),
    ("messaging:reaction-edit", "old reaction of samira", "GET HEAD POST", ONLY_SAMIRA),  # told that it is too late
    ("messaging:reaction-withdraw", "old reaction of samira", "POST", NOBODY),
    ("messaging:reaction-release", "held reaction of samira", "POST", MODERATES_5),
    ("messaging:reaction-release", "reaction of samira", "POST", NOBODY),
    ("messaging:reaction-return", "held reaction of samira", "POST", MODERATES_5),
    ("messaging:reaction-return", "held reaction of naima", "POST", OPENS_5),
    ("messaging:reaction-edit", "held reaction of samira", "GET HEAD POST", ONLY_SAMIRA),
    ("messaging:word-list", "", "GET HEAD POST", MANAGES_PEOPLE),
    ("messaging:word-remove", "word of the school", "POST", MANAGES_PEOPLE),
    ("messaging:word-remove", "nothing", "POST", NOBODY),
    # consent and the head's desk
    ("moderation:case-list", "", "GET HEAD", OPENS_CASES),
    ("moderation:case-create", "", "GET HEAD POST", OPENS_CASES),
    ("moderation:case-detail", "case about samira", "GET HEAD", HAS_A_PART),
    ("moderation:case-detail", "case about the head", "GET HEAD", "> .....+.. ...... ....>"),
    ("moderation:case-consult", "case about samira", "POST", HAS_A_PART),
    ("moderation:step-create", "case about samira", "POST", HAS_A_PART),
    ("moderation:step-reverse", "word with samira", "GET HEAD POST", MODERATES_5),
    ("moderation:step-reverse", "nothing", "GET HEAD POST", NOBODY),
    ("moderation:case-add", "case about samira", "POST", HAS_A_PART),
    ("moderation:case-check", "case about samira", "POST", HAS_A_PART),
    ("moderation:case-close", "case about samira", "POST", ONLY_HEAD),
    ("moderation:case-hold", "case about samira", "POST", ONLY_HEAD),
    ("moderation:case-export", "case about samira", "GET HEAD POST", ONLY_HEAD),
    ("moderation:case-export", "case about the head", "GET HEAD POST", "> .....+.. ...... ....>"),
    ("moderation:case-detail", "nothing", "GET HEAD", NOBODY),
    ("moderation:measure-list", "", "GET HEAD", SIGNED_IN),
    ("moderation:head-line", "", "GET HEAD POST", BELONGS_HERE),
    ("messaging:desk", "", "GET HEAD", ONLY_HEAD),
    ("messaging:approval-detail", "asked for the mr", "GET HEAD POST", ONLY_HEAD),
    ("messaging:approval-return", "asked for the mr", "GET HEAD POST", ONLY_HEAD),
    ("messaging:approval-detail", "asked by the trainee", "GET HEAD POST", MODERATES_5),
    ("messaging:approval-return", "asked by the trainee", "GET HEAD POST", MODERATES_5),
    ("messaging:approval-detail", "nothing", "GET HEAD POST", NOBODY),
    ("messaging:approval-return", "nothing", "GET HEAD POST", NOBODY),
    ("messaging:exemption-decide", "asked by joris", "GET HEAD POST", ONLY_HEAD),
    ("messaging:exemption-decide", "asked by the head", "GET HEAD POST", NOBODY),
    ("messaging:photo-file", "photo that waits for consent", "GET HEAD", "> ....+... .....+ ....>"),
    ("messaging:attachment-file", "file that waits for consent", "GET HEAD", "> ....+... .....+ ....>"),
    ("messaging:reaction-add", "post of the mr that waits", "POST", NOBODY),
    ("groups:member-list", "groep 5", "GET HEAD", MANAGES_5),
    ("groups:member-list", "whole school", "GET HEAD", NOBODY),
    ("groups:guardian-add", "groep 5", "GET HEAD POST", MANAGES_5),
    ("groups:guardian-remove", "tom in groep 5", "GET HEAD POST", MANAGES_5),
    ("groups:guardian-remove", "kwame through groep 5", "GET HEAD POST", NOBODY),
    ("groups:invitation-find", "", "GET HEAD POST", PUBLIC),
    ("groups:invitation-accept", "invitation of rik", "GET HEAD POST", PUBLIC),
    ("groups:invitation-accept", "no invitation", "GET HEAD POST", ". ........ ...... ....."),
    ("groups:school-manage", "", "GET HEAD", MANAGES_PEOPLE),
    ("groups:school-setup", "", "GET HEAD", MANAGES_PEOPLE),
    ("groups:school-edit", "", "GET HEAD POST", DECIDES),
    ("groups:staff-add", "", "GET HEAD POST", DECIDES),
    ("groups:setup-finish", "", "POST", DECIDES),
    ("groups:invitation-list", "", "GET HEAD", MANAGES_PEOPLE),
    ("groups:invitation-send", "", "POST", MANAGES_PEOPLE),
    ("groups:letter-print", "groep 5", "POST", MANAGES_PEOPLE),
    ("groups:letter-print", "nothing", "POST", NOBODY),
    ("groups:code-make", "tom in groep 5", "GET HEAD POST", MANAGES_5),
    ("groups:code-make", "kwame through groep 5", "GET HEAD POST", NOBODY),
    # joining, and people's changes
    ("groups:request-create", "", "GET HEAD POST", SIGNED_IN),
    ("groups:request-withdraw", "request of li wen", "POST", ONLY_LIWEN),
    ("groups:request-admit", "request in groep 5", "POST", MANAGES_5),
    ("groups:request-admit", "request through egels", "POST", NOBODY),
    ("groups:request-hand-over", "request in groep 5", "GET HEAD POST", MANAGES_5),
    ("groups:request-hand-over", "request through egels", "GET HEAD POST", NOBODY),
    ("groups:request-refuse", "request in groep 5", "GET HEAD POST", MANAGES_5),
    ("groups:request-refuse", "request through egels", "GET HEAD POST", NOBODY),
    ("groups:request-list", "", "GET HEAD", ONLY_HEAD),
    ("groups:request-decide", "request of li wen", "GET HEAD POST", ONLY_HEAD),
    ("groups:request-decide", "nothing", "GET HEAD POST", NOBODY),
    ("groups:person-list", "", "GET HEAD", MANAGES_PEOPLE),
    ("groups:person-detail", "kwame", "GET HEAD", MANAGES_PEOPLE),
    ("groups:person-detail", "nothing", "GET HEAD", NOBODY),
    ("groups:pupil-detail", "yara", "GET HEAD", MANAGES_PEOPLE),
    ("groups:pupil-detail", "nothing", "GET HEAD", NOBODY),
    ("groups:role-give", "kwame", "GET HEAD POST", ONLY_HEAD),
    ("groups:role-end", "role of joris", "GET HEAD POST", ONLY_HEAD),
    ("groups:role-end", "samira as a parent", "GET HEAD POST", NOBODY),
    ("groups:account-close", "kwame", "GET HEAD POST", ONLY_HEAD),
    ("groups:person-death", "kwame", "GET HEAD POST", ONLY_HEAD),
    ("groups:ending-list", "", "GET HEAD", ONLY_HEAD),
    ("groups:ending-give-back", "closed account", "GET HEAD POST", ONLY_HEAD),
    ("groups:ending-give-back", "nothing", "GET HEAD POST", NOBODY),
    ("groups:authority-set", "authority of tom", "GET HEAD POST", ONLY_HEAD),
    ("groups:guardian-bar", "authority of tom", "GET HEAD POST", ONLY_HEAD),
    ("groups:guardian-bar", "nothing", "GET HEAD POST", NOBODY),
    ("groups:guardian-lift", "authority of tom", "GET HEAD POST", ONLY_HEAD),
    ("groups:address-protect", "yara", "GET HEAD POST", ONLY_HEAD),
    ("groups:pupil-move", "yara", "GET HEAD POST", ONLY_HEAD),
    ("groups:pupil-death", "yara", "GET HEAD POST", ONLY_HEAD),
    # school time: the head and the ICT contact; the agreements about posting are changed by the head alone
    ("groups:school-time", "", "GET HEAD POST", HEAD_AND_ICT),
    ("groups:lesson-time-edit", "", "GET HEAD POST", HEAD_AND_ICT),
    ("groups:day-off-add", "", "GET HEAD POST", HEAD_AND_ICT),
    ("groups:day-off-edit", "study day", "GET HEAD POST", HEAD_AND_ICT),
    ("groups:day-off-edit", "nothing", "GET HEAD POST", NOBODY),
    ("groups:holiday-import", "", "GET HEAD POST", HEAD_AND_ICT),
    ("groups:policy-edit", "", "GET HEAD POST", ONLY_HEAD),
    ("groups:sending-stop", "", "GET HEAD POST", ONLY_HEAD),
    ("conversations:policy", "", "GET HEAD", HEAD_AND_ICT),
    ("conversations:policy-save", "", "POST", ONLY_HEAD),
    ("conversations:conversation-hand-over", "", "GET HEAD POST", ONLY_HEAD),
    # the care coordinator about any pupil; who is in a conversation brings in who may help
    ("conversations:care-find", "", "GET HEAD", ONLY_CARE),
    ("conversations:care-write", "yara in care", "GET HEAD POST", ONLY_CARE),
    ("conversations:care-write", "nothing", "GET HEAD POST", NOBODY),
    ("conversations:helper-add", "samira's conversation", "GET HEAD POST", "> ++...... +..... ....>"),
    ("conversations:helper-add", "nothing", "GET HEAD POST", NOBODY),
    ("consent:consent-manage", "", "GET HEAD", HEAD_AND_ICT),
    ("consent:round-open", "", "GET HEAD POST", ONLY_HEAD),
    ("consent:policy-edit", "", "GET HEAD POST", ONLY_HEAD),
    ("consent:purpose-list", "", "GET HEAD", HEAD_AND_ICT),
    ("consent:purpose-edit", "question about photos", "GET HEAD POST", ONLY_HEAD),
    ("consent:purpose-edit", "no question", "GET HEAD POST", NOBODY),
    ("consent:paper-list", "", "GET HEAD", HEAD_AND_ICT),
    ("consent:paper-print", "", "GET HEAD", HEAD_AND_ICT),
    ("consent:paper-scan", "scan about yara", "GET HEAD", HEAD_AND_ICT),
    ("consent:paper-scan", "nothing", "GET HEAD", NOBODY),
    ("consent:paper-enter", "yara", "GET HEAD POST", HEAD_AND_ICT),
    ("consent:paper-enter", "nothing", "GET HEAD POST", NOBODY),
    ("consent:group-consent", "groep 5", "GET HEAD", MANAGES_5),
    ("consent:group-consent", "whole school", "GET HEAD", NOBODY),
    ("consent:group-consent", "nothing", "GET HEAD", NOBODY),
    ("groups:working-time-edit", "naima", "GET HEAD POST", HEAD_AND_ICT),
    ("groups:working-time-edit", "kwame", "GET HEAD POST", NOBODY),
    ("groups:working-time-edit", "nothing", "GET HEAD POST", NOBODY),
    ("groups:portrait", "portrait of naima", "GET HEAD", "> ++++++++ ++++++ ....>"),
    ("groups:portrait", "nobody's portrait", "GET HEAD", NOBODY),
    # consent: the form and the answers are everybody's own; a child is its guardians' with authority (B2)
    ("consent:answer-form", "", "GET HEAD POST", SIGNED_IN),
    ("consent:answer-overview", "", "GET HEAD", SIGNED_IN),
    ("consent:receipt", "", "GET HEAD", ONLY_SAMIRA),
    ("consent:withdraw", "", "POST", "> ........ ++.... ....>"),
    ("consent:child-wish", "yara", "GET HEAD POST", "> ........ ++.... ....>"),
    # who was taken out of the group has the authority still (B2, F5)
    ("consent:child-wish", "bram", "GET HEAD POST", "> ........ ..+... ..+.>"),
    ("consent:child-wish", "nothing", "GET HEAD POST", NOBODY),
    # the archive: the head opens (and a named deputy: tests/test_archive_pages.py); the ICT contact sees it is whole
    ("moderation:archive-list", "", "GET HEAD", HEAD_AND_ICT),
    ("moderation:archive-check", "", "POST", HEAD_AND_ICT),
    ("moderation:archive-detail", "hard copy", "GET HEAD POST", ONLY_HEAD),
    ("moderation:archive-detail", "no hard copy", "GET HEAD POST", NOBODY),
    # without a reason also to the head what does not exist
    ("moderation:archive-file", "hard copy", "GET HEAD", NOBODY),
    ("moderation:archive-zip", "hard copy", "GET HEAD", NOBODY),
    ("moderation:archive-photo", "photo of a hard copy", "GET HEAD", NOBODY),
    ("moderation:archive-recheck", "hard copy", "POST", NOBODY),
    ("moderation:archive-hold", "hard copy", "POST", NOBODY),
    # one to one: who is in it today, and nobody else in the school
    ("conversations:conversation-list", "", "GET HEAD", SIGNED_IN),
    ("conversations:conversation-choose", "", "GET HEAD POST", SIGNED_IN),
    ("conversations:conversation-create", "yara", "GET HEAD POST", ABOUT_YARA),
    ("conversations:conversation-create", "nothing", "GET HEAD POST", NOBODY),
    ("conversations:pupil-write", "yara", "GET HEAD POST", TALKS_FOR_SCHOOL),
    ("conversations:pupil-write", "nothing", "GET HEAD POST", NOBODY),
    ("conversations:conversation-detail", "conversation about yara", "GET HEAD POST", TALKS),
    ("conversations:conversation-detail", "conversation with care", "GET HEAD POST", TALKS_CARE),
    ("conversations:conversation-detail", "nothing", "GET HEAD POST", NOBODY),
    ("conversations:conversation-close", "conversation about yara", "POST", TALKS_FOR_SCHOOL),
    ("conversations:conversation-close", "nothing", "POST", NOBODY),
    ("conversations:note-add", "conversation about yara", "POST", TALKS_FOR_SCHOOL),
    ("conversations:note-add", "nothing", "POST", NOBODY),
    ("conversations:together-ask", "conversation about yara", "POST", ONLY_SAMIRA),
    ("conversations:together-ask", "nothing", "POST", NOBODY),
    ("conversations:together-answer", "asked of tom", "POST", ONLY_TOM),
    ("conversations:together-answer", "nothing", "POST", NOBODY),
    ("conversations:message-file", "file of a message", "GET HEAD", TALKS),
    ("conversations:message-file", "file of a held message", "GET HEAD", "> ....+... +..... ....>"),
    ("conversations:message-file", "file that is being checked", "GET HEAD", NOBODY),
    ("conversations:message-take-back", "message of naima on its way", "POST", ONLY_NAIMA),
    ("conversations:message-take-back", "message of samira", "POST", NOBODY),
    # being told, and the brake
    ("notifications:telling", "", "GET HEAD POST", SIGNED_IN),
    ("notifications:stop", "mails to samira", "GET HEAD POST", PUBLIC),
    ("notifications:stop", "no mails", "GET HEAD POST", ". ........ ...... ....."),
    ("groups:sending-stop", "", "GET HEAD POST", ONLY_HEAD),
    # signing in and one's own account
    ("account_login", "", "GET HEAD POST", PUBLIC),
    ("account_logout", "", "GET HEAD POST", SIGNED_IN),
    ("account_profile", "", "GET HEAD POST", SIGNED_IN),
    ("account_reset_password", "", "GET HEAD POST", PUBLIC),
    ("account_reset_password_done", "", "GET HEAD", PUBLIC),
    ("account_request_login_code", "", "GET HEAD POST", PUBLIC),
    ("account_change_password", "", "GET HEAD POST", SIGNED_IN),
    ("account_change_address", "", "GET HEAD POST", SIGNED_IN),
    ("account_confirm_address", "", "GET HEAD POST", SIGNED_IN),
    ("account_reauthenticate", "", "GET HEAD POST", SIGNED_IN),
    ("mfa_authenticate", "", "GET HEAD POST", PUBLIC),
    ("mfa_login_webauthn", "", "GET HEAD POST", PUBLIC),
    ("mfa_reauthenticate", "", "GET HEAD POST", SIGNED_IN),
    ("mfa_reauthenticate_webauthn", "", "GET HEAD POST", SIGNED_IN),
    ("mfa_index", "", "GET HEAD", SIGNED_IN),
    ("mfa_activate_totp", "", "GET HEAD POST", SIGNED_IN),
    ("mfa_add_webauthn", "", "GET HEAD POST", SIGNED_IN),
    ("mfa_remove_step", "second step of naima", "GET HEAD POST", ONLY_NAIMA),
    ("mfa_view_recovery_codes", "", "GET HEAD", SIGNED_IN),
    ("mfa_generate_recovery_codes", "", "GET HEAD POST", SIGNED_IN),
    ("mfa_download_recovery_codes", "", "GET HEAD", SIGNED_IN),
    ("groups:person-address", "tom", "GET HEAD POST", "> ....+... ...... ....>"),
    ("groups:second-step-remove", "tom", "GET HEAD POST", "> ....++.. ...... ....>"),
    ("usersessions_list", "", "GET HEAD POST", SIGNED_IN),
    # one's own devices and mailbox
    ("notifications:device-add", "", "POST", SIGNED_IN),
    ("notifications:device-wake", "", "POST", NOBODY),  # only who knows where the device was
    ("notifications:device-remove", "device of samira", "POST", ONLY_SAMIRA),
    ("notifications:address-again", "", "POST", SIGNED_IN),
    ("groups:address-again", "tom", "POST", HEAD_AND_ICT),
]
# Walked through by their own tests: they need a code or a key from a mail.
ELSEWHERE = {
    "account_confirm_login_code",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "openid_connect_login",  # these two only where the school has accounts of its own: tests/test_oidc.py
    "openid_connect_callback",
}


@pytest.fixture
def one_moment() -> Iterator[None]:
    """All cells are asked at one moment: on a slow machine too, what may be changed for ten minutes still may be.

    Nor do sessions grow old: noting that is undone after each cell, so that every cell would note it again.
    """
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.fixture
def world(cast: Any, make_post: Callable[..., Post], make_photo: Callable[..., Photo]) -> dict[str, Any]:
    """One object of each relation, and the people who are not, or no longer, let in."""
    cast.closed = cast.karim
    cast.closed_client = Client()
    for name, change in {
        "barred": {"barred_at": clock.now()},
        "former": {},
        "carer": {"has_authority": False},
    }.items():
        person = type(cast.samira).objects.create_user(f"{name}.matrix", first_name=name, last_name="Matrix")
        membership = add_guardian(cast.bram, person, cast.groep5, by=cast.naima, has_authority=True)
        yesterday = clock.today() - timedelta(days=1)
        Membership.objects.filter(pk=membership.pk).update(valid_from=yesterday)
        Guardianship.objects.filter(pk=membership.guardianship_id).update(valid_from=yesterday, **change)
        if name == "former":
            Membership.objects.filter(pk=membership.pk).update(valid_until=yesterday)
        setattr(cast, name, person)

    newcomer = type(cast.samira).objects.create_user("rik.matrix", first_name="Rik", last_name="Matrix")
    add_guardian(cast.bram, newcomer, cast.groep5, by=cast.naima, has_authority=True)
    posts = {
        "post 5": make_post(cast.groep5, cast.naima),
        "post egels": make_post(cast.egels, cast.thijs),
        "post school": make_post(cast.whole_school, cast.marleen),
        "post or": make_post(cast.council_or, cast.chantal),
        "post team": make_post(cast.team, cast.marleen),
    }
    waiting = {"state": Post.State.WAITING, "consent": Post.Consent.WAITING}
    of_mr = make_post(cast.mr, cast.pieterjan, **waiting)
    of_trainee = make_post(cast.groep5, cast.fleur, **waiting)
    asked_for = [
        Approval.objects.create(post=post, author=post.author, content_hash="0" * 64, due_on=clock.today())
        for post in (of_mr, of_trainee)
    ]
    exempt = [
        Exemption.objects.create(
            post=make_post(cast.groep5, author, state=Post.State.PLANNED, publish_at=clock.now() + timedelta(days=1)),
            author=author,
            kind=Exemption.Kind.URGENT,
            reason="De bus is later.",
            state=Exemption.State.ASKED,
        )
        for author in (cast.joris, cast.marleen)
    ]
    draft = Post.objects.create(school_group=cast.groep5, author=cast.naima, author_role="teacher", title="Nog niet")
    planned = Post.objects.create(
        school_group=cast.groep5,
        author=cast.naima,
        author_role="teacher",
        title="Straks",
        text="Straks.",
        state=Post.State.PLANNED,
        publish_at=clock.now(),
        exempt=Post.Exempt.EARLIER,
    )
    Photo.objects.create(post=planned, filename="a.jpg", original=ContentFile(b"x", "a.jpg"))
    coming = make_post(
        cast.groep5, cast.naima, state=Post.State.PLANNED, publish_at=clock.now() + timedelta(days=1), photos=1
    )
    waiting = make_post(cast.groep5, cast.fleur, state=Post.State.WAITING, consent=Post.Consent.WAITING)
    reaction = Reaction.objects.create(post=posts["post 5"], author=cast.samira, author_role="parent", text="Leuk.")
    old = Reaction.objects.create(
        post=posts["post 5"],
        author=cast.samira,
        author_role="parent",
        text="Mooi.",
        created_at=clock.now() - timedelta(minutes=11),
    )

    def attach(post: Post) -> Attachment:
        return Attachment.objects.create(
            post=post, file=ContentFile(b"%PDF-1.4\n%%EOF", "b.pdf"), name="b.pdf", size=14
        )

    def one(value: object) -> dict[str, object]:
        return {"pk": value}

    def membership_of(person: Any) -> int:
        return Membership.objects.filter(user=person, role__name="parent").values_list("pk", flat=True)[0]

    asked = JoinRequest.objects.create(
        school_group=cast.groep5, asker=cast.liwen, child_name="Lucas Wen", relation="mother"
    )
    study_day = DayOff.objects.create(
        school=cast.school, kind="study", name="Studiedag", first_on=clock.today(), last_on=clock.today()
    )
    cast.naima.portrait.save("p.webp", ContentFile(b"RIFF0000WEBP"))
    say(cast.samira, cast.yara)
    photo_5, photo_draft = make_photo(posts["post 5"]), make_photo(draft)
    unkind = Reaction.objects.create(post=posts["post 5"], author=cast.samira, author_role="parent", text="Nee.")
    hard_copy = {"number": sealed("reaction", unkind, cast.naima).link.number}
    photos = of_every_kind(cast, make_post(cast.groep5, cast.naima), make_photo)
    thing = Item.objects.create(
        school=cast.school, kind="post", object_id=999_999, school_group=cast.groep5, author=cast.samira
    )
    case = open_case("Toon", cast.samira, school=cast.school, by=cast.naima, school_group=cast.groep5)
    about_head = open_case("Toon", cast.marleen, school=cast.school, by=cast.naima)
    word = take_step(case, Wish(Step.WORD), "Gesproken.", by=cast.naima, seen=0)
    photos |= reported(cast, posts, old, photo_5) | one_to_one(cast) | messages_of(cast)
    return photos | {
        "case about samira": {"pk": case.pk, "item": thing.pk},
        "case about the head": one(about_head.pk),
        "word with samira": one(word.pk),
        "": {},
        "nothing": one(999_999),
        **to_report(cast, posts["post 5"], photo_5, reaction, planned),
        "groep 5": one(cast.groep5.pk),
        "study day": one(study_day.pk),
        "naima": one(cast.naima.pk),
        "egels": one(cast.egels.pk),
        "whole school": one(cast.whole_school.pk),
        "or": one(cast.council_or.pk),
        "mr": one(cast.mr.pk),
        "team": one(cast.team.pk),
        **{name: one(post.pk) for name, post in posts.items()},
        "planned post": one(planned.pk),
        "coming post": one(coming.pk),
        "waiting post of fleur": one(waiting.pk),
        "planned photo": {"key": coming.photos.get().key, "size": "klein"},
        "planned file": {"key": attach(coming).key},
        "photo of a planned post": {"pk": coming.pk, "number": 1},
        "draft": {"key": draft.key},
        "asked for the mr": one(asked_for[0].pk),
        "asked by the trainee": one(asked_for[1].pk),
        "asked by joris": one(exempt[0].pk),
        "asked by the head": one(exempt[1].pk),
        "photo that waits for consent": {"key": make_photo(of_mr).key, "size": "klein"},
        "file that waits for consent": {"key": attach(of_mr).key},
        "post of the mr that waits": one(of_mr.pk),
        "photo 5": {"key": photo_5.key, "size": "klein"},
        "draft photo": {"key": photo_draft.key, "size": "klein"},
        "file 5": {"key": attach(posts["post 5"]).key},
        "draft file": {"key": attach(draft).key},
        "first photo of post 5": {"pk": posts["post 5"].pk, "number": 1},
        "first photo of post egels": {"pk": make_photo(posts["post egels"]).post_id, "number": 1},
        "no photo of post 5": {"pk": posts["post 5"].pk, "number": 2},
        "reaction of samira": one(reaction.pk),
        "old reaction of samira": one(old.pk),
        "held reaction of samira": one(_held(posts["post 5"], cast.samira).pk),
        "held reaction of naima": one(_held(posts["post 5"], cast.naima).pk),
        "word of the school": one(
            WordRule.objects.create(
                school=cast.school, word="pleister", folded="pleister", is_allowed=True, added_by=cast.marleen
            ).pk
        ),
        "tom in groep 5": {"pk": cast.groep5.pk, "membership": membership_of(cast.tom)},
        "kwame through groep 5": {"pk": cast.groep5.pk, "membership": membership_of(cast.kwame)},
        "request of li wen": one(asked.pk),
        "request in groep 5": {"pk": cast.groep5.pk, "asked": asked.pk},
        "request through egels": {"pk": cast.egels.pk, "asked": asked.pk},
        "closed account": one(Ending.objects.create(user=cast.karim, kind="closed", made_by=cast.marleen).pk),
        "kwame": one(cast.kwame.pk),
        "yara": one(cast.yara.pk),
        "question about photos": {"code": "portal_group"},
        "no question": {"code": "nothing"},
        "scan about yara": one(
            PaperForm.objects.create(
                pupil=cast.yara, scan=ContentFile(b"%PDF-1.4\n%%EOF", "f.pdf"), sha256="0" * 64, entered_by=cast.dennis
            ).pk
        ),
        "bram": one(cast.bram.pk),
        "role of joris": one(Membership.objects.get(user=cast.joris).pk),
        "samira as a parent": one(membership_of(cast.samira)),
        "authority of tom": one(Guardianship.objects.get(guardian=cast.tom).pk),
        "portrait of naima": {"key": cast.naima.portrait_key},
        "nobody's portrait": {"key": uuid4()},
        "import": {"key": ImportRun.objects.create(school=cast.school, content=to_json(Records())).key},
        "no import": {"key": uuid4()},
        "proposal about tom": one(
            AuthorityProposal.objects.create(
                guardianship=Guardianship.objects.get(guardian=cast.tom), has_authority=False
            ).pk
        ),
        "second step of naima": one(Authenticator.objects.create(user=cast.naima, type="totp", data={}).pk),
        "tom": one(cast.tom.pk),
        "device of samira": one(PushDevice.objects.create(person=cast.samira, endpoint="https://push.example/1").pk),
        "invitation of rik": {"secret": invite_at_door(newcomer, by=cast.naima)},
        "hard copy": hard_copy,
        "no hard copy": {"number": 99},
        "photo of a hard copy": hard_copy | {"photo": 1},
        "no invitation": {"secret": "ABCDEFGHJKMN"},
        "yara in care": one(cast.yara.pk),
        "samira's conversation": one(conversation_of(cast).pk),
    }


def conversation_of(cast: Any) -> Conversation:
    """Of Samira about Yara, with the teachers of groep 5."""
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    words = ("Rekenen", "Ze vindt delen lastig.")
    return start_conversation(link, *words, by=cast.samira, school_group=cast.groep5, key=uuid4())


def one_to_one(cast: Any) -> dict[str, dict[str, object]]:
    """A conversation of Yara's mother with her teachers, and one with the IB'er; Tom is asked to read along."""
    link, of_tom = (Guardianship.objects.get(guardian=who, pupil=cast.yara) for who in (cast.samira, cast.tom))
    about = {"subject": "Rekenen", "text": "Ze vindt delen lastig.", "by": cast.samira}
    talk = start_conversation(link, school_group=cast.groep5, key=uuid4(), **about)
    care = start_conversation(link, school_group=None, key=uuid4(), **about)
    other = start_conversation(link, school_group=cast.groep5, key=uuid4(), **about)
    said = talk.messages.get(kind=Message.Kind.WORDS)
    answer = Message.objects.create(
        conversation=talk,
        author=cast.naima,
        author_role="teacher",
        text="Dat gaan we oefenen.",
        written_at=clock.now(),
        deliver_at=clock.now() + timedelta(days=1),
    )
    pdf = {"message": said, "uploaded_by": cast.samira, "name": "b.pdf", "size": 14}
    ready = MessageFile.objects.create(
        file=ContentFile(b"%PDF-1.4\n%%EOF", "b.pdf"), ending=".pdf", state=MessageFile.State.READY, **pdf
    )
    checked = MessageFile.objects.create(original=ContentFile(b"x", "b.pdf"), **pdf)
    ask = ask_together(other, of_tom, by=cast.samira)
    assert ask is not None
    return {
        "conversation about yara": {"pk": talk.pk, "link": of_tom.pk},
        "conversation with care": {"pk": care.pk},
        "asked of tom": {"pk": ask.pk},
        "file of a message": {"key": ready.key},
        "file that is being checked": {"key": checked.key},
        "message of naima on its way": {"key": answer.key},
        "message of samira": {"key": said.key},
        "mails to samira": {"token": stop_path(cast.samira, {"news"}).split("/")[-2]},
        "no mails": {"token": "abc"},
    }


def to_report(cast: Any, post: Post, photo: Photo, reaction: Reaction, planned: Post) -> dict[str, dict[str, object]]:
    """One of each kind of which one may speak up; and a post of groep 5 that was taken away."""
    word = FriendlyWord.objects.create(
        school=cast.school, kind="reaction", object_id=reaction.pk, sender=cast.tom, recipient=cast.samira, text="Hoi"
    )
    Tombstone.objects.create(
        kind="post", object_id=888_888, post_id=888_888, school_group=cast.groep5, stood_at=clock.now(), clause="E4"
    )
    return {
        "post of naima to report": {"kind": "post", "pk": post.pk},
        "photo of naima to report": {"kind": "photo", "pk": photo.pk},
        "reaction of samira to report": {"kind": "reaction", "pk": reaction.pk},
        "portrait of naima to report": {"kind": "portrait", "pk": cast.naima.pk},
        "word to samira to report": {"kind": "word", "pk": word.pk},
        "planned post to report": {"kind": "post", "pk": planned.pk},
        "no kind to report": {"kind": "chair", "pk": post.pk},
        "nothing to report": {"kind": "post", "pk": 999_999},
        "removed post 5": {"pk": 888_888},
    }


def of_every_kind(cast: Any, post: Post, make_photo: Callable[..., Photo]) -> dict[str, dict[str, object]]:
    """Photos of a post of groep 5 that readers do not see: Yara may be on one; Aaliyah, for whom nobody answered, is on
    another; at a third Yara's mother pointed; and of a fourth, of another post, nobody said anything."""
    may_be, is_on = (make_photo(post, shown_until=None, recognisable="nobody") for _ in range(2))
    Photo.objects.filter(pk=may_be.pk).update(recognisable="consented", line_up=line_up_of([cast.yara.pk]))
    Depiction.objects.create(photo=is_on, pupil=cast.aaliyah, is_on_it=True, said_by=cast.naima)
    rows = [
        Withholding.objects.create(photo=photo, pupil=pupil, why="consent")
        for photo, pupil in ((may_be, cast.yara), (is_on, cast.aaliyah))
    ]
    shown, pointed = make_photo(post), make_photo(post)
    point_out(pointed, cast.yara, by=cast.samira)
    object_to_all(cast.bram, by=cast.naima)
    old = make_post_of_old_photos(post, make_photo)
    return {
        "withheld in post 5": {"pk": rows[0].pk},
        "withheld photo": {"key": may_be.key},
        "withheld photo of aaliyah": {"key": is_on.key},
        "withheld photo of post 5": {"key": may_be.key, "size": "klein"},
        "photo samira pointed at": {"key": pointed.key},
        "shown photo": {"key": shown.key},
        "pointed at by samira": {"pk": pointed.withholdings.get().pk},
        "objection written down by naima": {"pk": cast.bram.objections.get().pk},
        "post of old photos": {"pk": old.pk},
    }


def reported(cast: Any, posts: dict[str, Post], old: Reaction, photo: Photo) -> dict[str, dict[str, object]]:
    """Reports of what samira, naima and the head made, and what the head wants gone of the MR, which chantal wrote."""
    kept = Reaction.objects.create(post=posts["post 5"], author=cast.samira, author_role="parent", text="Nou.")
    rows = {
        "report in groep 5": report_of("reaction", kept, cast.tom),
        "report about naima": report_of("post", posts["post 5"], cast.tom),
        "report of a photo": report_of("photo", photo, cast.tom, clause="D2"),
        "report about the head": report_of("post", posts["post school"], cast.tom),
    }
    of_mr, still = (PostFactory(school_group=cast.mr, author=cast.chantal) for _ in range(2))
    asked = remove(
        find("post", of_mr.pk), by=cast.marleen, clause_id="E4", reason="Dit past niet.", waits_for_member=True
    )
    return {name: {"pk": item.pk} for name, item in rows.items()} | {
        "reaction to take away": {"kind": "reaction", "pk": old.pk},
        "post of the mr to take away": {"kind": "post", "pk": still.pk},
        "nothing to take away": {"kind": "nothing", "pk": 1},
        "asked of the mr": {"pk": asked.pk},
    }


def messages_of(cast: Any) -> dict[str, dict[str, object]]:
    """Messages between Samira and the teachers of groep 5: one that was reported, with a file; and one that is held."""
    link = Guardianship.objects.get(guardian=cast.samira, pupil=cast.yara)
    talk = start_conversation(link, "Rekenen", "Nou ja.", by=cast.samira, school_group=cast.groep5, key=uuid4())
    said = talk.messages.order_by("pk").first()
    answer = write_message(talk, "Dank je.", by=cast.naima, key=uuid4(), why_now="Vandaag.")
    held = write_message(talk, "Wat een klootzak.", by=cast.samira, key=uuid4(), asks=True)
    file = MessageFile(message=said, uploaded_by=cast.samira, name="b.pdf", size=4, ending=".pdf", state="ready")
    file.file.save("", ContentFile(b"%PDF", "b.pdf"))
    beside = MessageFile(message=held, uploaded_by=cast.samira, name="c.pdf", size=4, ending=".pdf", state="ready")
    beside.file.save("", ContentFile(b"%PDF", "c.pdf"))
    item = report_of("message", said, cast.naima)
    return {
        "message of samira to report": {"kind": "message", "pk": said.pk},
        "message of naima to report": {"kind": "message", "pk": answer.pk},
        "held message to report": {"kind": "message", "pk": held.pk},
        "report of a message": {"pk": item.pk},
        "file of a reported message": {"pk": item.pk, "key": file.key},
        "held message": {"key": held.key},
        "file of a held message": {"key": beside.key},
        "message that is not held": {"key": said.key},
    }


def _held(post: Post, author: User) -> Reaction:
    found: Reaction = Reaction.objects.create(
        post=post, author=author, author_role="parent", text="Kut.", held_at=clock.now()
    )
    return found


def make_post_of_old_photos(post: Post, make_photo: Callable[..., Photo]) -> Post:
    old = PostFactory(school_group=post.school_group, author=post.author)
    make_photo(old, recognisable="")
    return old


def address(name: str, kwargs: dict[str, Any]) -> str:
    """Addresses without an id take the object as a field (``news-seen``), or not at all."""
    wanted = {"messaging:photo-status": ["key"], "messaging:photo-remove": ["key"], "messaging:news-seen": []}
    wanted |= {f"moderation:{what}": ["pk"] for what in ("case-detail", "case-add", "case-check", "case-consult")}
    wanted |= {f"moderation:{what}": ["pk"] for what in ("step-create", "case-close", "case-hold", "case-export")}
    wanted |= {f"messaging:photo-{what}": ["key"] for what in ("recognise", "crop", "cover")}
    wanted |= {f"conversations:{what}": ["pk"] for what in ("conversation-detail", "conversation-close", "note-add")}
    wanted |= {"conversations:together-ask": ["pk"]}
    keep = wanted.get(name, list(kwargs))
    return reverse(name, kwargs={key: value for key, value in kwargs.items() if key in keep})


def key_of_photo(kwargs: dict[str, Any]) -> str:
    """The key of the photo with this number, "" for none."""
    photos = Photo.objects.filter(post=kwargs.get("pk", 0)).values_list("key", flat=True)
    return next((str(key) for number, key in enumerate(photos, 1) if number == kwargs.get("number")), "")


def fields_of(name: str, kwargs: dict[str, Any], cast: Any) -> dict[str, Any]:
    """A valid form for each address, so that only the door decides."""
    return {
        "messaging:post-create": {"kind": "day", "title": "Titel", "text": "Tekst."},
        "messaging:draft-save": {"key": str(uuid4()), "kind": "day", "title": "Titel", "text": ""},
        "messaging:post-edit": {"kind": "day", "title": "Titel", "text": "Anders.", "form": "1"},
        "messaging:approval-return": {"reason": "Zet de datum erbij."},
        "messaging:exemption-decide": {"answer": "refuse"},
        "messaging:photo-order": {"order": ""},
        "messaging:withheld-say": {"recognisable": "nobody"},
        "messaging:photo-point-out": {"foto": key_of_photo(kwargs)},
        "messaging:post-move": {"when": "day", "day": str(clock.today() + timedelta(days=3))},
        "messaging:reaction-add": {"text": "Dank je wel."},
        "messaging:reaction-edit": {"text": "Dank je."},
        "messaging:reactions-switch": {"open": "0"},
        "messaging:reaction-return": {"reason": "Schrijf het anders."},
        "messaging:word-list": {"word": "", "what": "swearing"},
        "messaging:news-seen": {"tot": kwargs.get("pk", "")},
        "moderation:report-create": {"way": "melding", "reason": "D1"},
        "moderation:case-create": {"title": "Toon", "school_group": cast.groep5.pk},
        "moderation:case-add": {"item": kwargs.get("item", "")},
        "moderation:case-consult": {"text": "Praten."},
        "moderation:step-create": {"kind": "word", "note": "Gesproken.", "seen": 1},
        "moderation:step-reverse": {"reason": "Vergissing."},
        "moderation:case-hold": {"reason": "Aangifte."},
        "moderation:case-export": {"form": "pdf", "reason": "Aangifte."},
        "moderation:head-line": {"text": "Mag ik bellen?"},
        "groups:invitation-find": {"code": "ABCDEFGHJKMN"},
        "groups:invitation-accept": {"password1": "drie blauwe fietsen", "password2": "drie blauwe fietsen"},
        "groups:request-create": {
            "school_group": cast.groep5.pk,
            "first_name": "Lucas",
            "last_name": "Wen",
            "relation": "mother",
        },
        "groups:request-hand-over": {"concern": "other"},
        "groups:request-refuse": {"reason": "link"},
        "groups:request-decide": {"answer": "refuse", "reason": "link"},
        "groups:role-give": {"role": "ict:", "valid_from": str(clock.today())},
        "moderation:archive-detail": {"reason": "De inspectie vraagt ernaar."},
        "moderation:archive-hold": {"reason": "Er loopt een zaak."},
        "groups:account-close": {"sure": "on"},
        "groups:person-death": {"sure": "on"},
        "groups:authority-set": {"relation": "carer", "has_authority": "no"},
        "groups:address-protect": {"protected": "1"},
        "groups:pupil-move": {"to": cast.groep6.pk, "day": str(clock.today())},
        "groups:pupil-death": {"sure": "on"},
        "groups:lesson-time-edit": {"from_1_1": "8:30", "until_1_1": "14:00"},
        "groups:day-off-add": {"kind": "study", "name": "Studiedag", "first_on": "2027-03-01"},
        "groups:day-off-edit": {"kind": "study", "name": "Studiedag", "first_on": "2027-03-02"},
        "groups:working-time-edit": {"from_1_1": "8:30", "until_1_1": "14:00"},
        "account_profile": {"theme": "dark"},
        "conversations:held-return": {"reason": "Zeg het anders."},
        "moderation:item-put-back": {"reason": "Dit mag."},
        "moderation:removal-create": {"clause": "E4", "reason": "Dit past niet."},
        "moderation:removal-agree": {"answer": "agree"},
        "conversations:policy-save": {"answer_days": "2"},
        "moderation:policy-save": {"package_years": "5", "case_years": "5", "report_years": "2"},
        "consent:withdraw": {"pupil": cast.yara.pk, "code": "portal_group"},
        "conversations:conversation-choose": {"title": "Rekenen", "text": "Hoe gaat het?"},
        "conversations:conversation-create": {"desk": cast.groep5.pk, "subject": "Rekenen", "text": "Hoe gaat het?"},
        "conversations:pupil-write": {"subject": "Rekenen", "text": "Het gaat goed.", "people": kwargs.get("link", "")},
        "conversations:conversation-detail": {"text": "Dank je wel."},
        "conversations:note-add": {"text": "Bel jij morgen?"},
        "conversations:together-ask": {"link": kwargs.get("link", "")},
        "conversations:together-answer": {"yes": "1"},
        "groups:sending-stop": {"whom": "all", "reason": "Het loopt uit de hand."},
    }.get(name, {})


def verdict(response: Any) -> str:
    if response.status_code == 302 and response["Location"].startswith("/aanmelden/?next="):
        return ">"
    return {404: ".", 405: "x"}.get(
        response.status_code, "+" if response.status_code < 500 else str(response.status_code)
    )


def who_are(pattern: str) -> dict[str, str]:
    cells = pattern.replace(" ", "")
    assert len(cells) == len(PEOPLE), f"{pattern!r} has {len(cells)} cells for {len(PEOPLE)} people"
    return dict(zip(PEOPLE, cells, strict=True))


def all_addresses() -> Iterator[str]:
    def walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
            else:
                yield f"{space}{pattern.name}"

    yield from walk(get_resolver().url_patterns, "")


def test_every_address_has_a_row() -> None:
    listed = {row[0] for row in ROWS} | ELSEWHERE
    assert set(all_addresses()) == listed


def client_for(name: str, cast: Any) -> Client:
    client = Client()
    if name == "closed":
        _come_in(client, cast.closed)
        type(cast.closed).objects.filter(pk=cast.closed.pk).update(is_active=False)
    elif name != "anon":
        _come_in(client, getattr(cast, name))
    return client


def _come_in(client: Client, person: Any) -> None:
    """Signed in, and the session noted once for all cells: each of them is undone afterwards."""
    client.force_login(person)
    client.get(reverse("groups:privacy"))


pytestmark = [pytest.mark.django_db, pytest.mark.timeout(1200)]


@pytest.mark.clause("B2", "B3", "B4", "B8", "D9")
@pytest.mark.usefixtures("one_moment")
def test_everybody_gets_in_where_the_agreements_say_and_nowhere_else(cast: Any, world: dict[str, Any]) -> None:
    assert ask_all(cast, world, "GET", "POST") >= (4_000 if connection.vendor == "sqlite" else 600)


@pytest.mark.once
@pytest.mark.clause("B8")
@pytest.mark.usefixtures("one_moment")
def test_the_other_methods_let_nobody_in_either(cast: Any, world: dict[str, Any]) -> None:
    assert ask_all(cast, world, "HEAD", "PUT", "PATCH", "DELETE") >= 4_000


def ask_all(cast: Any, world: dict[str, Any], *asked: str) -> int:
    """Ask every address as everybody with these methods; how many cells there were."""
    allowed: dict[str, set[str]] = {}
    for name, _, methods, _ in ROWS:
        allowed.setdefault(name, set()).update(methods.split())
    clients = {person: client_for(person, cast) for person in PEOPLE}
    wrong: dict[str, list[str]] = defaultdict(list)
    cells, refused = 0, set()
    for number, (name, relation, _, pattern) in enumerate(ROWS):
        url, fields = address(name, world[relation]), fields_of(name, world[relation], cast)
        # That a method is not known does not hang on the object: asked once per address.
        methods = [method for method in asked if method in allowed[name] or name not in refused]
        refused.add(name)
        for person, expected in asked_of(pattern, number).items():
            for method in methods:
                want = expected if method in allowed[name] else (">" if expected == ">" else "x")
                cookies = clients[person].cookies.copy()  # who signs out in one cell is signed in for the next
                with transaction.atomic():
                    got = verdict(clients[person].generic(method, url, **(form(fields) if method == "POST" else {})))
                    transaction.set_rollback(True)
                clients[person].cookies = cookies
                cells += 1
                if got != want:
                    wrong[f"{method} {name} ({relation}): {got} instead of {want}"].append(person)
    lines = [f"{cell}: {' '.join(people)}" for cell, people in wrong.items()]
    assert not lines, f"of {cells} cells:\n" + "\n".join(lines)
    return cells


def asked_of(pattern: str, number: int) -> dict[str, str]:
    """Everybody, and what each is to get. On PostgreSQL one for each answer, others in every row: another database may
    answer a question otherwise, but not only for some."""
    people = who_are(pattern)
    if connection.vendor == "sqlite":
        return people
    alike: dict[str, list[str]] = defaultdict(list)
    for person, expected in people.items():
        alike[expected].append(person)
    return {names[number % len(names)]: expected for expected, names in alike.items()}


def form(data: dict[str, Any]) -> dict[str, Any]:
    return {"data": urlencode(data), "content_type": "application/x-www-form-urlencoded"}
