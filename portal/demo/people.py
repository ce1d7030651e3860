"""The people of the demo school that have a name: who they are, as data. Everybody is fictitious."""

from dataclasses import dataclass

DOMAIN = "kiezelpad.example"
PASSWORD = "demo-kring-2026"  # noqa: S105  the demo's password is public
ALL_WEEK = "ma, di, wo, do, vr"


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in as NAME@kiezelpad.example."""

    name: str
    first_name: str
    last_name: str
    form_of_address: str = ""

    @property
    def address(self) -> str:
        return f"{self.name}@{DOMAIN}"


PEOPLE = [
    Person("naima", "Naima", "El Idrissi", "juf"),
    Person("joris", "Joris", "van Dalen", "meester"),
    Person("thijs", "Thijs", "Hofman", "meester"),
    Person("karim", "Karim", "Daoudi", "meester"),
    Person("fleur", "Fleur", "Bakker", "juf"),
    Person("samira", "Samira", "Bouazza"),
    Person("tom", "Tom", "Verbeek"),
    Person("inge", "Inge", "Tuinstra"),
    Person("kwame", "Kwame", "Asante"),
    Person("chantal", "Chantal", "Pinas"),
    Person("pieterjan", "Pieter-Jan", "Oosterhuis"),
    Person("liwen", "Li", "Wen"),
    Person("marleen", "Marleen", "Hoekstra"),
    Person("dennis", "Dennis", "Kartosen"),
    Person("wilma", "Wilma", "de Graaf"),
    Person("henk", "Henk", "Postma"),
]

# key, kind, name, short name, sign, accent
GROUPS = [
    ("whole_school", "school", "Hele school", "", "HS", "school"),
    ("egels", "composite", "Groep 1/2 Egels", "Egels", "½", "12"),
    ("groep3", "class", "Groep 3", "", "3", "3"),
    ("groep4", "class", "Groep 4", "", "4", "4"),
    ("groep5", "class", "Groep 5", "", "5", "5"),
    ("groep6", "class", "Groep 6", "", "6", "6"),
    ("groep7", "class", "Groep 7", "", "7", "7"),
    ("groep8", "class", "Groep 8", "", "8", "8"),
    ("mr", "council", "Medezeggenschapsraad", "MR", "MR", "mr"),
    ("council_or", "council", "Ouderraad", "", "OR", "or"),
    ("team", "staff", "Team", "", "T", "school"),
]
COUNCILS = {"mr": "mr", "council_or": "or"}
CLASSES = ["egels", "groep3", "groep4", "groep5", "groep6", "groep7", "groep8"]

# person, role, container ("" is the school), label, working days
ROLES = [
    ("marleen", "head", "", "", ALL_WEEK),
    ("dennis", "ict", "", "", "ma, di, do"),
    ("wilma", "care", "", "", "di, wo, do"),
    ("henk", "staff", "", "conciërge", ALL_WEEK),
    ("naima", "teacher", "groep5", "", "ma, di, wo"),
    ("joris", "teacher", "groep5", "", "do, vr"),
    ("fleur", "trainee", "groep5", "", "ma, di, wo"),
    ("thijs", "teacher", "egels", "", ALL_WEEK),
    ("karim", "teacher", "groep8", "", ALL_WEEK),
    ("chantal", "member", "council_or", "OR-lid", ""),
    ("pieterjan", "member", "mr", "MR-lid", ""),
]

# pupil, first name, last name, class: those the stories and the tests know by name, and one more in each class
PUPILS = [
    ("yara", "Yara", "Verbeek", "groep5"),
    ("bram", "Bram", "Tuinstra", "groep5"),
    ("aaliyah", "Aaliyah", "Pinas", "groep5"),
    ("lucas", "Lucas", "Wen", "groep5"),
    ("ilias", "Ilias", "Bouazza", "egels"),
    ("kofi", "Kofi", "Asante", "egels"),
    ("siebe", "Siebe", "Oosterhuis", "groep8"),
    ("lina", "Lina", "Haddad", "groep8"),
    ("sem", "Sem", "de Boer", "groep3"),
    ("zeynep", "Zeynep", "Kaya", "groep3"),
    ("olek", "Olek", "Nowak", "groep4"),
    ("femke", "Femke", "Dijkstra", "groep4"),
    ("shaniqua", "Shaniqua", "Lieveld", "groep6"),
    ("daan", "Daan", "Smit", "groep6"),
    ("amin", "Amin", "El Amrani", "groep7"),
    ("roos", "Roos", "Veenstra", "groep7"),
]

# guardian, pupil, relation. Li Wen is not here: her request to join still waits, so nothing links her to Lucas yet.
GUARDIANS = [
    ("samira", "yara", "mother"),
    ("tom", "yara", "father"),
    ("samira", "ilias", "mother"),
    ("inge", "bram", "mother"),
    ("chantal", "aaliyah", "mother"),
    ("kwame", "kofi", "father"),
    ("pieterjan", "siebe", "father"),
]
