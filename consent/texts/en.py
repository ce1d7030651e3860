"""The words of the form in English."""

from consent.texts.wording import FormWords, Wording

FORM = FormWords(
    "English",
    "You choose. No is fine too. You can change your answer any day.",
    "No answer means no photos.",
    "Yes",
    "No",
    "Type your first name and last name, and sign.",
)
WORDS = {
    "portal_group": Wording(
        "Photos in this portal",
        "Only parents of the group see them, after signing in.",
        "The teacher posts photos of the technology lesson. Your child is on one, and people can see who it is.",
    ),
    "name": Wording(
        "First name with a message or photo",
        "Who may see the message or the photo also reads the name. We never give the last name.",
        "“The caterpillars of Ilias and Tess have become butterflies.”",
    ),
    "portal_school": Wording(
        "Photos for all parents of the school",
        "Parents of all groups see them, after signing in.",
        "A photo of the summer party in the message for the whole school.",
    ),
    "class_photo": Wording(
        "The class photo",
        "Parents of the group get the photo, also on paper.",
        "The school photographer takes one photo of the whole group. All parents of the group can order it.",
    ),
    "website": Wording(
        "Photos on the school’s website",
        "Everybody on the internet can see them. Only the head places them.",
        "A photo of the school garden on our website. People you do not know can save it too.",
    ),
    "newsletter": Wording(
        "Photos in the newsletter by e-mail",
        "All parents get the e-mail. Who gets it can pass it on.",
        "A photo of sports day in the newsletter of June.",
    ),
    "guide_print": Wording(
        "Photos in the school guide, a leaflet or the calendar",
        "Everybody can see them, also on paper. What is printed we cannot take back.",
        "A photo of two reading children on the cover of the school guide.",
    ),
    "social_media": Wording(
        "Photos on the school’s social media",
        "Everybody can see them. Another company keeps them.",
        "A photo of the Christmas choir on the school’s page.",
    ),
    "contact_list": Wording(
        "Address and phone number on the list of the group",
        "Only parents of the group get the list.",
        "Another parent calls you to arrange to play together.",
    ),
    "training_video": Wording(
        "Film for a training course",
        "Only the people of that course whom we name to you see the film.",
        "A trainee films a lesson and watches it together with a supervisor.",
    ),
}
