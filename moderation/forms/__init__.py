"""Forms of moderation, by noun."""
