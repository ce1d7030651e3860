"""Who told which story when: the school year so far, planned on paper before anything is written to the database."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random

from accounts.models import User
from groups.calendar import monday_of
from portal.demo.calendar import school_days, works_on
from portal.demo.cast import Cast
from portal.demo.crowd import Crowd
from portal.demo.people import CLASSES, ROLES
from portal.demo.stories.autumn import AUTUMN
from portal.demo.stories.classroom import CLASSROOM
from portal.demo.stories.lessons import LESSONS
from portal.demo.stories.newest import NEWEST
from portal.demo.stories.school import COUNCIL_MR, COUNCIL_OR, HEAD, TEAM
from portal.demo.stories.story import Story
from portal.demo.stories.winter_to_summer import WINTER_TO_SUMMER
from protocol.clock import SCHOOL_TIME

# When staff write: before school, in the break, after school.
WRITING_HOURS = ((8, 2, 18), (12, 18, 27), (15, 5, 75))
FEWEST, MOST = 2, 4
# How often each class wrote in the last whole weeks of school, the last one first; and, behind it, in this one.
LATELY = {
    "egels": ((3, 3, 2, 4, 3), 1),
    "groep3": ((2, 3, 2, 2, 2), 2),
    "groep4": ((1, 2, 1, 1, 2), 0),
    "groep5": ((3, 4, 3, 3, 4), 2),
    "groep6": ((2, 2, 2, 3, 2), 1),
    "groep7": ((2, 1, 2, 2, 3), 2),
    "groep8": ((4, 4, 3, 5, 4), 2),
}
# Counted back likewise: the weeks with fewer than two, and the week in which groep 8 was at camp.
FEW = {key: [n for n, number in enumerate(row, 1) if number < FEWEST] for key, (row, _now) in LATELY.items()}
CAMP = 6


@dataclass(frozen=True)
class Told:
    """One post to be: in this group, by this person with this hat, at this moment."""

    key: str
    author: User
    hat: str
    moment: datetime
    story: Story
    reactions: tuple[tuple[str, str], ...] | None = None
    pdf: str = ""


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), SCHOOL_TIME)


def _written_on(chance: Random, day: date) -> datetime:
    hour, first, length = chance.choice(WRITING_HOURS)
    return _at(day, hour, 0) + timedelta(minutes=first + chance.randrange(length))


def _days_so_far(first: date, last: date) -> list[date]:
    """The school days so far; when school has hardly begun, the weekdays before it take their place."""
    days = school_days(first, last)
    if len(days) >= 10:
        return days
    weekdays = [day for n in range(21, -1, -1) if (day := last - timedelta(days=n)).weekday() < 5]
    return [day for day in weekdays if day not in days and (not days or day < days[0])] + days


def school_weeks(first: date, today: date) -> list[date]:
    """The Mondays of the whole weeks of school (four days at least) from the first day until the week of today."""
    until = monday_of(today) - timedelta(days=1)
    days = Counter(monday_of(day) for day in school_days(first, until))
    return [monday for monday, number in sorted(days.items()) if number >= 4]


def _number_in(chance: Random, key: str, week: date, weeks: list[date], today: date) -> int:
    """How many posts a class places in a week: two to four, and lately as ``LATELY`` says."""
    lately, now = LATELY[key]
    number = chance.choices(range(FEWEST, MOST + 1), [5, 4, 1])[0]
    if week == monday_of(today):
        return now
    back = len(weeks) - weeks.index(week) if week in weeks else 0
    if key == "groep8" and back == CAMP:
        return 0
    return lately[back - 1] if 0 < back <= len(lately) else number


def newest(cast: Cast, crowd: Crowd, now: datetime) -> list[Told]:
    """The stories of the design's screens, on the last days that their authors worked."""
    days = _days_so_far(cast.groep5.starts_on, now.astimezone(SCHOOL_TIME).date())
    working = {row[0]: row[4] for row in ROLES if row[4]}
    told = []
    for item in NEWEST:
        worked = [
            day
            for day in days
            if works_on(working.get(item.author, "ma, di, wo, do, vr"), day) and _at(day, *item.time) < now
        ]
        hat = next(row[3] or row[1] for row in ROLES if row[0] == item.author and row[2] in {item.group, ""})
        author = getattr(cast, item.author)
        moment = _at(worked[-1 - min(item.days_back, len(worked) - 1)], *item.time)
        told.append(Told(item.group, author, hat, moment, item.story, item.reactions, item.pdf))
    return told


