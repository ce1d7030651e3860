from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from accounts.devices import ENDED
        from notifications import checks  # noqa: F401  (it registers itself)
        from notifications.devices import put_to_sleep

        ENDED.append(put_to_sleep)
