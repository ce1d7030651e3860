"""Addresses of moderation."""

app_name = "moderation"
urlpatterns: list[object] = []
