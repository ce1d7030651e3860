"""The rest of the school: its other teachers, some hundred and seventy pupils and their parents. All made up."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import User
from groups import roles
from groups.actions import give_role
from groups.models import Guardianship, Membership, Role
from portal.demo.cast import Cast, make_people, make_pupils
from portal.demo.people import ALL_WEEK, CLASSES, PASSWORD, PUPILS, Person

CLASS_SIZES = {"egels": 25, "groep3": 23, "groep4": 24, "groep5": 24, "groep6": 26, "groep7": 23, "groep8": 28}

# name, first name, last name, form of address, class, working days
TEACHERS = [
    ("sanne", "Sanne", "Vermeer", "juf", "groep3", ALL_WEEK),
    ("esra", "Esra", "Aydın", "juf", "groep4", "ma, di, wo"),
    ("ruben", "Ruben", "Mulder", "meester", "groep4", "wo, do, vr"),
    ("lotte", "Lotte", "Brandsma", "juf", "groep6", "ma, di"),
    ("sjoerd", "Sjoerd", "Wiersma", "meester", "groep6", "wo, do, vr"),
    ("priya", "Priya", "Ramdin", "juf", "groep7", ALL_WEEK),
]

# Families: last names, and first names of mothers, fathers, girls and boys.
NAMES = {
    "dutch": (
        "de Vries|Jansen|Bakker|Visser|Smit|Meijer|Mulder|Bos|Vos|Peters|Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|"
        "Dijkstra|Kok|van den Berg|Postma|Hoekstra|Kuipers|Veenstra|Prins|Huisman|van Loon|Scholten",
        "Marieke|Ilse|Annemiek|Karin|Linda|Femke|Suzanne|Esther|Judith|Wendy|Hanneke|Mirjam",
        "Bas|Jeroen|Mark|Sander|Wouter|Erik|Martijn|Niels|Peter|Gert-Jan|Rik|Tim",
        "Eva|Lotte|Fenna|Sofie|Tess|Mila|Isa|Noa|Saar|Lieke|Roos|Julia|Evi|Nina",
        "Daan|Sem|Julian|Jesse|Thijs|Luuk|Finn|Bram|Ties|Mees|Stijn|Jurre|Guus|Floris",
    ),
    "turkish": (
        "Yıldız|Kaya|Demir|Çelik|Şahin|Öztürk|Arslan|Koç",
        "Ayşe|Elif|Fatma|Zehra|Derya|Sevgi",
        "Mehmet|Murat|Emre|Hakan|Yusuf|Serkan",
        "Zeynep|Defne|Ela|Melisa|Hira|Nehir",
        "Emir|Kerem|Ömer|Arda|Eymen|Deniz",
    ),
    "moroccan": (
        "El Amrani|Haddad|Benali|Ouali|Chakir|El Khatib|Amrani|Tahiri",
        "Fatima|Nadia|Khadija|Hanane|Loubna|Siham",
        "Rachid|Youssef|Hassan|Mustapha|Karim|Said",
        "Noor|Lina|Amira|Safa|Hanna|Inaya",
        "Omar|Rayan|Amin|Bilal|Ilyas|Adam",
    ),
    "polish": (
        "Kowalczyk|Nowak|Wiśniewska|Zieliński|Mazur|Lewandowski",
        "Agnieszka|Katarzyna|Magda|Joanna|Ewa",
        "Piotr|Tomasz|Marcin|Paweł|Krzysztof",
        "Zofia|Maja|Hania|Lena|Alicja",
        "Jakub|Olek|Antoni|Filip|Szymon",
    ),
    "surinamese": (
        "Lieveld|Ramdin|Pengel|Sedney|Biervliet|Kartosen|Tjin",
        "Shirley|Cynthia|Sharda|Melissa|Rowena",
        "Winston|Ricardo|Dewnath|Orlando|Glenn",
        "Shaniqua|Aïsha|Priya|Naomi|Zoë",
        "Jayden|Dylano|Ravi|Quincy|Milan",
    ),
    "others": (
        "Petrović|Nguyen|Tesfaye|Okafor|Hosseini|Al-Masri|Fernandes|Chen",
        "Ana|Linh|Selam|Ngozi|Parisa|Rana|Teresa",
        "Marko|Minh|Dawit|Chidi|Reza|Samir|João",
        "Mai|Sara|Yasmin|Luísa|Hana|Mira",
        "Luka|Milan|Noah|Elias|Amir|Rui",
    ),
}
WEIGHTS = {"dutch": 52, "turkish": 12, "moroccan": 12, "polish": 8, "surinamese": 8, "others": 8}

# For a class that has used up a list.
ODD_NAMES = ["Robin", "Sam", "Charlie", "Jip", "Bo", "Puck", "Senna", "Fay", "Alex", "Micha"]

# Groep 5 is the class of the design's screens: its children have fixed names.
GROEP_5 = [
    ("Emir", "Yıldız", (("Mehmet", "Yıldız", "father"), ("Ayşe", "Yıldız", "mother"))),
    ("Hanna", "Kowalczyk", (("Agnieszka", "Kowalczyk", "mother"),)),
    ("Milan", "Petrović", (("Ana", "Petrović", "mother"),)),
    ("Noor", "Haddad", (("Nadia", "Haddad", "mother"), ("Rachid", "Haddad", "father"))),
    ("Vera", "van Loon", (("Ilse", "van Loon", "mother"), ("Bas", "van Loon", "father"))),
    ("Julian", "Blom", (("Marieke", "Blom", "mother"),)),
]


@dataclass
class Crowd:
    """Everybody by sign-in name, who teaches when, and who reads along where."""

    people: dict[str, User]
    teachers: dict[str, list[tuple[User, str, str]]] = field(default_factory=dict)
    parents: dict[str, list[User]] = field(default_factory=dict)
    feminine: set[str] = field(default_factory=set)


@dataclass(eq=False)
class _Family:
    kind: str
    last_name: str
    parents: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class _Child:
    first_name: str
    last_name: str
    key: str
    family: _Family


Accounts = dict[tuple[_Family, str], Person]


def gather(cast: Cast) -> Crowd:
    """Build the crowd around the cast."""
    crowd = Crowd(people={})
    _teachers(cast, crowd)
    children = list(_children(Random("kiezelpad")))
    who = _sign_in_names(children, taken={row[0] for row in TEACHERS})
    crowd.people |= make_people([*who.values()], make_password(PASSWORD))
    _link(cast, crowd, children, who)
    second = crowd.people["ilse.vanloon"]  # what the MR placed goes away with a yes of another member
    give_role(second, "member", cast.mr, by=cast.marleen, label="MR-lid", valid_from=cast.mr.starts_on)
    for role in Membership.objects.filter(role__name=Role.Name.PARENT).select_related("user", "role__school_group"):
        key = next(key for key in CLASSES if getattr(cast, key).pk == role.role.school_group_id)
        if role.user not in crowd.parents.setdefault(key, []):
            crowd.parents[key].append(role.user)
    return crowd


def _teachers(cast: Cast, crowd: Crowd) -> None:
    accounts = make_people([Person(*row[:4]) for row in TEACHERS], make_password(PASSWORD))
    crowd.people |= accounts
    for name, _first, _last, _form, key, days in TEACHERS:
        group = getattr(cast, key)
        give_role(accounts[name], "teacher", group, by=cast.marleen, working_days=days, valid_from=group.starts_on)
        crowd.teachers.setdefault(key, []).append((accounts[name], "teacher", days))
    for name, key, role, days in (
        ("naima", "groep5", "teacher", "ma, di, wo"),
        ("fleur", "groep5", "trainee", "wo"),
        ("joris", "groep5", "teacher", "do, vr"),
        ("thijs", "egels", "teacher", ALL_WEEK),
        ("karim", "groep8", "teacher", ALL_WEEK),
    ):
        crowd.teachers.setdefault(key, []).append((getattr(cast, name), role, days))


def _children(chance: Random) -> Iterator[_Child]:
    """The children that fill up each class; one in six has a brother or sister in a class before."""
    families: list[_Family] = []
    for key in CLASSES:
        names = {row[1] for row in PUPILS if row[3] == key}
        if key == "groep5":
            for first, last, parents in GROEP_5:
                names.add(first)
                yield _Child(first, last, key, _Family("", last, parents))
        while len(names) < CLASS_SIZES[key]:
            if families and chance.random() < 0.17:
                family = families.pop(chance.randrange(len(families)))
            else:
                family = _family(chance)
                families.append(family)
            known = _words(family.kind, 3) + _words(family.kind, 4)
            free = [name for name in known if name not in names] or [n for n in ODD_NAMES if n not in names]
            names.add(first := chance.choice(free))
            yield _Child(first, family.last_name, key, family)


def _words(kind: str, number: int) -> list[str]:
    return NAMES[kind][number].split("|")


def _family(chance: Random) -> _Family:
    kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    last = chance.choice(_words(kind, 0))
    hers = last if chance.random() < 0.5 else chance.choice(_words(kind, 0))
    mother = (chance.choice(_words(kind, 1)), hers, "mother")
    father = (chance.choice(_words(kind, 2)), last, "father")
    return _Family(kind, last, chance.choices([(mother, father), (mother,), (father,)], [82, 14, 4])[0])


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ł", "l"))
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())


def _sign_in_names(children: list[_Child], taken: set[str]) -> Accounts:
    """An account for each parent; the children of one family share them."""
    who: Accounts = {}
    for family in {child.family: None for child in children}:
        for first, last, relation in family.parents:
            base = f"{_plain(first)}.{_plain(last)}"
            name = next(name for n in range(1, 99) if (name := base if n == 1 else f"{base}{n}") not in taken)
            taken.add(name)
            who[family, relation] = Person(name, first, last)
    return who


def _link(cast: Cast, crowd: Crowd, children: list[_Child], who: Accounts) -> None:
    """Enrol the children and let their parents in, as add_guardian does, in four inserts instead of two thousand."""
    rows = [("", child.first_name, child.last_name, child.key) for child in children]
    pupils = make_pupils(cast.school, {key: getattr(cast, key) for key in CLASSES}, rows)
    since = cast.groep5.starts_on
    pairs = [
        (child, pupil, crowd.people[who[child.family, relation].name], relation)
        for child, pupil in zip(children, pupils, strict=True)
        for _first, _last, relation in child.family.parents
    ]
    links = Guardianship.objects.bulk_create(
        Guardianship(pupil=pupil, guardian=parent, relation=relation, has_authority=True, valid_from=since)
        for _child, pupil, parent, relation in pairs
    )
    role = {key: roles.role_of(Role.Name.PARENT, cast.school, getattr(cast, key)) for key in CLASSES}
    Membership.objects.bulk_create(
        Membership(user=parent, role=role[child.key], guardianship=link, added_by=cast.marleen, valid_from=since)
        for link, (child, _pupil, parent, _relation) in zip(links, pairs, strict=True)
    )
    crowd.feminine |= {parent.sign_in_name for *_rest, parent, relation in pairs if relation == "mother"}
