from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "consent"

    def ready(self) -> None:
        """Bring down what the apps below must know, and hear what they say: who has authority decides who is heard."""
        from consent import events, mails, round_mails  # noqa: F401  (register their own, in the worker too)
        from consent.changes import pass_on
        from groups.changes import authority_changed

        authority_changed.connect(pass_on, dispatch_uid="consent.pass_on")
