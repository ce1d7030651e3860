"""Every page for a fitting person, in filled, empty and error states: what the browser tests look at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.holiday_files import ALL_YEARS, as_file

State = Callable[[Any], None]
LONG_EXAMPLE = "Hottentottententententoonstelling" * 10


@dataclass(frozen=True)
class Look:
    """A page as somebody sees it. ``path`` names facts of tests/planted.py; ``state`` is what is done on it first."""

    name: str
    person: str | None
    path: str
    status: int = 200
    state: State | None = None
    before: State | None = None  # done before the page is opened

    def open(self, page: Any, facts: dict[str, Any]) -> None:
        """Show this page, in this state, in a page of this person."""
        if self.before:
            self.before(page)
        if self.path.startswith("fault_"):
            body = facts[self.path]
            page.route("**/fout/", lambda route: route.fulfill(status=self.status, body=body, content_type="text/html"))
        answer = page.goto("/fout/" if self.path.startswith("fault_") else self.path.format(**facts))
        if self.state:
            with page.expect_navigation() as navigation:
                self.state(page)
            answer = navigation.value
        if answer is not None:  # None: only the place on the page changed
            assert answer.status == self.status, f"{self.name}: {answer.status} {answer.url}"


def send(form: str = "main form", **fields: str) -> State:
    """Fill a form and send it as a browser without validation or script does; what it is answered is looked at."""

    def act(page: Any) -> None:
        page.evaluate(
            """([selector, fields]) => {
                const form = document.querySelector(selector);
                for (const [name, value] of Object.entries(fields)) {
                    const field = form.elements[name];
                    field.value = value;
                }
                HTMLFormElement.prototype.submit.call(form);
            }""",
            [form, fields],
        )

    return act


def send_file(name: str, body: bytes) -> State:
    """Choose a file on the person's own page and send it."""

    def act(page: Any) -> None:
        page.set_input_files("#id_portrait", {"name": name, "mimeType": "image/jpeg", "buffer": body})
        page.locator("form:has(#id_portrait) button").click()

    return act


def send_holidays(page: Any) -> None:
    """Choose the government's file of school holidays and look at what it would change."""
    page.set_input_files(
        "#file", {"name": "vakanties.json", "mimeType": "application/json", "buffer": as_file(ALL_YEARS)}
    )
    page.locator("main form button").click()


def ask_code(page: Any) -> None:
    """For a name that is nobody's, and another one each time: the page is the same, the limit counts per name."""
    page.goto("/aanmelden/code/")
    page.fill("[name=login]", f"iemand-{uuid4().hex}")
    page.locator("main form button").click()


def open_hard_copy(page: Any) -> None:
    """Of the demo's own, with a reason; who looked at it before has it open for half an hour."""
    if page.locator("#open").count():
        send("#open", reason="De inspectie vraagt ernaar.")(page)
    else:
        page.reload()


def sign_in_wrong(page: Any) -> None:
    """As somebody else each time: five wrong ones would shut out who signs in elsewhere."""
    send(login=f"iemand-{uuid4().hex}", password="verkeerd")(page)


def without_script(page: Any) -> None:
    page.route("**/*.js", lambda route: route.abort())


def too_old(page: Any) -> None:
    """A form whose token is gone."""
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').value = 'x'")
    send()(page)


def changed_meanwhile(page: Any) -> None:
    send("#edit", seen="0" * 64, text="Iets anders")(page)


