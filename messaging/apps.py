from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self) -> None:
        """Bring down what the apps below must know: kinds of notice, events of the audit log."""
        from messaging import events, mails, week_mails  # noqa: F401  (register theirs, in the worker too)
