from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self) -> None:
        """Bring down what the apps below must know: kinds of notice, events of the audit log; and hear who may not
        be shown any more."""
        from consent import photos_out
        from consent.changes import consent_changed
        from messaging import clean_ups, events, held_mails, mails, news, week_mails  # noqa: F401  (register theirs, in the worker too)
        from messaging.actions.withholding import recheck_photos
        from messaging.photos_out import KEEPER

        consent_changed.connect(recheck_photos, dispatch_uid="messaging.recheck_photos")
        photos_out.register(KEEPER)
