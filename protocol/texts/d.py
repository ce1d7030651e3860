"""Chapter D: what may be posted."""

from protocol.agreement import Chapter, Clause, Force

POSTING = Chapter(
    "D",
    "Wat je plaatst",
    (
        Clause(
            "D1",
            (Force.GUIDED,),
            "We plaatsen alleen wat niemand pijn doet of schaadt.",
            kept="Bij elk bericht, elke foto, reactie en portret staat: meld of spreek aan. Een foto is na een melding "
            "meteen verborgen, een tekst zodra nog iemand het meldt. De schrijver ziet niet wie dat deed.",
        ),
        Clause(
            "D2",
            (Force.GUIDED,),
            "We plaatsen geen foto’s van kinderen in zwemkleding of gymondergoed.",
            kept="Bij foto’s zegt de leerkracht één keer dat niemand zwemkleding of gymondergoed draagt. "
            "Zonder dat gaat het bericht niet uit. Staat er toch zo’n foto? Meld die met deze reden: dan is hij meteen "
            "verborgen, en de leerkracht of de directie haalt hem weg.",
        ),
        Clause(
            "D3",
            (Force.ENFORCED,),
            "Foto’s waarop één kind herkenbaar is, blijven in het portaal. En alleen als ouders het goed vinden.",
            kept="Bij elke foto zegt de leerkracht wie herkenbaar is. Mag een kind niet op de foto? Dan gaat de foto "
            "niet mee. Trekken ouders hun toestemming in, dan is de foto meteen weg: voor iedereen.",
        ),
        Clause(
            "D4",
            (Force.INFORMED,),
            "De school heeft een privacyverklaring die iedereen kan lezen.",
            kept="Onder aan elke bladzijde staat een link. Je hoeft je er niet voor aan te melden.",
            later="Oude versies teruglezen kan nog niet.",
        ),
        Clause(
            "D5",
            (Force.ENFORCED,),
            "Wil een kind zelf niet op de foto? Dan houdt de leerkracht er rekening mee.",
            kept="Het nee van een kind gaat voor op het ja van zijn ouders: voor één foto of voor alle foto’s.",
        ),
        Clause(
            "D6",
            (Force.ENFORCED,),
            "Buiten het portaal plaatst alleen de directie iets. En alleen met toestemming van ouders voor die plek.",
            kept="We vragen ouders apart toestemming voor elke plek buiten het portaal, zoals de website.",
            later="Iets op de website plaatsen vanuit het portaal: dat komt nog.",
        ),
        Clause(
            "D7",
            (Force.ENFORCED,),
            "Een nieuwsbericht gaat over de dag in de klas, het leren, ander nieuws, een activiteit, "
            "gesprekken of hulp van ouders.",
            kept="Wie schrijft, kiest altijd een van deze soorten. Zonder soort gaat een nieuwsbericht niet uit.",
            later="Een activiteit in de agenda, een gesprek kiezen en je opgeven om te helpen: dat komt nog.",
        ),
        Clause(
            "D8",
            (Force.GUIDED,),
            "We schrijven niets vertrouwelijks over kinderen.",
            kept="Staat er een burgerservicenummer in een tekst, of een woord over zorg bij een naam? Dan vraagt het "
            "portaal of dat zo moet. De schrijver beslist.",
        ),
        Clause(
            "D9",
            (Force.ENFORCED,),
            "Nieuws van de hele school komt van de directie, of van wie de directie aanwijst.",
            kept="In de groep van de hele school schrijft alleen de directie, en wie de directie aanwijst tot een dag.",
        ),
        Clause(
            "D10",
            (Force.ENFORCED,),
            "Een groep krijgt meestal hoogstens 1 nieuwsbericht per dag, en minstens 2 per week.",
            kept="Is er vandaag al een nieuwsbericht? Dan past het er nog bij, of het portaal zet het klaar voor de "
            "volgende schooldag met plek. Iets dringends kan een paar keer per maand toch vandaag. "
            "Daarna beslist de directie. "
            "Schrijft een groep weinig? Dan krijgt de leerkracht op tijd een herinnering. Vakanties tellen niet mee.",
        ),
        Clause("D11", (Force.GUIDED,), "Geen politiek of geloof, behalve als het bij de les hoort."),
        Clause(
            "D12",
            (Force.ENFORCED,),
            "Past een tekst, bericht of foto niet? Dan kan de leerkracht of de directie het weghalen.",
            kept="De leerkracht haalt weg in de eigen groep, de directie overal. Er staat altijd een reden bij, en de "
            "schrijver krijgt bericht. Wat de MR plaatste, gaat alleen weg samen met een ander lid van de MR. "
            "Je eigen tekst of foto haal je zelf terug.",
        ),
        Clause(
            "D13",
            (Force.GUIDED,),
            "Een eigen foto bij je naam is fijn, voor leerkrachten en voor ouders.",
            kept="Je zet er zelf een foto bij. Zonder foto zie je de eerste letters van je naam.",
            later="Een vriendelijke vraag om een foto komt nog.",
        ),
        Clause("D14", (Force.GUIDED,), "We delen geen huiswerk met ouders via het portaal."),
    ),
)