SIGNING_IN = [
    Look("sign-in", None, "/aanmelden/"),
    Look("sign-in-empty", None, "/aanmelden/", state=send()),
    Look("sign-in-wrong", None, "/aanmelden/", state=sign_in_wrong),
    Look("code", None, "/aanmelden/code/"),
    Look("code-empty", None, "/aanmelden/code/", state=send()),
    Look("code-confirm", None, "/aanmelden/code/invullen/", before=ask_code),
    Look("code-confirm-wrong", None, "/aanmelden/code/invullen/", before=ask_code, state=send(code="AAAA-BBBB")),
    Look("reset", None, "/wachtwoord/vergeten/"),
    Look("reset-empty", None, "/wachtwoord/vergeten/", state=send()),
    Look("reset-sent", None, "/wachtwoord/vergeten/verstuurd/"),
    Look("reset-new", None, "{reset}"),
    Look("reset-new-short", None, "{reset}", state=send(password1="kort", password2="anders")),
    Look("reset-broken", None, "/wachtwoord/nieuw/1-abc-def/"),
    Look("reset-ready", None, "/wachtwoord/nieuw/klaar/"),
]
OWN = [
    Look("me", "naima", "/ik/"),
    Look("me-parent", "samira", "/ik/"),
    Look("me-nowhere", "liwen", "/ik/"),
    Look("me-long", "anne", "/ik/"),
    Look("me-no-photo", "samira", "/ik/", 422, state=send_file("brief.jpg", b"Geen foto")),
    Look("devices", "naima", "/ik/apparaten/"),
    Look("password", "naima", "/wachtwoord/wijzigen/"),
    Look("password-wrong", "thijs", "/wachtwoord/wijzigen/", state=send(oldpassword="x", password1="y", password2="z")),
    Look("again", "naima", "/aanmelden/opnieuw/"),
    Look("again-wrong", "thijs", "/aanmelden/opnieuw/", state=send(password="x")),
    Look("sign-out", "samira", "/afmelden/"),
    Look("telling", "samira", "/ik/bericht-krijgen/"),
    Look("telling-no-script", "samira", "/ik/bericht-krijgen/", before=without_script),
    Look("telling-devices", "anne", "/ik/bericht-krijgen/"),
    Look("telling-wrong", "samira", "/ik/bericht-krijgen/", 422, send("main form[novalidate]", quiet_from="22:00")),
]
GROUPS = [
    Look("groups", "samira", "/groepen/"),
    Look("groups-head", "marleen", "/groepen/"),
    Look("groups-none", "liwen", "/groepen/"),
    Look("groups-long", "anne", "/groepen/"),
    Look("members", "naima", "/groepen/{groep5}/leden/"),
    Look("members-nobody", "naima", "/groepen/{groep5}/leden/?q=xyzzy"),
    Look("members-long", "frans", "/groepen/{long_group}/leden/"),
    Look("members-empty", "frans", "/groepen/{empty_group}/leden/"),
    Look("add", "naima", "/groepen/{groep5}/leden/toevoegen/"),
    Look("add-empty", "naima", "/groepen/{groep5}/leden/toevoegen/", 422, send()),
    Look("add-long", "frans", "/groepen/{long_group}/leden/toevoegen/"),
    Look("remove", "naima", "/groepen/{groep5}/leden/{member}/weg/"),
    Look("agreements", None, "/afspraken/"),
    Look("agreements-signed-in", "samira", "/afspraken/"),
    Look("privacy", None, "/privacy/"),
]
READING = [
    Look("home", "samira", "/"),
    Look("home-teacher", "naima", "/"),
    Look("home-head", "marleen", "/"),
    Look("home-nowhere", "liwen", "/"),
    Look("home-long", "anne", "/"),
    Look("home-waiting", "frans", "/"),
    Look("no-internet", None, "/geen-internet/"),
    Look("home-older", "samira", "/?voor={oldest}"),
    Look("group", "samira", "/groepen/{groep5}/"),
    Look("group-teacher", "naima", "/groepen/{groep5}/"),
    Look("group-empty", "frans", "/groepen/{empty_group}/"),
    Look("group-long", "anne", "/groepen/{long_group}/"),
    Look("post", "samira", "/nieuws/{bridges}/"),
    Look("post-author", "naima", "/nieuws/{bridges}/"),
    Look("post-pdf", "samira", "/nieuws/{pdf}/"),
    Look("post-long", "anne", "/nieuws/{long}/"),
    Look("history", "samira", "/nieuws/{edited}/eerder/"),
    Look("history-none", "samira", "/nieuws/{pdf}/eerder/"),
    Look("history-long", "anne", "/nieuws/{long}/eerder/"),
    Look("photo-first", "samira", "/nieuws/{bridges}/foto/1/"),
    Look("photo-middle", "samira", "/nieuws/{bridges}/foto/2/"),
    Look("photo-long", "anne", "/nieuws/{long}/foto/2/"),
    Look("reaction-empty", "samira", "/nieuws/{bridges}/", 422, send("form[action*='/reactie/']", text=" ")),
    Look("reaction-change", "anne", "/reacties/{reaction}/wijzigen/"),
    Look("reaction-change-empty", "anne", "/reacties/{reaction}/wijzigen/", 422, send(text=" ")),
    Look(
        "reaction-offends",
        "samira",
        "/nieuws/{bridges}/",
        422,
        send("form[action*='/reactie/']", text="Kutbrug. K.u.t!"),
    ),
    Look("reaction-held", "anne", "/nieuws/{held_post}/"),
    Look("reaction-held-decide", "frans", "/nieuws/{held_post}/"),
    Look("reaction-held-no-reason", "frans", "/nieuws/{held_post}/", 422, send("form[action*='/terug/']", reason=" ")),
    Look("reaction-held-change", "anne", "/reacties/{held_back}/wijzigen/"),
    Look("reaction-held-offends", "anne", "/reacties/{held_back}/wijzigen/", 422, send(text="Toch een klootzak.")),
    Look("search", "samira", "/zoeken/"),
    Look("search-found", "samira", "/zoeken/?q=bruggen"),
    Look("search-nothing", "samira", "/zoeken/?q=xyzzy"),
    Look("search-short", "samira", "/zoeken/?q=x"),
]
WRITING = [
    Look("choose", "naima", "/schrijven/"),
    Look("choose-long", "frans", "/schrijven/"),
    Look("write", "naima", "/groepen/{groep5}/nieuw/?nieuw=1"),
    Look("write-draft", "naima", "/groepen/{groep5}/nieuw/"),
    Look("write-photos", "frans", "/groepen/{long_group}/nieuw/?concept={refused_key}"),
    Look("write-empty", "naima", "/groepen/{groep5}/nieuw/?nieuw=1", 422, send("#composer")),
    Look("write-no-script", "naima", "/groepen/{groep5}/nieuw/?nieuw=1", before=without_script),
    Look("write-who", "naima", "/groepen/{groep5}/nieuw/?concept={who_key}"),
    Look("write-who-stopped", "naima", "/groepen/{groep5}/nieuw/?concept={who_key}", 422, send("#composer")),
    Look("write-who-open", "naima", "/groepen/{groep5}/nieuw/?concept={who_key}#foto-{who_photo}"),
    Look("write-who-no-script", "naima", "/groepen/{groep5}/nieuw/?concept={who_key}", before=without_script),
    Look("photo-who", "naima", "/fotos/{who_photo}/herkenbaar/"),
    Look("photo-who-asked", "naima", "/fotos/{who_unsaid}/herkenbaar/", 422, send()),
    Look("photo-crop", "naima", "/fotos/{who_photo}/bijsnijden/"),
    Look("photo-crop-nothing", "naima", "/fotos/{who_photo}/bijsnijden/", 422, send()),
    Look("photo-cover", "naima", "/fotos/{who_photo}/afdekken/"),
    Look("photo-cover-no-script", "naima", "/fotos/{who_photo}/afdekken/", before=without_script),
    Look("photo-cover-nothing", "naima", "/fotos/{who_photo}/afdekken/", 422, send()),
    Look("share", "naima", "/delen/"),
    Look("share-parent", "samira", "/delen/"),
    Look("share-for-whom", "frans", "/delen/{refused_key}/"),
    Look("edit", "naima", "/nieuws/{bridges}/wijzigen/"),
    Look("edit-long", "frans", "/nieuws/{long}/wijzigen/"),
    Look("edit-empty", "naima", "/nieuws/{bridges}/wijzigen/", 422, send("#edit", title=" ", text=" ")),
    Look("edit-changed-meanwhile", "naima", "/nieuws/{bridges}/wijzigen/", 409, changed_meanwhile),
    Look("write-full", "frans", "/groepen/{long_group}/nieuw/?nieuw=1"),
    Look("write-full-urgent", "frans", "/groepen/{long_group}/nieuw/?nieuw=1", 422, send("#composer", when="urgent")),
    Look("write-full-no-script", "frans", "/groepen/{long_group}/nieuw/?nieuw=1", before=without_script),
    Look("coming", "frans", "/nieuws/{coming}/"),
    Look("coming-edit", "frans", "/nieuws/{coming}/wijzigen/"),
    Look("coming-move", "frans", "/nieuws/{coming}/wanneer/"),
    Look("coming-move-empty", "frans", "/nieuws/{coming}/wanneer/", 422, send()),
    Look("coming-send", "marleen", "/nieuws/{coming}/nu/"),
    Look("coming-list", "frans", "/groepen/{long_group}/gepland/"),
    Look("coming-list-head", "marleen", "/groepen/{long_group}/gepland/"),
    Look("coming-list-empty", "naima", "/groepen/{groep5}/gepland/"),
    Look("waiting", "frans", "/nieuws/{waiting}/"),
    Look("waiting-refused", "frans", "/nieuws/{refused}/"),
]
MANAGING = [
    Look("manage", "marleen", "/beheer/"),
    Look("manage-ict", "dennis", "/beheer/"),
    Look("weeks", "marleen", "/directie/week/"),
    Look("weeks-empty", "marleen", "/directie/week/", 422, send()),
    Look("set-up", "marleen", "/beheer/inrichten/"),
    Look("set-up-school", "marleen", "/beheer/inrichten/school/"),
    Look("set-up-school-empty", "marleen", "/beheer/inrichten/school/", 422, send(name=" ", place=" ")),
    Look("set-up-staff", "marleen", "/beheer/inrichten/team/"),
    Look("import", "dennis", "/beheer/import/"),
    Look("import-nothing-chosen", "dennis", "/beheer/import/", 422, send()),
    Look("authority-proposals", "marleen", "/beheer/gezag/"),
    Look("invitations", "dennis", "/beheer/uitnodigingen/"),
    Look("code-made", "naima", "/groepen/{groep5}/leden/{member}/code/"),
    Look("requests", "marleen", "/beheer/verzoeken/"),
    Look("request-hand-over", "naima", "/groepen/{groep5}/leden/verzoeken/{asked}/overleg/"),
    Look("request-refuse", "naima", "/groepen/{groep5}/leden/verzoeken/{asked}/niet/"),
    Look("request-refuse-empty", "naima", "/groepen/{groep5}/leden/verzoeken/{asked}/niet/", 422, send()),
    Look("people", "marleen", "/beheer/mensen/"),
    Look("people-nobody", "dennis", "/beheer/mensen/?q=xyzzy"),
    Look("person", "marleen", "/beheer/mensen/{tom}/"),
    Look("person-ict", "dennis", "/beheer/mensen/{tom}/"),
    Look("person-long", "marleen", "/beheer/mensen/{anne}/"),
    Look("person-role", "marleen", "/beheer/mensen/{tom}/rol/"),
    Look("person-role-empty", "marleen", "/beheer/mensen/{tom}/rol/", 422, send()),
    Look("person-close", "marleen", "/beheer/mensen/{tom}/sluiten/"),
    Look("person-died", "marleen", "/beheer/mensen/{tom}/overleden/"),
    Look("put-right", "marleen", "/beheer/rechtzetten/"),
    Look("put-right-account", "marleen", "/beheer/rechtzetten/{ending}/"),
    Look("put-right-child", "marleen", "/beheer/rechtzetten/{child_ending}/"),
    Look("role-end", "marleen", "/beheer/rollen/{role}/einde/"),
    Look("authority", "marleen", "/beheer/gezag/{link}/"),
    Look("bar", "marleen", "/beheer/gezag/{link}/afsluiten/"),
    Look("pupil", "marleen", "/beheer/kinderen/{yara}/"),
    Look("pupil-address", "marleen", "/beheer/kinderen/{yara}/adres/"),
    Look("pupil-move", "marleen", "/beheer/kinderen/{yara}/groep/"),
    Look("pupil-move-empty", "marleen", "/beheer/kinderen/{yara}/groep/", 422, send()),
    Look("pupil-died", "marleen", "/beheer/kinderen/{yara}/overleden/"),
    Look("school-time", "marleen", "/beheer/schooltijd/"),
    Look("school-time-ict-next-year", "dennis", "/beheer/schooltijd/?jaar=2029"),
    Look("lessons", "dennis", "/beheer/schooltijd/lessen/"),
    Look("lessons-wrong", "dennis", "/beheer/schooltijd/lessen/", 422, send(from_1_1="14:00", until_2_1="")),
    Look("day-off", "marleen", "/beheer/schooltijd/vrij/"),
    Look("day-off-empty", "marleen", "/beheer/schooltijd/vrij/", 422, send(name=" ")),
    Look("holidays-file", "dennis", "/beheer/schooltijd/vakanties/"),
    Look("holidays-nothing-chosen", "dennis", "/beheer/schooltijd/vakanties/", 422, send()),
    Look("holidays-look", "dennis", "/beheer/schooltijd/vakanties/", state=send_holidays),
    Look("words", "dennis", "/beheer/woorden/"),
    Look("words-empty", "dennis", "/beheer/woorden/", 422, send("form[aria-labelledby=h-add]", word=" ")),
    Look("policy", "marleen", "/beheer/plaatsen/"),
    Look("policy-wrong", "marleen", "/beheer/plaatsen/", 422, send(closes_at="07:00", reminder_at="")),
    Look("person-address", "marleen", "/beheer/mensen/{tom}/mailadres/"),
    Look("person-address-wrong", "marleen", "/beheer/mensen/{tom}/mailadres/", 422, send(address="geen adres")),
    Look("working-hours", "marleen", "/beheer/mensen/{naima}/werktijd/"),
    Look("working-hours-wrong", "marleen", "/beheer/mensen/{naima}/werktijd/", 422, send(until_1_1="07:00")),
    Look("log", "dennis", "/beheer/logboek/"),
    Look("log-nothing", "dennis", "/beheer/logboek/?wie=xyzzy"),
    Look("seen", "marleen", "/beheer/gezien/"),
    Look("seen-post", "marleen", "/beheer/gezien/?bericht={bridges}"),
    Look("seen-nobody", "marleen", "/beheer/gezien/?bericht=987654321"),
    Look("seen-which-child", "marleen", "/beheer/gezien/?kind=a"),
    Look("seen-wrong", "marleen", "/beheer/gezien/?bericht=de+laatste&van=2026-11-24&tot=2026-11-01", 422),
]


