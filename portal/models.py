"""What the running portal notes about itself."""

from datetime import datetime

from django.db import models

from protocol import clock


class Heartbeat(models.Model):
    """When a part last showed that it lives: a row per part, so every web node can tell (portal/health.py)."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"


def note_heartbeat(name: str) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def heartbeat_age(name: str) -> float | None:
    """Seconds since this part last showed that it lives; None when it never did."""
    at: datetime | None = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else max(0.0, (clock.now() - at).total_seconds())
