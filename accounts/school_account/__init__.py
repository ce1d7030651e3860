"""Signing in with the account that somebody who works at the school has there: Microsoft, Google, Entree (OIDC)."""
