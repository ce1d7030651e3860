"""The words of the form in French. No native speaker has read them yet: docs/import.md."""

from consent.texts.wording import FormWords, Wording

FORM = FormWords(
    "Français",
    "C’est vous qui choisissez. Non, c’est bien aussi. Vous pouvez changer d’avis chaque jour.",
    "Sans réponse, il n’y a pas de photos.",
    "Oui",
    "Non",
    "Tapez votre prénom et votre nom, puis signez.",
)
WORDS = {
    "portal_group": Wording(
        "Photos sur ce portail",
        "Seuls les parents du groupe les voient, après connexion.",
        "L’enseignante met des photos du cours de technique. Votre enfant y est, et on voit qui c’est.",
    ),
    "name": Wording(
        "Prénom avec un message ou une photo",
        "Qui peut voir le message ou la photo lit aussi le prénom. Nous ne donnons jamais le nom de famille.",
        "« Les chenilles d’Ilias et de Tess sont devenues des papillons. »",
    ),
    "portal_school": Wording(
        "Photos pour tous les parents de l’école",
        "Les parents de tous les groupes les voient, après connexion.",
        "Une photo de la fête d’été dans le message pour toute l’école.",
    ),
    "class_photo": Wording(
        "La photo de classe",
        "Les parents du groupe reçoivent la photo, aussi sur papier.",
        "Le photographe prend une photo de tout le groupe. Tous les parents du groupe peuvent la commander.",
    ),
    "website": Wording(
        "Photos sur le site web de l’école",
        "Tout le monde sur internet peut les voir. Seule la direction les publie.",
        "Une photo du jardin de l’école sur notre site. Des gens que vous ne connaissez pas peuvent aussi la garder.",
    ),
    "newsletter": Wording(
        "Photos dans la lettre d’information par e-mail",
        "Tous les parents reçoivent l’e-mail. Qui le reçoit peut le transférer.",
        "Une photo de la journée du sport dans la lettre de juin.",
    ),
    "guide_print": Wording(
        "Photos dans le guide de l’école, une brochure ou le calendrier",
        "Tout le monde peut les voir, aussi sur papier. Ce qui est imprimé, nous ne pouvons pas le reprendre.",
        "Une photo de deux enfants qui lisent, sur la couverture du guide de l’école.",
    ),
    "social_media": Wording(
        "Photos sur les réseaux sociaux de l’école",
        "Tout le monde peut les voir. Une autre entreprise les garde.",
        "Une photo de la chorale de Noël sur la page de l’école.",
    ),
    "contact_list": Wording(
        "Adresse et numéro de téléphone sur la liste du groupe",
        "Seuls les parents du groupe reçoivent la liste.",
        "Un autre parent vous appelle pour que les enfants jouent ensemble.",
    ),
    "training_video": Wording(
        "Film pour une formation",
        "Seules les personnes de cette formation que nous vous nommons voient le film.",
        "Une stagiaire filme une leçon et la regarde avec la personne qui l’accompagne.",
    ),
}
