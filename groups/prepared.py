"""Questions that every page asks: their SQL is made once, then only asked again with other numbers.

Making the SQL of a right costs the ORM ten times what the database needs to answer it. What is asked stays the
queryset that is given here, word for word; only its text is kept, for a day, in the thread that made it.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from protocol import clock

# Numbers and moments that no query holds by itself: they show where the real ones go.
_PROBE = 4_611_686_018_427_000_000
_SOME_DAY = datetime(9876, 5, 4, tzinfo=UTC)


class Prepared:
    """A ``values_list`` queryset in which some whole numbers (ids) and moments differ from one time to the next.

    ``build`` is called with these and gives the queryset; it may ask ``clock.today()``, and nothing else that changes.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._kept = threading.local()

    def rows(self, *values: int | datetime) -> list[tuple[Any, ...]]:
        """The rows of the queryset for these values, as it would give them now. One query."""
        kinds = tuple(isinstance(value, datetime) for value in values)
        compiler, converters, sql, params = self._made(kinds)
        asked = [_as_asked(value) for value in values]
        actual = tuple(asked[place] if place is not None else fixed for place, fixed in params)
        with connection.cursor() as cursor:
            cursor.execute(sql, actual)
            found = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found

    def _made(self, kinds: tuple[bool, ...]) -> tuple[Any, Any, str, list[tuple[int | None, Any]]]:
        if getattr(self._kept, "day", None) != clock.today():
            self._kept.day, self._kept.made = clock.today(), {}
        made: dict[tuple[bool, ...], Any] = self._kept.made
        if kinds not in made:
            made[kinds] = self._make(kinds)
        return made[kinds]  # type: ignore[no-any-return]

    def _make(self, kinds: tuple[bool, ...]) -> tuple[Any, Any, str, list[tuple[int | None, Any]]]:
        probes = [_SOME_DAY + timedelta(days=n) if kind else _PROBE + n for n, kind in enumerate(kinds)]
        compiler = self._build(*probes).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        if (sql, params) != self._build(*probes).query.get_compiler(connection=connection).as_sql():
            raise ValueError("a moment stands in this query: kept for a day, it would answer for the morning")
        place_of = {_as_asked(probe): place for place, probe in enumerate(probes)}
        places = [(place_of.get(value) if isinstance(value, int | str | datetime) else None, value) for value in params]
        if {place for place, _ in places} - {None} != set(range(len(kinds))):
            raise ValueError("a value got lost on its way into the query")
        fields = [column[0] for column in compiler.select[: compiler.col_count]]
        return compiler, compiler.get_converters(fields), sql, places


def _as_asked(value: int | datetime) -> Any:
    """As the database is given it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
