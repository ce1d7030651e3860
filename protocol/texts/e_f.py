"""Chapters E and F: conduct, and what happens when it goes wrong."""

from protocol.agreement import Chapter, Clause, Force

CONDUCT = Chapter(
    "E",
    "Hoe je doet",
    (
        Clause(
            "E1",
            (Force.GUIDED,),
            "We zijn positief en denken mee met de school.",
            kept="Leest iets niet vriendelijk? Dan kun je de schrijver een woord sturen, of het melden.",
            later="Een tip over de toon tijdens het schrijven: dat komt nog.",
        ),
        Clause(
            "E2",
            (Force.GUIDED,),
            "We schrijven niets dat kinderen of de school beschadigt.",
            kept="Iedereen kan zo’n tekst of foto melden. Iemand van school kijkt ernaar, en haalt weg wat niet past.",
        ),
        Clause("E3", (Force.GUIDED,), "We praten met elkaar, niet over elkaar."),
        Clause(
            "E4",
            (Force.GUIDED, Force.ENFORCED),
            "We schelden, dreigen en discrimineren niet. We plaatsen niets over seks en maken geen reclame.",
            kept="Staat er zo’n woord in een bericht of een reactie? Dan gaat het nog niet uit. De schrijver ziet om "
            "welk woord het gaat en kan het veranderen, of vragen of het mag. Dan beslist eerst iemand anders. Tot die "
            "tijd leest niemand het. De directie en de ICT-contactpersoon kunnen woorden toevoegen of juist doorlaten.",
        ),
        Clause(
            "E5",
            (Force.GUIDED,),
            "We noemen de prestatie van één kind alleen als die bij school hoort en elk kind het kan halen.",
            kept="Noemt nieuws een kind bij naam? Dan vraagt het portaal ernaar, net als bij B7.",
        ),
        Clause(
            "E6",
            (Force.INFORMED,),
            "Medewerkers schrijven vanuit hun rol op school.",
            kept="Bij elke naam van een medewerker staat de rol, net als bij B6.",
        ),
        Clause(
            "E7",
            (Force.INFORMED,),
            "Medewerkers zijn op sociale media geen vrienden met ouders of kinderen.",
            kept="Vrienden worden kan in dit portaal niet.",
        ),
        Clause(
            "E8",
            (Force.ENFORCED,),
            "Medewerkers schrijven in hun werktijd en meestal niet tijdens de les. Een uitstapje kan anders zijn.",
            kept="Wat een medewerker op een ander moment schrijft, gaat uit zodra de werktijd begint. "
            "Bij een uitstapje, of met een reden, gaat het meteen uit. Dat wordt bewaard. Voor berichten aan een ouder "
            "geldt hetzelfde. Ouders schrijven wanneer ze willen. Buiten werktijd stoort dat niemand op school.",
        ),
        Clause(
            "E9",
            (Force.ENFORCED,),
            "Een vraag over het portaal? Ouders vragen het aan de leerkracht, leerkrachten aan de ICT-contactpersoon.",
        ),
    ),
)

SAFEGUARDS = Chapter(
    "F",
    "Als het misgaat",
    (
        Clause("F1", (Force.INFORMED,), "Medewerkers kennen het portaal goed. Ze krijgen uitleg en hulp."),
        Clause(
            "F2",
            (Force.INFORMED,),
            "De school vertelt iedereen wat de afspraken zijn.",
            kept="Alle afspraken staan op deze bladzijde, met wat het portaal ermee doet.",
            later="Een overzicht van veranderingen komt nog.",
        ),
        Clause(
            "F3",
            (Force.GUIDED,),
            "De school helpt ouders om mee te doen.",
            kept="Wie geen e-mail heeft, krijgt een brief met een code. De brief is in het Nederlands en in de eigen "
            "taal. De leerkracht kan aan de deur een nieuwe code maken.",
            later="Een rondleiding bij het eerste bezoek en meer talen in het portaal komen nog.",
        ),
        Clause(
            "F4",
            (Force.GUIDED,),
            "Gaat er iets mis, dan spreken we elkaar eerst zelf aan.",
            kept="Onder ‘meld of spreek aan’ kun je de schrijver één vriendelijk woord sturen, met je naam erbij."
            " Er komt geen gesprek van. Drie woorden per week, en een woord kun je ook melden.",
        ),
        Clause(
            "F5",
            (Force.ENFORCED,),
            "Wie zich niet aan de afspraken houdt, krijgt een maatregel die past. De school begint zelf.",
            kept="In een dossier staat wie wat besloot en waarom. Elke maatregel stopt vanzelf op zijn laatste dag. "
            "Je antwoorden over foto’s en een bericht aan de directie blijven altijd werken.",
            later="Ziek melden als je account dicht is, komt nog.",
        ),
        Clause(
            "F6",
            (Force.ENFORCED,),
            "De leerkracht haalt kwetsende berichten weg. Eerst wordt een afdruk voor het dossier bewaard.",
            kept="Wat weggaat, is meteen verborgen. Het is pas weg als het bewijs is bewaard en nagekeken. Niemand "
            "kan daar iets aan veranderen zonder dat het opvalt. Wie een bewijs opent, schrijft op waarom.",
        ),
        Clause(
            "F7",
            (Force.ENFORCED,),
            "De leerkracht praat met de ouder, na overleg met de directie en de ICT-contactpersoon. "
            "Aangifte of een andere stap buiten school blijft mogelijk.",
            kept="Voor het gesprek en elke maatregel vraagt het portaal wat de directie en de ICT-contactpersoon "
            "vinden.",
        ),
    ),
)