def changed_while_read(page: Any) -> None:
    send("#agree", seen="0" * 64)(page)


DECIDING = [
    Look("desk", "marleen", "/directie/"),
    Look("approval", "marleen", "/akkoord/{approval}/"),
    Look("approval-changed", "marleen", "/akkoord/{approval}/", 409, changed_while_read),
    Look("approval-change", "marleen", "/akkoord/{approval_change}/"),
    Look("approval-return", "marleen", "/akkoord/{approval}/terug/"),
    Look("approval-return-empty", "marleen", "/akkoord/{approval}/terug/", 422, send(reason=" ")),
    Look("exemption", "marleen", "/uitzonderingen/{exemption}/"),
    Look("exemption-no-answer", "marleen", "/uitzonderingen/{exemption}/", 422, send()),
    Look("group-week", "marleen", "/groepen/{groep5}/?week=2026-11-16"),
    Look("waits-for-consent", "anne", "/nieuws/{waits_for_head}/"),
    Look("change-waits", "chantal", "/nieuws/{or_changed}/"),
    Look("home-council", "anne", "/"),
    Look("write-council", "anne", "/groepen/{mr}/nieuw/?nieuw=1"),
    Look("write-council-empty", "anne", "/groepen/{mr}/nieuw/?nieuw=1", 422, send("#composer", whom="some")),
    Look("reaction-staff", "naima", "/nieuws/{bridges}/", 422, send("form[action*='/reactie/']", text="Dank.")),
]


