"""What parents write under an ordinary post."""

REACTIONS = {
    "day": (
        "Wat leuk om te lezen.",
        "Dank je wel, zo weten we waar het thuis over gaat.",
        "Mooi. Hier werd er veel over verteld.",
        "Fijn dat jullie dit doen.",
        "Wat een leuke dag. Dank je, ook namens opa.",
        "Nu snap ik het verhaal van gisteren.",
        "Leuk. Komt er nog een vervolg?",
        "Aan tafel ging het nergens anders over.",
    ),
    "learning": (
        "Goed om te weten, we oefenen thuis mee.",
        "Interessant, dat wist ik zelf niet.",
        "Knap hoor, dit kreeg ik pas veel later op school.",
        "Handige uitleg, dank je.",
        "Ik heb er zelf ook iets van geleerd.",
        "Mooi hoe jullie dit aanpakken.",
    ),
    "news": (
        "Dank je voor het bericht.",
        "Fijn om te weten.",
        "Duidelijk, dank je.",
        "Goed nieuws.",
    ),
    "activity": (
        "Staat in de agenda.",
        "Leuk, wij zijn erbij.",
        "Dank je, duidelijk.",
        "Wat fijn dat dit er weer is.",
        "Moeten we zelf nog iets meenemen?",
    ),
    "talks": (
        "Wij hebben een tijd gekozen.",
        "Fijn. Tot dan.",
        "Kan het ook aan het eind van de middag?",
    ),
    "help": (
        "Ik help graag.",
        "Reken op mij.",
        "Ik kan een uurtje.",
        "Deze keer lukt het niet, volgende keer wel.",
    ),
}
