"""The school's own names, which make poor passwords."""

from groups.models import School, SchoolGroup


def school_words() -> list[str]:
    """Names and places of the school, names of its groups of all years."""
    names = [name for row in School.objects.values_list("name", "place") for name in row]
    return names + list(SchoolGroup.objects.order_by().values_list("name", flat=True).distinct())
