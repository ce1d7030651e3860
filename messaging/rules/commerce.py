"""Advertising, told apart from a school that asks for money and gives links every day (E4).

One word or one price says nothing. What offends is somebody who sells: signs are counted within two sentences, and
what belongs to a school (a trip, a good cause, tickets for the play) takes the weak ones away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from messaging.rules.folding import Word

SELLS, HELPS = 2, 1

# Who says so sells, whatever else stands there.
_SELLER = re.compile(
    r"\b(?:marktplaats|vinted|webshop|webwinkel|kortingscode|actiecode|vraagprijs|dropshipping|franchise|affiliate|"
    r"bitcoins?|crypto|cryptos|casino|gokkasten|gokken online|forex|tupperware party|tupperwareparty|"
    r"passief inkomen|extra inkomen|snel geld|verdien geld|geld verdienen|thuis verdienen|rijk worden|netwerkmarketing|"
    r"prijs notk|prijs n o t k|n o t k|t e a b|teab|bieden vanaf|hoogste bod|doe een bod|op is op|op op|"
    r"gratis verzending|gratis verzenden|verzendkosten|gratis offerte|vrijblijvende offerte|offerte aan|"
    r"black friday|uitverkoop|stuntprijs|stuntprijzen|actieprijs|weggeefprijs|spotprijs|bodemprijs|bodemprijzen|"
    r"laagste prijs|laagste prijzen|beste prijs|scherpe prijs|scherpe prijzen|introductieprijs|kennismakingskorting|"
    r"nieuwe collectie|openingsactie|lenen zonder|goedkoop lenen|lening nodig|"
    r"(?:mijn|onze|m n) (?:webshop|webwinkel|salon|kapsalon|nagelstudio|schoonheidssalon|collectie|sieradenlijn|producten)|"
    r"(?:volg|like) (?:mij|me|ons|mijn|onze)(?: \w+)? (?:op )?(?:instagram|insta|facebook|tiktok|pagina|bedrijf|bedrijfspagina)|"
    r"(?:kijk|shop|bestel|koop|klik)(?: \w+)? (?:op|in|bij|via) (?:mijn|onze) (?:\w+ )?(?:site|website|webshop|winkel|pagina|shop|link|account|bedrijf|zaak)|"
    r"(?:nu|vandaag|vanaf|al) voor (?:maar|slechts)|"
    r"voor al (?:uw|je|jullie)|de goedkoopste (?:van|in)|(?:bestel|koop|boek|shop|profiteer|reserveer) (?:nu|snel|direct|vandaag nog)|"
    r"(?:dm|pm|pb|prive bericht)(?: \w+)? voor (?:de )?(?:prijs|prijzen|info|meer)|"
    r"investeer|investeren in (?:crypto|bitcoin|aandelen|goud)|"
    r"(?:word|zoek|zoeken) (?:\w+ )?(?:distributeurs?|verkopers|consulentes?|modepartner)|"
    r"(?:herbalife|forever living|partylite|amway|younique|juice plus|bol partner))\b"
)  # fmt: skip
# What somebody has to sell or to offer.
_OFFERS = re.compile(
    r"\b(?:te koop|tekoop|ik verkoop|verkoop ik|wij verkopen|we verkopen|verkopen wij|verkopen we|verkoop mijn|verkoop onze|"
    r"verkopen ons|verkopen onze|over te nemen|ter overname|tweedehands|aangeboden|te huur|"
    r"(?:bij|in|van|voor) (?:mijn|onze|ons) (?:\w+ )?(?:bedrijf|zaak|winkel|praktijk|salon|restaurant|garage|sportschool|studio|makelaardij|"
    r"rijschool|schildersbedrijf|klusbedrijf|webshop|pizzeria|bakkerij|kraam|shop)|"
    r"(?:mijn|onze|ons|eigen) (?:bedrijf|zaak|winkel|praktijk|rijschool|klusbedrijf|schildersbedrijf|schoonmaakbedrijf|restaurant|garage|makelaarskantoor)|"
    r"ik (?:geef|bied|ben beschikbaar|doe|knip|maak) (?:\w+ ){0,2}(?:bijles|bijlessen|massages|behandelingen|coaching|nagels|haar|taarten|rijles|training|trainingen|cursussen|workshops|klussen)|"
    r"(?:ik|wij) (?:bied|bieden) (?:\w+ ){0,3}aan|"
    r"korting(?:en)?|aanbieding(?:en)?|sale|reclame|promotie|actie geldt|gratis proefles|abonnement(?:en)?|"
    r"hypotheek|verzekering afsluiten|lening|makelaar|huis verkopen|in de verkoop|bezichtiging)\b"
)  # fmt: skip
# What makes an offer one.
_GOODS = re.compile(
    r"\b(?:(?:kinder|dames|heren|jongens|meisjes|bak|stads|race|elektrische )?fiets(?:en)?|e bike|auto|scooter|huis|woning|appartement|caravan|tent|bank|bankstel|kast|tafel|stoelen|bed|"
    r"stapelbed|hoogslaper|matras|wasmachine|droger|koelkast|televisie|tv|laptop|iphone|ipad|telefoon|playstation|ps4|ps5|xbox|nintendo|"
    r"switch|kinderwagen|buggy|autostoel(?:tje)?|maxi cosi|box|trampoline|step|skates|skeelers|puppy|puppys|pups|kittens?|konijnen|cavia|"
    r"kleding|kinderkleding|merkkleding|jas|winterjas|schoenen|sneakers|sieraden|kettingen|parfum|make up|tassen|horloge|vitamines|afslankproducten|"
    r"zaterdag te bezichtigen|kussens|lego|speelgoed|boekenkast|bureau|piano|gitaar|drumstel|airfryer|stofzuiger|"
    r"rijlessen|bijles|bijlessen|massages?|behandelingen?|nagels|gelnagels|zonnepanelen|schilderwerk|dakgoten|tuinonderhoud|hypotheek|verzekeringen|"
    r"lening|knipbeurt|afspraak|coaching|taarten|schoonmaak|trouwjurk|kerstbomen|honing|olie|olien|kaarsen)\b"
)  # fmt: skip
_CONTACT = re.compile(
    r"\b(?:(?:app|bel|mail|dm|pm|pb|sms)(?: \w+)? (?:me|mij|ons|gerust|even|voor|naar|06|snel|dan|maar)|stuur (?:me |mij |een )*(?:pb|dm|prive\w*|appje|berichtje|bericht)|"
    r"06 ?\d{2,8}|in mijn bio|link in bio|interesse|geinteresseerd|serieuze bieders|bieden|ophalen|afhalen|zelf ophalen|bestellen|bestel|"
    r"boek|reserveer|maak (?:een|nu een) afspraak|meld je aan|neem contact op|kom langs|loop (?:\w+ )?binnen|welkom in|"
    r"per uur|per stuk|per maand|per behandeling|code|profiteer|procent|gratis)\b"
)  # fmt: skip
_PRICE = re.compile(r"€ ?\d|\b\d{1,6}(?:[.,]\d{1,2})? ?(?:euro|eur\b|,-)|\d ?%|\bv(?:raag)?pr(?:ijs|\.)", re.IGNORECASE)
_SHOP = re.compile(
    r"marktplaats\.nl|vinted\.|aliexpress|temu\.com|shein|etsy\.com|amazon\.\w+/|[\w-]{0,30}(?:shop|store|winkel)[\w-]{0,30}\.(?:nl|com|be|eu)|"
    r"bit\.ly/|\?(?:ref|aff|affiliate|partner)=", re.IGNORECASE,
)  # fmt: skip
_SCHOOLS = re.compile(
    r"\b(?:school\w*|schoolreis\w*|juf\w*|meester|leerkracht\w*|klas\w*|groep\w*|kinderen (?:verkopen|bakken|van)|leerlingen|oudervereniging|ouderraad|or|mr|"
    r"ouderbijdrage|goede doel\w*|goed doel|opbrengst|kerstmarkt|voorjaarsmarkt|kleedjesmarkt|rommelmarkt|vrijmarkt|braderie|bazaar|kinderboekenweek|boekenmarkt|"
    r"musical|voorstelling|toneelstuk|kamp|schoolkamp|sponsor\w*|lootjes|loten|loterij|kaartjes|toegangskaarten|munten|consumptiebonnen|"
    r"reken\w*|som|sommen|opgave|museum|bibliotheek|bieb|zwembad|zwemles|dierentuin|excursie|uitje|les|lessen|thema|project|gymschoenen|gymkleding|avondvierdaagse|avond4daagse|"
    r"kinderpostzegels|schoolfoto\w*|fotograaf|jeugdbonnen|voedselbank|speelplein|plein|hal|gymzaal|feestavond|sinterklaas\w*|carnaval|koningsdag)\b"
)  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A stretch of the text, with its place."""

    begin: int
    end: int
    said: str
    written: str


