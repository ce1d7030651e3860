"""What the head, the councils and the team wrote."""

from portal.demo.stories.story import Story

HEAD = [
    Story(
        "news",
        "Welkom in het nieuwe schooljaar",
        "Maandag gaan de deuren om 8.15 uur open. We zijn blij dat we iedereen weer zien. Alle leerkrachten staan bij hun eigen klas. Heb je een vraag? Loop gerust even binnen.",
        season=((8, 1), (9, 4)),
        photos=("school",),
        reactions_open=False,
    ),
    Story(
        "news",
        "Afspraken over foto’s en berichten",
        "In dit portaal lezen alleen ouders en leerkrachten van een groep mee. Foto’s blijven binnen de school. De afspraken staan op de pagina Afspraken. Lees ze rustig door, ze gelden voor ons allemaal.",
        season=((8, 31), (9, 25)),
        reactions_open=False,
    ),
    Story(
        "news",
        "Parkeren bij school",
        "Het is druk rond half negen. Kom als het kan lopend of op de fiets. Laat de strook voor het hek vrij, zodat de bus erlangs kan. Dank je voor het meedenken.",
        season=((9, 7), (10, 14)),
        photos=("bus",),
    ),
    Story(
        "activity",
        "Open ochtend voor nieuwe ouders",
        "Ken je een gezin dat een school zoekt? Op woensdagochtend leiden kinderen uit groep 8 bezoekers rond. We beginnen om 9.00 uur in de hal. Aanmelden hoeft niet.",
        season=((9, 28), (11, 6)),
        photos=("school",),
    ),
    Story(
        "news",
        "De uitslag van de oudervragenlijst",
        "142 ouders vulden de lijst in, veel dank. Je bent tevreden over de sfeer en de lessen. Je wilt eerder weten wat er gepland is. Daarom staat de planning voortaan zes weken vooruit klaar.",
        season=((10, 1), (11, 20)),
        reactions=("Fijn dat er iets mee gebeurt.", "Zes weken is mooi, dank je."),
    ),
    Story(
        "news",
        "Luizencontrole na de vakantie",
        "Op de eerste dinsdag na de vakantie controleren ouders alle kinderen. Een staart of vlecht is handig. Vinden we iets? Dan bellen we je dezelfde dag.",
        season=((10, 26), (10, 30)),
        reactions_open=False,
    ),
    Story(
        "activity",
        "Studiedag: alle kinderen vrij",
        "In de laatste week van november is er op vrijdag een studiedag over lezen. Alle kinderen zijn dan vrij. De opvang is open, meld je kind daar zelf aan.",
        season=((11, 2), (11, 25)),
        reactions_open=False,
    ),
    Story(
        "news",
        "Warme truiendag",
        "Vrijdag zetten we de verwarming twee graden lager. Trek een dikke trui aan, hoe gekker hoe beter. Groep 7 meet hoeveel gas we besparen en vertelt het in januari.",
        season=((1, 25), (2, 12)),
        photos=("snowman",),
    ),
    Story(
        "news",
        "De nieuwe tuin achter de school",
        "Achter het gebouw komt een groene tuin. Er komen bomen, een heuvel en een plek om buiten les te geven. Het werk begint in de voorjaarsvakantie. Tot die tijd blijft het hek dicht.",
        season=((1, 11), (3, 5)),
        photos=("garden",),
        reactions=("Wat mooi voor de kinderen.",),
    ),
    Story(
        "activity",
        "Koningsspelen op het veld",
        "Vrijdag zijn de Koningsspelen. We beginnen samen met een ontbijt en daarna is er sport. Kom in sportkleren. Om 12.00 uur is iedereen vrij.",
        season=((4, 5), (4, 23)),
        photos=("gym", "children"),
    ),
    Story(
        "news",
        "Wie staat volgend jaar voor welke groep?",
        "De verdeling voor volgend jaar is klaar. Maandag vertellen we het in de klas. Dezelfde middag staat de hele lijst hier. Heb je een vraag? Bel of mail gerust.",
        season=((5, 31), (7, 2)),
    ),
    Story(
        "activity",
        "Afscheid van groep 8",
        "De laatste week zwaaien we groep 8 uit. Donderdag om 14.00 uur maken alle groepen een erehaag op het plein. Je bent welkom om te kijken.",
        season=((6, 28), (7, 16)),
        photos=("children",),
    ),
    Story(
        "news",
        "Gevonden voorwerpen",
        "Op de tafel in de hal liggen jassen, bekers en acht losse handschoenen. Kijk je even of er iets van jullie bij ligt? Vrijdag brengt Henk wat overblijft naar de kringloop.",
        reactions_open=False,
        season=((9, 14), (7, 9)),
    ),
    Story(
        "help",
        "Leesouders gevraagd",
        "In groep 3 en 4 lezen kinderen in kleine groepjes. We zoeken ouders die een half uur per week meelezen. Ervaring is niet nodig. Geef je op in een reactie, dan belt Wilma je.",
        season=((9, 14), (12, 4)),
        photos=("book",),
        reactions=("Ik kan op dinsdagochtend.", "Mijn moeder wil graag, mag dat ook?", "Donderdag lukt mij."),
    ),
    Story(
        "news",
        "Zo bereik je ons",
        "Voor een ziekmelding bel je tussen 8.00 en 8.30 uur. Een vraag over je kind stel je aan de leerkracht. Voor vragen over het portaal is meester Dennis er. Voor vragen over privacy is juf Wilma er.",
        season=((9, 7), (7, 2)),
        reactions_open=False,
    ),
    Story(
        "activity",
        "Schoolfoto’s met de fotograaf",
        "Donderdag komt de fotograaf. We maken een foto van de groep. Wil je geen foto van je kind? Dan hoef je niets te doen, we houden ons aan je antwoord.",
        season=((9, 21), (10, 30)),
        before=("Donderdag", "Woensdag"),
    ),
    Story(
        "news",
        "Veilig oversteken bij de Beukenlaan",
        "Vanaf deze week staan er ’s ochtends klaar-overs bij de Beukenlaan. Steek daar over, ook als het langer duurt. Groep 8 krijgt er les in van de politie.",
        season=((10, 26), (12, 4)),
        photos=("bicycle",),
    ),
]

