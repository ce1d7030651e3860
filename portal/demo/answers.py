"""What the parents of the demo school answered about photos and names: last year's round and this one, as evidence."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from consent import chain
from consent.models import Decision, DecisionLink, PaperForm, Purpose, Round, ShownText
from consent.models.paper import scan_name
from consent.purposes import CLASS_PHOTO, NAME, PORTAL_GROUP, PORTAL_SCHOOL, WEBSITE, purposes_of
from consent.rules import consent_year
from consent.shown import shown_text
from groups.models import Guardianship
from portal.demo.calendar import school_days
from portal.demo.cast import Cast
from portal.demo.paper import pdf
from protocol import clock

ASKED = (PORTAL_GROUP, NAME, PORTAL_SCHOOL, CLASS_PHOTO, WEBSITE)
# A letter for each purpose, in that order; nothing at all: no answer.
ALL, NOT_ON_THE_WEB, NO_PHOTOS, NONE, SILENT = "yyyyy", "yyyyn", "nynnn", "nnnnn", ""
# Guardian and child: what was answered this year, and last year. Of Lucas nobody ever answered: his mother is not in.
KNOWN = {
    ("inge", "Bram"): (NO_PHOTOS, NOT_ON_THE_WEB),
    ("samira", "Yara"): (NOT_ON_THE_WEB, NOT_ON_THE_WEB),
    ("samira", "Ilias"): (NOT_ON_THE_WEB, SILENT),
    ("tom", "Yara"): (SILENT, ALL),
    ("chantal", "Aaliyah"): (ALL, ALL),
    ("kwame", "Kofi"): (ALL, SILENT),
    ("pieterjan", "Siebe"): (ALL, ALL),
    ("liwen", "Lucas"): (SILENT, SILENT),
    ("nadia.haddad", "Noor"): (ALL, ALL),  # her parents disagree
    ("rachid.haddad", "Noor"): (NONE, SILENT),
    ("ana.petrovic3", "Milan"): (SILENT, ALL),  # last year's yes is over
    ("agnieszka.kowalczyk", "Hanna"): (NOT_ON_THE_WEB, NOT_ON_THE_WEB),
}
ON_PAPER = "agnieszka.kowalczyk"
READS = {"agnieszka.kowalczyk": "pl", "mehmet.yildiz": "tr", "ayse.yildiz": "tr"}
# How the others answer; in groep 5 everybody who is not in KNOWN says yes.
USUAL = ((ALL, 52), (NOT_ON_THE_WEB, 24), ("yynyn", 6), ("ynyyn", 4), (NO_PHOTOS, 4), (SILENT, 10))
AFTER_ANOTHER = 0.55  # how often the second parent answers too, and then the same


@dataclass(frozen=True)
class _Said:
    """One form that was filled in."""

    at: datetime
    year: int
    link: Guardianship
    letters: str


def answer_rounds(cast: Cast) -> None:
    """Open the rounds of last year and this one and keep what was answered, as ``answer`` does it: in a handful of
    inserts instead of ten thousand questions."""
    year, rounds = consent_year(clock.today()), []
    for one in (year - 1, year):
        opened = _opened_at(one)
        rounds.append(Round(school=cast.school, year=one, opens_on=opened.date(), opened_at=opened))
        rounds[-1].opened_by = cast.marleen
    Round.objects.bulk_create(rounds)
    said = sorted(_forms(rounds), key=lambda one: (one.at, one.link.pk))
    _Register(cast).keep(said)


def _opened_at(year: int) -> datetime:
    """Eight o'clock on the third day of school; when school has hardly begun, some days ago."""
    day = school_days(date(year, 8, 1), date(year, 10, 1))[2]
    moment = clock.at_school(clock.begin_of(day) + timedelta(hours=8))
    return min(moment, clock.at_school(clock.now() - timedelta(days=2)))


def _forms(rounds: list[Round]) -> list[_Said]:
    links = Guardianship.objects.with_authority(clock.today()).select_related("guardian", "pupil").order_by("pk")
    answered = dict[tuple[int, int], str]()  # by child and year: what the first parent said
    forms = []
    for link in links.prefetch_related("pupil__enrolments__school_group"):
        chance = Random(f"answers {link.guardian.sign_in_name} {link.pupil}")
        known = KNOWN.get((link.guardian.sign_in_name, link.pupil.first_name))
        for back, one in enumerate(reversed(rounds)):
            letters = known[back] if known else _letters(chance, link, answered.get((link.pupil_id, one.year)), back)
            answered.setdefault((link.pupil_id, one.year), letters)
            if letters:
                forms.append(_Said(_moment(chance, one), one.year, link, letters))
    return forms


