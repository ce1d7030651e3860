"""Questions that every page asks: their SQL is made once, then only asked again with other numbers.

Making the SQL of a right costs the ORM ten times what the database needs to answer it. What is asked stays the
queryset that is given here, word for word; only its text is kept, for a day, in the thread that made it.
"""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from protocol import clock

# Numbers that no query holds by itself: they show where the real ones go.
_PROBE = 4_611_686_018_427_000_000


class Prepared:
    """A ``values_list`` queryset in which some whole numbers (ids) differ from one time to the next.

    ``build`` is called with these numbers and gives the queryset; it may ask ``clock.today()``, and nothing else that
    changes.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._kept = threading.local()

    def rows(self, *numbers: int) -> list[tuple[Any, ...]]:
        """The rows of the queryset for these numbers, as it would give them now. One query."""
        compiler, converters, sql, params = self._made(len(numbers))
        actual = tuple(numbers[place] if place is not None else fixed for place, fixed in params)
        with connection.cursor() as cursor:
            cursor.execute(sql, actual)
            found = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found

    def _made(self, count: int) -> tuple[Any, Any, str, list[tuple[int | None, Any]]]:
        if getattr(self._kept, "day", None) != clock.today():
            self._kept.day, self._kept.made = clock.today(), {}
        made: dict[int, Any] = self._kept.made
        if count not in made:
            made[count] = self._make(count)
        return made[count]  # type: ignore[no-any-return]

    def _make(self, count: int) -> tuple[Any, Any, str, list[tuple[int | None, Any]]]:
        probes = {_PROBE + place: place for place in range(count)}
        compiler = self._build(*probes).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        if (sql, params) != self._build(*probes).query.get_compiler(connection=connection).as_sql():
            raise ValueError("a moment stands in this query: kept for a day, it would answer for the morning")
        places = [(probes.get(value) if isinstance(value, int) else None, value) for value in params]
        if {place for place, _ in places} - {None} != set(range(count)):
            raise ValueError("a number got lost on its way into the query")
        fields = [column[0] for column in compiler.select[: compiler.col_count]]
        return compiler, compiler.get_converters(fields), sql, places
