"""The words of the form in German. No native speaker has read them yet: docs/import.md."""

from consent.texts.wording import FormWords, Wording

FORM = FormWords(
    "Deutsch",
    "Sie entscheiden. Nein ist auch gut. Sie können Ihre Antwort jeden Tag ändern.",
    "Ohne Antwort gibt es keine Fotos.",
    "Ja",
    "Nein",
    "Schreiben Sie Ihren Vornamen und Nachnamen und unterschreiben Sie.",
)
WORDS = {
    "portal_group": Wording(
        "Fotos in diesem Portal",
        "Nur Eltern der Gruppe sehen sie, nach der Anmeldung.",
        "Die Lehrerin stellt Fotos vom Technikunterricht ein. Ihr Kind ist darauf und man sieht, wer es ist.",
    ),
    "name": Wording(
        "Vorname bei einer Nachricht oder einem Foto",
        "Wer die Nachricht oder das Foto sehen darf, liest auch den Namen. Den Nachnamen nennen wir nie.",
        "„Die Raupen von Ilias und Tess sind Schmetterlinge geworden.“",
    ),
    "portal_school": Wording(
        "Fotos für alle Eltern der Schule",
        "Eltern aller Gruppen sehen sie, nach der Anmeldung.",
        "Ein Foto vom Sommerfest in der Nachricht für die ganze Schule.",
    ),
    "class_photo": Wording(
        "Das Klassenfoto",
        "Eltern der Gruppe bekommen das Foto, auch auf Papier.",
        "Der Schulfotograf macht ein Foto von der ganzen Gruppe. Alle Eltern der Gruppe können es bestellen.",
    ),
    "website": Wording(
        "Fotos auf der Website der Schule",
        "Alle im Internet können sie sehen. Nur die Schulleitung stellt sie ein.",
        "Ein Foto vom Schulgarten auf unserer Website. Auch Menschen, die Sie nicht kennen, können es speichern.",
    ),
    "newsletter": Wording(
        "Fotos im Newsletter per E-Mail",
        "Alle Eltern bekommen die E-Mail. Wer sie bekommt, kann sie weiterleiten.",
        "Ein Foto vom Sporttag im Newsletter vom Juni.",
    ),
    "guide_print": Wording(
        "Fotos im Schulführer, in einem Faltblatt oder im Kalender",
        "Alle können sie sehen, auch auf Papier. Was gedruckt ist, können wir nicht zurückholen.",
        "Ein Foto von zwei lesenden Kindern auf der Titelseite des Schulführers.",
    ),
    "social_media": Wording(
        "Fotos in den sozialen Medien der Schule",
        "Alle können sie sehen. Eine andere Firma bewahrt sie auf.",
        "Ein Foto vom Weihnachtschor auf der Seite der Schule.",
    ),
    "contact_list": Wording(
        "Adresse und Telefonnummer auf der Liste der Gruppe",
        "Nur Eltern der Gruppe bekommen die Liste.",
        "Ein anderer Elternteil ruft Sie an, um ein Treffen zum Spielen auszumachen.",
    ),
    "training_video": Wording(
        "Filmaufnahme für eine Ausbildung",
        "Nur die Menschen dieser Ausbildung, die wir Ihnen nennen, sehen den Film.",
        "Eine Praktikantin filmt eine Stunde und sieht sie sich mit einer Begleiterin an.",
    ),
}