def begin_answering(page: Any) -> None:
    """One answer, and no name: what is missing is asked for."""
    page.locator("main input[type=radio]").first.check()
    send("#answers")(page)


def ask_back(page: Any) -> None:
    page.locator("form[action='/toestemming/intrekken/'] button").first.click()


def in_turkish(page: Any) -> None:
    page.select_option("#language", "tr")
    page.locator("[name=show]").click()


CONSENTING = [
    Look("consent", "anne", "/toestemming/"),
    Look("consent-missing", "anne", "/toestemming/", 422, begin_answering),
    Look("consent-other-language", "samira", "/toestemming/", state=in_turkish),
    Look("consent-no-script", "samira", "/toestemming/", before=without_script),
    Look("consent-given", "samira", "/toestemming/gegeven/"),
    Look("consent-given-long", "anne", "/toestemming/gegeven/"),
    Look("consent-nobody", "henk", "/toestemming/gegeven/"),
    Look("consent-withdraw", "anne", "/toestemming/gegeven/", state=ask_back),
    Look("consent-child", "anne", "/toestemming/kind/{annes_child}/zelf/"),
    Look("consent-child-again", "samira", "/toestemming/kind/{objecting}/zelf/", 422, send(wish="fine")),
]
COMING_IN = [
    Look("join", "samira", "/erbij/"),
    Look("join-waiting", "liwen", "/erbij/"),
    Look("join-empty", "samira", "/erbij/", 422, send()),
    Look("letter-code", None, "/uitnodiging/"),
    Look("letter-code-empty", None, "/uitnodiging/", 422, send()),
    Look("letter-code-gone", None, "/uitnodiging/ABCDEFGHJKMN/", 404),
    Look("address", "samira", "/ik/adres/"),
    Look("second-step", "naima", "/ik/tweede-stap/"),
]
FAULTS = [
    Look("400", None, "fault_400", 400),
    Look("404", "samira", "/nieuws/999999/", 404),
    Look("404-nobody", None, "/nergens/", 404),
    Look("500", None, "fault_500", 500),
    Look("form-too-old", None, "/aanmelden/", 403, too_old),
]


