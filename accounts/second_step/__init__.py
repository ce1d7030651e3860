"""The second step of signing in: an app's code, a passkey, recovery codes (django-allauth's records, our doors)."""