class Shelf:
    """The stories that classes pick from: none twice in a class, nor at once in two classes a family may have."""

    APART = timedelta(days=25)

    def __init__(self) -> None:
        self.seasonal, self.ordinary = AUTUMN + WINTER_TO_SUMMER, CLASSROOM + LESSONS
        self.told_by: set[tuple[str, str]] = set()
        self.told_on: dict[str, list[date]] = {}

    def pick(self, chance: Random, key: str, day: date, recent: list[str]) -> Story | None:
        """A story for this class and day, as unlike the recent ones as can be had."""
        shelves = [self.seasonal, self.ordinary]
        chance.shuffle(shelves)
        everything = self.seasonal + self.ordinary
        for stories, old, apart in (
            (shelves[0], recent, True),
            (shelves[1], recent, True),
            (everything, recent, False),
            (everything, [], False),
        ):
            free = [
                (story.title, one)
                for story in stories
                if story.fits(key, day) and story.title not in old
                for one in story.told()
                if (key, one.title) not in self.told_by and not (apart and self._is_near(one, day))
            ]
            if free:
                title = chance.choice(sorted({title for title, _ in free}))
                one = chance.choice([one for of, one in free if of == title])
                self.told_by.add((key, one.title))
                self.told_on.setdefault(one.title, []).append(day)
                recent[:] = [*recent, title][-8:]
                return one
        return None

    def _is_near(self, one: Story, day: date) -> bool:
        return any(abs(other - day) < self.APART for other in self.told_on.get(one.title, ()))


def on_this_day(story: Story, day: date) -> Story:
    """On a Friday, tomorrow is Monday."""
    if day.weekday() != 4:
        return story
    return replace(story, text=story.text.replace("Morgen ", "Maandag ").replace(" morgen ", " maandag "))


def class_year(crowd: Crowd, shelf: Shelf, key: str, days: list[date], now: datetime) -> list[Told]:
    """A class's posts: two to four a week, at most one a day, by a teacher who works that day."""
    chance, recent = Random(key), list[str]()
    today = now.astimezone(SCHOOL_TIME).date()
    weeks = school_weeks(days[0], today)
    told = []
    for monday, week in groupby(days, key=monday_of):
        possible = list(week)
        number = min(len(possible), _number_in(chance, key, monday, weeks, today))
        for day in sorted(chance.sample(possible, number)):
            at_work = [teacher for teacher in crowd.teachers[key] if works_on(teacher[2], day)]
            moment = _written_on(chance, day)
            story = shelf.pick(chance, key, day, recent)
            if at_work and story and moment < now:
                author, hat, _days = chance.choice(at_work)
                told.append(Told(key, author, hat, moment, on_this_day(story, day)))
    return told


def shared_year(cast: Cast, days: list[date], now: datetime) -> list[Told]:
    """What the head, the councils and the team wrote, each story once in its season."""
    shelves = [
        ("whole_school", HEAD, [(cast.marleen, "head")]),
        ("council_or", COUNCIL_OR, [(cast.chantal, "OR-lid")]),
        ("mr", COUNCIL_MR, [(cast.pieterjan, "MR-lid")]),
        ("team", TEAM, [(cast.henk, "conciërge"), (cast.dennis, "ict"), (cast.wilma, "care"), (cast.marleen, "head")]),
    ]
    told = []
    for key, shelf, authors in shelves:
        chance, taken = Random(key), set[date]()
        for number, story in enumerate(shelf):
            fitting = [day for day in days if story.fits("egels", day) and day not in taken]
            if not fitting:
                continue
            day = fitting[min(len(fitting) - 1, chance.randrange(12))]
            taken.add(day)
            author, hat = authors[number % len(authors)]
            moment = _written_on(chance, day)
            if moment < now:
                told.append(Told(key, author, hat, moment, story))
    return told


def year_so_far(cast: Cast, crowd: Crowd, now: datetime) -> list[Told]:
    """Everything told this school year until now, oldest first; the newest stories end their group's row."""
    days = _days_so_far(cast.groep5.starts_on, now.astimezone(SCHOOL_TIME).date())
    last = newest(cast, crowd, now)
    ended = {told.key: told.moment.date() for told in last}
    shelf = Shelf()
    told = [one for key in CLASSES for one in class_year(crowd, shelf, key, days, now)]
    told += shared_year(cast, days, now)
    kept = [one for one in told if one.key not in ended or one.moment.date() < ended[one.key]]
    return sorted(kept + last, key=lambda one: (one.moment, one.key))