def press_first(page: Any) -> None:
    """Without a child chosen."""
    page.locator("main form button").first.click()


HIDDEN = [
    Look("withheld", "thijs", "/verborgen/"),
    Look("withheld-groups", "marleen", "/verborgen/"),
    Look("withheld-stays", "naima", "/verborgen/"),
    Look("withheld-nothing", "frans", "/verborgen/"),
    Look("withheld-say", "naima", "/verborgen/bericht/{unsaid}/"),
    Look("point-out", "samira", "/nieuws/{bridges}/foto/3/kind/"),
    Look("point-out-no-child", "samira", "/nieuws/{bridges}/foto/3/kind/", 422, press_first),
    Look("point-out-teacher", "naima", "/nieuws/{bridges}/foto/3/kind/"),
    Look("pointed", "mehmet.yildiz", "/aangewezen/"),
    Look("pointed-child", "pieterjan", "/aangewezen/"),
    Look("pointed-nothing", "samira", "/aangewezen/"),
]
SCHOOL_ASKING = [
    Look("asking", "marleen", "/beheer/toestemming/"),
    Look("asking-ict", "dennis", "/beheer/toestemming/"),
    Look("asking-round", "marleen", "/beheer/toestemming/ronde/"),
    Look("asking-round-no-day", "marleen", "/beheer/toestemming/ronde/", 422, send("#ask", when="day")),
    Look("asking-policy", "marleen", "/beheer/toestemming/afspraken/"),
    Look("asking-questions", "marleen", "/beheer/toestemming/vragen/"),
    Look("asking-questions-ict", "dennis", "/beheer/toestemming/vragen/"),
    Look("asking-question", "marleen", "/beheer/toestemming/vragen/website/"),
    Look("asking-question-empty", "marleen", "/beheer/toestemming/vragen/website/", 422, send(title=" ", example=" ")),
    Look(
        "asking-again-takes-photos",
        "marleen",
        "/beheer/toestemming/vragen/portal_group/",
        422,
        send(example=LONG_EXAMPLE, again="again"),
    ),
    Look("asking-paper", "dennis", "/beheer/toestemming/papier/"),
    Look("asking-paper-group", "dennis", "/beheer/toestemming/papier/?groep={long_group}"),
    Look("asking-paper-enter", "dennis", "/beheer/toestemming/papier/{annes_child}/"),
    Look("asking-paper-enter-empty", "dennis", "/beheer/toestemming/papier/{annes_child}/", 422, send()),
    Look("asking-group", "naima", "/groepen/{groep5}/toestemming/"),
    Look("asking-group-long", "frans", "/groepen/{long_group}/toestemming/"),
    Look("asking-group-print", "naima", "/groepen/{groep5}/toestemming/?voor=class_photo"),
]
SPEAKING_UP = [
    Look("speak-up", "samira", "/melden/post/{bridges}/"),
    Look("speak-up-long", "frans", "/melden/reaction/{reaction}/"),
    Look("speak-up-nothing", "samira", "/melden/post/{bridges}/", 422, send("#melden")),
    Look("speak-up-word-empty", "frans", "/melden/reaction/{reaction}/", 422, send("#melden", way="woord", word=" ")),
    Look("speak-up-no-reason", "frans", "/melden/reaction/{reaction}/", 422, send("#melden", way="melding")),
    Look("speak-up-photo", "anne", "/melden/photo/{long_photo}/"),
    Look("speak-up-photo-child", "anne", "/melden/photo/{long_photo}/", 422, send("#melden", way="melding")),
    Look("speak-up-portrait", "samira", "/melden/portrait/{naima}/"),
    Look("speak-up-about-word", "anne", "/melden/word/{word}/"),
    Look("words", "anne", "/woorden-aan-mij/"),
    Look("words-none", "samira", "/woorden-aan-mij/"),
    Look("post-removed", "anne", "/nieuws/{removed}/", 410),
]
ARCHIVE = [
    Look("archive", "marleen", "/archief/"),
    Look("archive-checked", "marleen", "/archief/", state=send("aside form")),
    Look("archive-ict", "dennis", "/archief/"),
    Look("archive-open", "marleen", "/archief/{hard_copy}/"),
    Look("archive-open-empty", "marleen", "/archief/{hard_copy}/", 422, send()),
    Look("archive-opened", "marleen", "/archief/1/", state=open_hard_copy),
]
CASES = [
    Look("cases", "karim", "/dossiers/"),
    Look("cases-none", "thijs", "/dossiers/"),
    Look("case", "marleen", "/dossiers/{case}/"),
    Look("case-teacher", "karim", "/dossiers/{case}/"),
    Look("case-long", "marleen", "/dossiers/{long_case}/"),
    Look("case-step-faulty", "marleen", "/dossiers/{case}/", 422, send("#stap form", kind="", note="")),
    Look("case-create", "naima", "/dossiers/nieuw/"),
    Look("case-create-empty", "naima", "/dossiers/nieuw/", 422, send()),
    Look("case-export", "marleen", "/dossiers/{long_case}/meenemen/"),
    Look("case-export-empty", "marleen", "/dossiers/{long_case}/meenemen/", 422, send()),
    Look("case-step-back", "marleen", "/dossiers/stap/{case_step}/terug/"),
    Look("measures", "rustig", "/ik/maatregelen/"),
    Look("measures-none", "samira", "/ik/maatregelen/"),
    Look("home-closed", "rustig", "/"),
    Look("head-line", "rustig", "/schrijf-de-directie/"),
    Look("head-line-empty", "rustig", "/schrijf-de-directie/", 422, send()),
]
REPORTED = [
    Look("reports", "marleen", "/meldingen/"),
    Look("reports-teacher", "thijs", "/meldingen/"),
    Look("reports-ict", "dennis", "/meldingen/"),
    Look("reports-in-hand", "marleen", "/meldingen/?lijst=behandeling"),
    Look("reports-done", "marleen", "/meldingen/?lijst=afgerond"),
    Look("report", "marleen", "/meldingen/{report}/"),
    Look("report-photo", "marleen", "/meldingen/{report_photo}/"),
    Look("report-no-reason", "marleen", "/meldingen/{report}/", 422, send("#terug", reason=" ")),
    Look("take-away", "marleen", "/weghalen/post/{long}/"),
    Look("take-away-empty", "marleen", "/weghalen/reaction/{reaction}/", 422, send()),
    Look("take-away-mr", "marleen", "/weghalen/post/{of_mr}/"),
    Look("take-back", "frans", "/terughalen/post/{long}/"),
    Look("mr-agrees", "pieterjan", "/meldingen/mr/{asked_of_mr}/"),
    Look("mr-agrees-not-chosen", "pieterjan", "/meldingen/mr/{asked_of_mr}/", 422, send()),
    Look("conversation-policy", "marleen", "/beheer/gesprekken/"),
    Look("conversation-policy-ict", "dennis", "/beheer/gesprekken/"),
    Look("hand-over-nothing", "marleen", "/beheer/gesprekken/overdracht/"),
    Look("care-find", "wilma", "/berichten/nieuw/zorg/?q=yar"),
    Look("care-find-nobody", "wilma", "/berichten/nieuw/zorg/?q=xyzzy"),
    Look("sending-stop", "marleen", "/beheer/rem/"),
    Look("sending-stop-empty", "marleen", "/beheer/rem/", 422, send()),
    Look("removal-policy", "marleen", "/beheer/meldingen/"),
    Look("removal-policy-ict", "dennis", "/beheer/meldingen/"),
    Look("removal-policy-wrong", "marleen", "/beheer/meldingen/", 422, send(stamp_url="geen adres")),
    Look("message-speak-up", "naima", "/melden/message/{said}/"),
    Look("message-reported", "marleen", "/meldingen/{report_message}/"),
    Look("message-reported-ict", "dennis", "/meldingen/{report_message}/"),
    Look("message-take-away", "marleen", "/weghalen/message/{said}/"),
    Look("message-take-back", "samira", "/terughalen/message/{said}/"),
    Look("message-held", "marleen", "/berichten/wacht/{held_message}/"),
    Look(
        "message-held-no-reason",
        "marleen",
        "/berichten/wacht/{held_message}/",
        422,
        send("form[action*=terug]", reason=""),
    ),
    Look("message-held-its-writer", "samira", "/berichten/{talk_held}/"),
]
TALKING = [
    Look("talks", "samira", "/berichten/"),
    Look("talks-teacher", "naima", "/berichten/"),
    Look("talks-none", "liwen", "/berichten/"),
    Look("talks-none-head", "marleen", "/berichten/"),
    Look("talks-closed", "inge", "/berichten/?lijst=dicht"),
    Look("talks-closed-none", "samira", "/berichten/?lijst=dicht"),
    Look("talk", "samira", "/berichten/{talk}/"),
    Look("talk-teacher", "naima", "/berichten/{talk}/"),
    Look("talk-empty", "samira", "/berichten/{talk}/", 422, send("form.dock")),
    Look("talk-confidential", "samira", "/berichten/{talk}/", 422, send("form.dock", text="Yara heeft dyslexie.")),
    Look("talk-held", "samira", "/berichten/{talk}/", 422, send("form.dock", text="Wat een klootzak is dat.")),
    Look("talk-note-empty", "naima", "/berichten/{talk}/", 422, send("form[action$='notitie/']")),
    Look("talk-waiting", "joris", "/berichten/{talk_waiting}/"),
    Look("talk-closed", "inge", "/berichten/{talk_closed}/"),
    Look("talk-file", "chantal", "/berichten/{talk_file}/"),
    Look("talk-care", "wilma", "/berichten/{talk_care}/"),
    Look("talk-long", "anne", "/berichten/{talk_long}/"),
    Look("talk-long-teacher", "frans", "/berichten/{talk_long}/"),
    Look("talk-choose", "samira", "/berichten/nieuw/"),
    Look("talk-choose-teacher", "naima", "/berichten/nieuw/"),
    Look("talk-choose-none", "henk", "/berichten/nieuw/"),
    Look("talk-start", "samira", "/berichten/nieuw/kind/{yara}/"),
    Look("talk-start-empty", "samira", "/berichten/nieuw/kind/{yara}/", 422, send()),
    Look("talk-start-teacher", "naima", "/berichten/nieuw/leerling/{yara}/"),
    Look("talk-start-teacher-empty", "naima", "/berichten/nieuw/leerling/{yara}/", 422, send()),
    Look("stop-mails", None, "{stop_mails}"),
    Look(
        "reaction-confidential",
        "samira",
        "/nieuws/{bridges}/",
        422,
        send("form[action$='reactie/#h-s']", text="Yara heeft dyslexie."),
    ),
    Look(
        "write-confidential",
        "naima",
        "/groepen/{groep5}/nieuw/?nieuw=1",
        422,
        send("#composer", title="Over Yara", text="Yara heeft dyslexie."),
    ),
]
LOOKS = (
    SIGNING_IN
    + OWN
    + GROUPS
    + READING
    + WRITING
    + MANAGING
    + DECIDING
    + CONSENTING
    + HIDDEN
    + SPEAKING_UP
    + REPORTED
    + SCHOOL_ASKING
    + ARCHIVE
    + CASES
    + TALKING
    + COMING_IN
    + FAULTS
)