def advertising(words: list[Word], text: str) -> Iterator[tuple[int, int]]:
    """Where something is sold: begin and end of each such sentence."""
    sentences = list(_sentences(words, text))
    for number, sentence in enumerate(sentences):
        near = sentences[max(0, number - 1) : number + 2]
        if _weight(sentence, near) >= SELLS:
            yield sentence.begin, sentence.end


def _sentences(words: list[Word], text: str) -> Iterator[Sentence]:
    begun: list[Word] = []
    for word in [*words, Word(".", len(text), len(text))]:
        if word.folded != ".":
            begun.append(word)
        elif begun:
            begin, end = begun[0].begin, begun[-1].end
            written = text[max(0, begin - 2) : min(len(text), end + 2)]
            yield Sentence(begin, end, " ".join(one.folded for one in begun), written)
            begun = []


def _weight(sentence: Sentence, near: list[Sentence]) -> int:
    """How much this sentence sells, with what stands beside it."""
    sells, is_linked = _SELLER.search(sentence.said), _SHOP.search(sentence.written)
    if not (sells or is_linked or _OFFERS.search(sentence.said)):
        return 0
    if any(_SCHOOLS.search(one.said) for one in near):
        return SELLS if sells and _is_own(sentence) else 0
    return SELLS if sells or is_linked else HELPS + any(_helps(one) for one in near)


def _is_own(sentence: Sentence) -> bool:
    """Somebody's own trade: a school around it makes no difference."""
    return re.search(r"\b(?:mijn|onze|m n|ik|mij)\b", sentence.said) is not None


def _helps(sentence: Sentence) -> bool:
    signs = (_GOODS.search(sentence.said), _CONTACT.search(sentence.said), _PRICE.search(sentence.written))
    return any(sign is not None for sign in signs)
