"""Where private files lie: random names, one file one owner, nothing shared by hash."""

import secrets


def random_name(folder: str, suffix: str) -> str:
    """A path for a new file that nobody can guess and that says nothing: ``folder/ab/ab12….webp``."""
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}{suffix}"
