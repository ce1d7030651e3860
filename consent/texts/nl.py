"""The Dutch words of the form, at reading level B1."""

from consent.texts.wording import Wording

WORDS = {
    "portal_group": Wording(
        "Foto’s in dit portaal",
        "Alleen ouders van de groep zien ze, na het aanmelden.",
        "De juf plaatst foto’s van de techniekles. Jouw kind staat erop en je kunt zien wie het is.",
    ),
    "name": Wording(
        "Voornaam bij een bericht of foto",
        "Wie het bericht of de foto mag zien, leest ook de naam. We noemen nooit de achternaam.",
        "“De rupsen van Ilias en Tess zijn vlinders geworden.”",
    ),
    "portal_school": Wording(
        "Foto’s voor alle ouders van de school",
        "Ouders van alle groepen zien ze, na het aanmelden.",
        "Een foto van het zomerfeest in het bericht voor de hele school.",
    ),
    "class_photo": Wording(
        "De klassenfoto",
        "Ouders van de groep krijgen de foto, ook op papier.",
        "De schoolfotograaf maakt één foto van de hele groep. Alle ouders van de groep kunnen die bestellen.",
    ),
    "website": Wording(
        "Foto’s op de website van de school",
        "Iedereen op internet kan ze zien. Alleen de directie plaatst ze.",
        "Een foto van de schooltuin op onze website. Ook mensen die je niet kent, kunnen hem bewaren.",
    ),
    "newsletter": Wording(
        "Foto’s in de nieuwsbrief per mail",
        "Alle ouders krijgen de mail. Wie hem krijgt, kan hem doorsturen.",
        "Een foto van de sportdag in de nieuwsbrief van juni.",
    ),
    "guide_print": Wording(
        "Foto’s in de schoolgids, een folder of de kalender",
        "Iedereen kan ze zien, ook op papier. Wat gedrukt is, kunnen we niet terughalen.",
        "Een foto van twee lezende kinderen op de voorkant van de schoolgids.",
    ),
    "social_media": Wording(
        "Foto’s op sociale media van de school",
        "Iedereen kan ze zien. Een ander bedrijf bewaart ze.",
        "Een foto van het kerstkoor op de pagina van de school.",
    ),
    "contact_list": Wording(
        "Adres en telefoonnummer op de lijst van de groep",
        "Alleen ouders van de groep krijgen de lijst.",
        "Een andere ouder belt je om samen te spelen af te spreken.",
    ),
    "training_video": Wording(
        "Filmopname voor een opleiding",
        "Alleen de mensen van die opleiding die we je noemen, zien de film.",
        "Een stagiair filmt een les en bekijkt die samen met een begeleider.",
    ),
}
