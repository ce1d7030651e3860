"""Chapters A, B and C: why, where we begin, with what."""

from protocol.agreement import Chapter, Clause, Force

WHY = Chapter(
    "A",
    "Waarom, en voor wie",
    (
        Clause(
            "A1",
            (Force.GUIDED,),
            "We praten met elkaar in dit ene portaal. Op de website van de school gelden dezelfde afspraken.",
        ),
        Clause(
            "A2",
            (Force.ENFORCED, Force.INFORMED),
            "De afspraken gelden voor iedereen: medewerkers, ouders, MR en OR. "
            "Ook wie met de school samenwerkt, krijgt ze te lezen.",
            kept="Iedereen heeft een eigen rol, met wat daarbij hoort. Deze bladzijde kan iedereen lezen.",
            later="Straks geef je één keer akkoord. Verandert er iets, dan vragen we het opnieuw.",
        ),
    ),
)

BASICS = Chapter(
    "B",
    "Zo beginnen we",
    (
        Clause(
            "B1",
            (Force.GUIDED,),
            "We schrijven begrijpelijk en netjes Nederlands. Dat geldt ook voor reacties van ouders.",
        ),
        Clause(
            "B2",
            (Force.ENFORCED,),
            "De school praat met ouders die ouderlijk gezag hebben.",
            kept="Bij elk kind staat welke ouder gezag heeft. Zonder gezag zie je niets van de groep van dat kind.",
        ),
        Clause(
            "B3",
            (Force.ENFORCED,),
            "De leerkracht beslist welke ouders bij een groep komen. Is het lastig, dan beslist de directie mee.",
            kept="Je vraagt zelf of je bij een groep mag, of de school nodigt je uit. De leerkracht laat toe wie klopt "
            "met de administratie. De rest beslist de directie. Wie niet is toegelaten, ziet niets van de groep.",
        ),
        Clause(
            "B4",
            (Force.ENFORCED, Force.GUIDED),
            "Leerkrachten schrijven in hun eigen groep. Ouders lezen en reageren. "
            "Leerkrachten antwoorden meestal niet op reacties.",
            kept="Je ziet alleen jouw groepen. Alleen de leerkracht plaatst er nieuws. "
            "Reacties kunnen per nieuwsbericht dicht. Wil een leerkracht toch antwoorden? Dan vraagt het portaal of "
            "een bericht aan die ouder beter is.",
        ),
        Clause(
            "B5",
            (Force.ENFORCED,),
            "De MR en de OR mogen ouders schrijven, met akkoord van de directie.",
            kept="Wat de MR of de OR schrijft, wacht op de directie. "
            "Tot dan zien alleen de schrijver en de directie het.",
        ),
        Clause(
            "B6",
            (Force.INFORMED,),
            "Medewerkers schrijven vanuit hun werk, op een toon die bij ouders past.",
            kept="Bij elke naam van een medewerker staat de rol.",
        ),
        Clause(
            "B7",
            (Force.GUIDED,),
            "Een nieuwsbericht gaat over de school of de groep, nooit over één kind. Dat bespreken we apart.",
            kept="Wat over één kind gaat, staat in een gesprek tussen zijn ouders en de school. Bovenaan staat wie het "
            "leest. Noemt nieuws een kind dat we niet bij naam mogen noemen, of een reactie een kind van de groep? "
            "Dan vraagt het portaal ernaar. Met één knop wordt het een bericht in een gesprek.",
        ),
        Clause(
            "B8",
            (Force.ENFORCED,),
            "Alles staat achter slot, om de kinderen te beschermen.",
            kept="Je ziet niets zonder aanmelden. Elke foto en elk bestand vraagt opnieuw of jij erbij mag. "
            "Plaats en toestel halen we uit elke foto.",
        ),
        Clause(
            "B9",
            (Force.ENFORCED, Force.GUIDED),
            "Foto’s en namen van kinderen gebruiken we alleen met toestemming. "
            "Ouders geven die elk schooljaar opnieuw.",
            kept="Ouders zeggen per kind en per doel ja of nee. Geen antwoord is nee. Zegt één ouder nee, dan is het "
            "nee. Aan het eind van het schooljaar vragen we het opnieuw.",
        ),
    ),
)

MEANS = Chapter(
    "C",
    "Waarmee",
    (
        Clause(
            "C1",
            (Force.INFORMED,),
            "De school heeft computers om op te schrijven en een tablet om foto’s mee te maken.",
        ),
        Clause(
            "C2",
            (Force.GUIDED,),
            "Een eigen telefoon mag ook, alleen hiervoor. Daarna gaan de foto’s van de telefoon af.",
            kept="Met ‘Maak een foto’ komt een foto niet tussen de andere op de telefoon, als de telefoon dat kan. "
            "Na elk bericht met foto’s vraagt het portaal of ze van de telefoon zijn, tot het antwoord er is.",
        ),
    ),
)
