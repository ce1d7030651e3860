"""What the tests must have run through: 95 % of all branches, every one of rules, actions and permissions."""

import json
from fnmatch import fnmatch
from pathlib import Path

FLOOR = 95.0
WHOLE = ("*/rules.py", "*/actions.py", "*/actions/*.py", "*/permissions.py")


def shortfalls(report: Path) -> tuple[list[str], float]:
    """The sentences that say what is missing, and the percentage over all."""
    data = json.loads(report.read_text())
    total: float = data["totals"]["percent_covered"]
    missing = [] if total >= FLOOR else [f"coverage is {total:.1f}% and must be {FLOOR:.0f}%"]
    for name, file in sorted(data["files"].items()):
        covered = file["summary"]["percent_covered"]
        if covered < 100 and any(fnmatch(name, pattern) for pattern in WHOLE):
            lines = ", ".join(map(str, file["missing_lines"]))
            branches = ", ".join(f"{start}->{end}" for start, end in file.get("missing_branches", []))
            missing.append(
                f"{name} is {covered:.1f}% and must be 100%: lines {lines or '-'}, branches {branches or '-'}"
            )
    return missing, total
