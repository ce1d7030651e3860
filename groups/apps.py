from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        from accounts.passwords import know_words
        from groups.words import school_words

        know_words(school_words)
