"""The difference between the files and Kring: what a person approves, and exactly what is then written."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date

from groups.imports.groups import Beside, choose_groups, compare_groups
from groups.imports.known import Known
from groups.imports.links import compare_guardians
from groups.imports.plan import SECTIONS, Plan
from groups.imports.pupils import compare_pupils
from groups.imports.records import Line, Problem, Records
from groups.imports.staff import compare_staff
from groups.models import School
from groups.school_year import year_of
from protocol import clock
from protocol.clauses import clause

KINDS = ("new", "changed", "ended", "unchanged")


@dataclass
class Difference:
    """Counts first, then the lines; ``plan`` is what applying does. With problems there is nothing to apply."""

    plan: Plan
    first_year: int
    starts_on: date
    problems: list[Problem] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return self.plan.lines

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Section -> kind -> number."""
        found = Counter((line.section, line.kind) for line in self.lines)
        return {
            section: {kind: found[section, kind] for kind in KINDS[:3]} | {"unchanged": self.plan.unchanged[section]}
            for section in SECTIONS
        }

    @property
    def changes_nothing(self) -> bool:
        return not self.problems and not any(line.kind in KINDS[:3] for line in self.lines)

    @property
    def digest(self) -> str:
        """Names this very report: approving it counts for no other."""
        rows = [asdict(line) for line in self.lines] + [asdict(problem) for problem in self.problems]
        text = json.dumps([self.first_year, rows, self.counts, self.plan.ends_many], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@clause("B2", "B3")
def compare(school: School, records: Records, also: Collection[str] = ()) -> Difference:
    """What taking these records over would change today, with the groups beside the classes that ``also`` names.

    Reads only; a constant number of queries.
    """
    this_year = year_of(clock.today())
    first_year = this_year if records.first_year is None else records.first_year
    known, plan = Known(school, first_year), Plan()
    problems = list(records.problems)
    if not this_year <= first_year <= this_year + 1:
        problems.append(Problem("edexml", 0, "schooljaar", "other_year", f"{first_year}-{first_year + 1}"))
    beside: list[Beside] = []
    if not problems:
        records, beside = choose_groups(records, known, also, plan)
        if records.first_year is not None:
            problems += compare_groups(records, known, plan)
            problems += compare_pupils(records, known, plan)
            problems += compare_staff(records, known, plan)
        problems += compare_guardians(records, known, plan)
    return Difference(plan, first_year, known.begins_on, problems, beside)
