"""What is written and not out yet: it waits for consent, or for its day."""

from portal.demo.stories.story import Story

# Of the councils, for the head to agree with. The second one had consent, and says something else since.
MR_ASKS = Story(
    "news",
    "Wat vond jij van het rooster met vijf gelijke dagen?",
    "De MR bespreekt op 10 december het rooster. We horen graag wat jij ervan vindt. "
    "Je kunt tot 4 december antwoord geven met de vragenlijst.",
)
MR_PDF = "Vragenlijst rooster met vijf gelijke dagen.pdf"
OR_THANKS = Story(
    "news",
    "Bedankt voor 1.260 euro bij de winterfair",
    "De winterfair bracht 1.260 euro op. Dank aan iedereen die bakte, verkocht en kocht. "
    "Van het geld komen er twee picknicktafels op het plein. In het voorjaar zetten we ze samen in elkaar.",
)
OR_THANKS_BEFORE = OR_THANKS.text.replace("twee picknicktafels", "drie picknicktafels")
# Of the trainee, for an admin of the group.
FLEUR_READS = Story(
    "learning",
    "We lezen voor aan de kleuters",
    "Elke woensdag lezen we in tweetallen voor aan de Egels. Eerst oefenen we hardop, met een stem voor elke rol. "
    "Wie een prentenboek van thuis wil lenen aan de groep, is welkom.",
)
# Of the teachers of groep 5, planned; and of groep 8, on a day that has its news already.
NAIMA_NEXT = Story(
    "learning",
    "Hoeveel prikkers zitten er in een brug?",
    "Vandaag tekenen we de bruggen na op ruitjespapier. Daarna tellen en schatten we: hoeveel prikkers heb je nodig? "
    "Wie het precies wil weten, rekent het uit met keersommen.",
)
JORIS_NEXT = Story(
    "activity",
    "De bruggen staan in de hal",
    "Alle bruggen staan in de hal, met een kaartje erbij. Kom gerust kijken als je je kind ophaalt. "
    "Na het weekend breken we ze af en kijken we welke knoop het langst hield.",
)
KARIM_URGENT = Story(
    "news",
    "De bus naar het museum gaat later",
    "De bus naar het museum vertrekt een uur later, om 10.00 uur. We zijn dan om 15.30 uur terug op het plein. "
    "Geef een extra tussendoortje mee.",
)
KARIM_REASON = "De bus naar het museum vertrekt een uur later. Ouders moeten dat nu weten."
