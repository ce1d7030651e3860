"""Views of moderation, by noun."""