COUNCIL_OR = [
    Story(
        "help",
        "Nieuwe leden voor de Ouderraad",
        "De Ouderraad zoekt twee nieuwe leden. We komen zes keer per jaar bij elkaar, van 19.30 tot 21.00 uur. We organiseren feesten en helpen bij uitjes. Kom een keer meekijken.",
        season=((9, 7), (10, 9)),
        reactions=("Ik kom graag een keer kijken.",),
    ),
    Story(
        "news",
        "Zo gebruiken we de ouderbijdrage",
        "De ouderbijdrage is vrijwillig. Vorig jaar betaalden we er het uitje, het winterfeest en de boeken van. Alle kinderen doen altijd mee, ook zonder bijdrage. Het verslag ligt bij Henk.",
        season=((9, 21), (10, 30)),
    ),
    Story(
        "activity",
        "Koffie op het plein",
        "Vrijdag om 8.30 uur staat er koffie op het plein. Kom kennismaken met andere ouders. Neem je eigen beker mee, dan wassen we minder af.",
        season=((10, 26), (11, 13)),
        reactions=("Gezellig, ik ben er.",),
    ),
    Story(
        "news",
        "Bedankt voor het lopen",
        "De sponsorloop bracht 1.840 euro op. De helft gaat naar boeken voor de schoolbibliotheek. De andere helft gaat naar de nieuwe tuin. Dank aan alle lopers en de mensen langs de kant.",
        season=((4, 12), (6, 4)),
        photos=("children",),
        reactions=("Goed gedaan allemaal.",),
    ),
    Story(
        "help",
        "Handen gezocht voor het zomerfeest",
        "Op de laatste vrijdag is het zomerfeest. We zoeken mensen voor de opbouw om 13.00 uur en voor het opruimen om 19.00 uur. Laat weten wat je kunt doen.",
        season=((6, 7), (7, 9)),
        reactions=("Opruimen is goed.", "Ik help opbouwen."),
    ),
]

COUNCIL_MR = [
    Story(
        "news",
        "Waar gaat de MR dit jaar over?",
        "Dit jaar praten we over het rooster, de begroting en het plein. We vergaderen zes keer. Iedere ouder mag meeluisteren. De data hangen in de hal.",
        season=((9, 7), (10, 9)),
    ),
    Story(
        "news",
        "Verslag van de eerste vergadering",
        "We spraken over de lestijden en over de veiligheid bij het hek. De MR stemde in met het vakantierooster. Het verslag zit bij dit bericht. Vragen zijn welkom.",
        season=((9, 28), (11, 6)),
        reactions=("Dank voor het duidelijke verslag.",),
    ),
    Story(
        "talks",
        "Denk mee over het rooster",
        "In het voorjaar kiest de school een rooster. Vind je vijf gelijke dagen handig of juist niet? Op 12 januari is er een avond om mee te praten. We beginnen om 19.30 uur in de hal.",
        season=((12, 1), (1, 8)),
        reactions=("Ik kom. Goed dat jullie ouders vragen.",),
    ),
]

TEAM = [
    Story(
        "news",
        "De koffie is bijna op",
        "De bonen en de filters zijn bijna op. Ik haal morgen nieuwe. Zet je beker zelf in de vaatwasser, dan loopt die ’s middags niet vast.",
        season=((9, 7), (7, 9)),
    ),
    Story(
        "news",
        "Nieuwe laptops staan klaar",
        "De twaalf nieuwe laptops liggen in de kast bij het ICT-hok. Leg ze na gebruik terug aan de lader. Doet er een het niet? Plak er een briefje op, dan kijk ik ernaar.",
        season=((9, 14), (12, 18)),
    ),
    Story(
        "talks",
        "Groepsbesprekingen in november",
        "Ik plan met iedereen een half uur per groep. Zet zelf je voorkeur op de lijst. Denk vooraf aan drie dingen: wat gaat goed, wat vraagt aandacht en wat heb je nodig.",
        season=((10, 26), (11, 20)),
    ),
    Story(
        "news",
        "Pleinwacht: het rooster is gewisseld",
        "De dinsdag en de donderdag zijn van plaats gewisseld. Het nieuwe rooster hangt naast de kopieermachine. Klopt er iets niet? Laat het mij weten.",
        season=((10, 26), (7, 9)),
    ),
]