def _letters(chance: Random, link: Guardianship, before: str | None, back: int) -> str:
    group = link.pupil.enrolments.all()[0].school_group
    if before is not None:
        return before if chance.random() < AFTER_ANOTHER else SILENT
    if back:  # the youngest were not at school last year
        return SILENT if group.kind == group.Kind.COMPOSITE else chance.choice((ALL, NOT_ON_THE_WEB))
    if group.name == "Groep 5":
        return chance.choice((ALL, ALL, NOT_ON_THE_WEB))
    return chance.choices([one for one, _ in USUAL], [weight for _, weight in USUAL])[0]


def _moment(chance: Random, one: Round) -> datetime:
    """Most parents answer in the first week, in the evening or at any other moment; nobody after now."""
    opened = one.opened_at or clock.now()
    span = min(timedelta(days=40), clock.now() - opened)
    return (opened + span * chance.random() ** 3).astimezone(UTC).replace(microsecond=0)


class _Register:
    """Writes forms down as decisions, each with its link of the chain."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.purposes = {purpose.code: purpose for purpose in purposes_of(cast.school)}
        self.earlier: dict[tuple[int, int, str], tuple[int, str]] = {}
        self.hash = chain.GENESIS
        self.links: list[DecisionLink] = []
        self.decisions: list[Decision] = []
        self.words: dict[tuple[str, str], ShownText] = {}

    def keep(self, forms: list[_Said]) -> None:
        for form in forms:
            paper = self._paper(form) if form.link.guardian.sign_in_name == ON_PAPER else None
            for code, letter in zip(ASKED, form.letters, strict=True):
                self._add(form, self.purposes[code], letter == "y", paper)
        for decision, link in zip(self.decisions, DecisionLink.objects.bulk_create(self.links), strict=True):
            decision.link = link
        Decision.objects.bulk_create(self.decisions)

    def _add(self, form: _Said, purpose: Purpose, is_yes: bool, paper: PaperForm | None) -> None:
        guardian: User = form.link.guardian
        key = (guardian.pk, form.link.pupil_id, purpose.code)
        supersedes, before = self.earlier.get(key, (None, ""))
        no = Decision.Said.WITHDRAW if before == Decision.Said.GRANT else Decision.Said.REFUSE
        language = READS.get(guardian.sign_in_name, "nl")
        decision = Decision(
            pupil=form.link.pupil,
            guardian=guardian,
            had_authority=True,
            purpose=purpose,
            medium=purpose.medium,
            said=Decision.Said.GRANT if is_yes else no,
            year=form.year,
            version=purpose.version,
            shown=self._shown(purpose, language),
            language=language,
            channel=Decision.Channel.PAPER if paper else Decision.Channel.PORTAL,
            paper=paper,
            signed_name=guardian.full_name,
            actor=self.cast.marleen if paper else guardian,
            authenticated_by="paper" if paper else "password",
            at=form.at,
            supersedes=supersedes,
            salt=chain.new_salt(),
        )
        commitment, number = decision.commitment(), len(self.links) + 1
        link = DecisionLink(school=self.cast.school, number=number, previous=self.hash, commitment=commitment)
        self.hash = link.hash = chain.link(number, self.hash, commitment)
        self.links.append(link)
        self.decisions.append(decision)
        self.earlier[key] = (number, decision.said)

    def _shown(self, purpose: Purpose, language: str) -> ShownText:
        if (purpose.code, language) not in self.words:
            text = shown_text(purpose, language)
            found = ShownText.objects.get_or_create(sha256=chain.digest(text), defaults={"text": text})
            self.words[purpose.code, language] = found[0]
        return self.words[purpose.code, language]

    def _paper(self, form: _Said) -> PaperForm:
        """The form as it was handed in at school, signed."""
        lines = ["Basisschool Het Kiezelpad, Merenveld", "", f"Kind: {form.link.pupil.first_name}", ""]
        answers = zip(ASKED, form.letters, strict=True)
        lines += [f"{shown_text(self.purposes[code]).splitlines()[0]}: {_WORD[said]}" for code, said in answers]
        data = pdf("Toestemming voor foto's en namen", [*lines, "", f"Getekend: {form.link.guardian.full_name}"])
        path = default_storage.save(scan_name(PaperForm(), ""), ContentFile(data))
        made: PaperForm = PaperForm.objects.create(
            pupil=form.link.pupil,
            scan=path,
            sha256=hashlib.sha256(data).hexdigest(),
            entered_at=form.at,
            entered_by=self.cast.marleen,
        )
        return made


_WORD = {"y": "ja", "n": "nee"}
