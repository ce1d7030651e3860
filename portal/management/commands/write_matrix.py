"""``manage.py write_matrix``: every group has the rights that groups/roles.py says; ``serve`` does so at each start."""

from typing import Any

from django.core.management.base import BaseCommand

from groups.roles import write_matrix


class Command(BaseCommand):
    help = "Write the rights of groups/roles.py for every group, as after an update. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{write_matrix()} rights changed.")
