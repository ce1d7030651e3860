from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        """Bring down what the apps below must know: words that make poor passwords, kinds of notice."""
        from accounts.demands import register_demands
        from accounts.passwords import know_words
        from groups import events, mails  # noqa: F401  (register their kinds, in the worker too)
        from groups.demands import demands_of_roles
        from groups.mails import school_name
        from groups.words import school_words
        from notifications.kinds import SIGNATURE

        SIGNATURE["school"] = school_name
        know_words(school_words)
        register_demands(demands_of_roles)
