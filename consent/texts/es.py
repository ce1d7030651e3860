"""The words of the form in Spanish. No native speaker has read them yet: docs/import.md."""

from consent.texts.wording import FormWords, Wording

FORM = FormWords(
    "Español",
    "Usted elige. No también está bien. Puede cambiar su respuesta cualquier día.",
    "Sin respuesta no hay fotos.",
    "Sí",
    "No",
    "Escriba su nombre y apellido y firme.",
)
WORDS = {
    "portal_group": Wording(
        "Fotos en este portal",
        "Solo los padres del grupo las ven, después de entrar con su cuenta.",
        "La maestra pone fotos de la clase de técnica. Su hijo o hija sale en una y se ve quién es.",
    ),
    "name": Wording(
        "Nombre en un mensaje o una foto",
        "Quien puede ver el mensaje o la foto también lee el nombre. Nunca damos el apellido.",
        "«Las orugas de Ilias y Tess ya son mariposas.»",
    ),
    "portal_school": Wording(
        "Fotos para todos los padres de la escuela",
        "Los padres de todos los grupos las ven, después de entrar con su cuenta.",
        "Una foto de la fiesta de verano en el mensaje para toda la escuela.",
    ),
    "class_photo": Wording(
        "La foto de clase",
        "Los padres del grupo reciben la foto, también en papel.",
        "El fotógrafo hace una foto de todo el grupo. Todos los padres del grupo pueden pedirla.",
    ),
    "website": Wording(
        "Fotos en la página web de la escuela",
        "Todo el mundo en internet puede verlas. Solo la dirección las pone.",
        "Una foto del huerto de la escuela en nuestra web. También puede guardarla gente que usted no conoce.",
    ),
    "newsletter": Wording(
        "Fotos en el boletín por correo electrónico",
        "Todos los padres reciben el correo. Quien lo recibe puede reenviarlo.",
        "Una foto del día del deporte en el boletín de junio.",
    ),
    "guide_print": Wording(
        "Fotos en la guía de la escuela, un folleto o el calendario",
        "Todo el mundo puede verlas, también en papel. Lo que está impreso no lo podemos recuperar.",
        "Una foto de dos niños que leen en la portada de la guía de la escuela.",
    ),
    "social_media": Wording(
        "Fotos en las redes sociales de la escuela",
        "Todo el mundo puede verlas. Otra empresa las guarda.",
        "Una foto del coro de Navidad en la página de la escuela.",
    ),
    "contact_list": Wording(
        "Dirección y teléfono en la lista del grupo",
        "Solo los padres del grupo reciben la lista.",
        "Otra madre o padre le llama para quedar a jugar.",
    ),
    "training_video": Wording(
        "Grabación para una formación",
        "Solo ven la grabación las personas de esa formación que le decimos.",
        "Una alumna en prácticas graba una clase y la ve con quien la guía.",
    ),
}
