"""``python -m tests.run``: the whole suite on SQLite and again on PostgreSQL, side by side, and what it covered.

What another database cannot change (the browser, the running portal) runs once, beside the two: it waits more than it
computes, and would otherwise keep one database going long after the other is done. A commit has its own order of
the tests, so that who sees a failure can see it again.
Ends with pytest's own closing line, or with what it did not cover; the exit code is the worst of all.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.coverage_floor import shortfalls

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "tests"
# Together all there is: no test can fall between the two.
ONCE = "browser or once"
ON_EACH = f"not ({ONCE})"
NOTHING_TO_RUN = 5  # pytest's own code


@dataclass
class Run:
    """One pytest in the background, its output in a file."""

    name: str
    arguments: list[str]
    is_measured: bool = True
    code: int = -1
    seconds: float = 0.0

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name.lower()}.log"

    def start(self) -> None:
        measured = ["coverage", "run", "-m"] if self.is_measured else []
        words = [sys.executable, "-m", *measured, "pytest", "-p", "no:cacheprovider", *ordered(), *self.arguments]
        self.begun = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)

    def poll(self) -> bool:
        """Whether it is over."""
        if self.code == -1 and (code := self.process.poll()) is not None:
            self.code, self.seconds = code, time.monotonic() - self.begun
            print(f"{self.name}: {self.closing_line}", flush=True)
        return self.code != -1

    @property
    def closing_line(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "no output"


def main(arguments: list[str]) -> int:
    LOGS.mkdir(parents=True, exist_ok=True)
    for old in [*ROOT.glob(".coverage*")]:
        old.unlink()
    if "--soak" in arguments:
        words = [sys.executable, "-m", "pytest", "-s", "--timeout", "3600", *arguments]
        on_postgresql = [*words, "--postgres", "-m", ON_EACH]
        return max(subprocess.call(words, cwd=ROOT), subprocess.call(on_postgresql, cwd=ROOT))
    runs = [
        Run("Once", ["-m", ONCE, *arguments]),
        Run("PostgreSQL", ["--postgres", "-m", ON_EACH, *arguments]),
        # The same tests as PostgreSQL's: measuring them again covers nothing more and costs a third.
        Run("SQLite", ["-m", ON_EACH, *arguments], is_measured=False),
    ]
    print(f"The tests run on SQLite and on PostgreSQL, side by side; what they say stands in {LOGS}", flush=True)
    wait_for(runs)
    if arguments:  # a choice of tests need not be found in every run, and covers what it covers
        return report([run for run in runs if run.code != NOTHING_TO_RUN] or runs, [])
    return report(runs, covered())


def ordered() -> list[str]:
    """The order of the tests: another for every commit, the same for everybody who runs this one."""
    if not (git := shutil.which("git")):
        return []
    tree = subprocess.run([git, "rev-parse", "HEAD^{tree}"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [f"--randomly-seed={int(tree.stdout[:7], 16)}"] if tree.returncode == 0 else []


def wait_for(runs: list[Run]) -> None:
    for run in runs:
        run.start()
    try:
        while sum(run.poll() for run in runs) < len(runs):
            time.sleep(0.5)
    except KeyboardInterrupt:
        for run in runs:
            run.process.wait(20)
        raise SystemExit(130) from None


def covered() -> list[str]:
    """What the coverage falls short of; the measured runs together count."""
    coverage = [sys.executable, "-m", "coverage"]
    subprocess.run([*coverage, "combine", "--quiet"], cwd=ROOT, check=False)
    target = LOGS / "coverage.json"
    made = subprocess.run([*coverage, "json", "--quiet", "-o", str(target)], cwd=ROOT, check=False)
    if made.returncode != 0:
        return ["there is no coverage to report"]
    missing, total = shortfalls(target)
    print(f"Coverage: {total:.1f}% of lines and branches")
    return missing


def report(runs: list[Run], missing: list[str]) -> int:
    """The outputs, the worst last and then what is not covered, so that the end says how it went."""
    for run in sorted(runs, key=lambda run: (run.code != 0, run.name == "SQLite")):
        print(f"\n===== {run.name}: exit code {run.code}, {run.seconds:.0f} s")
        print(run.log.read_text(errors="replace").rstrip(), flush=True)
    for sentence in missing:
        print(f"MISSING: {sentence}", flush=True)
    return max(*(abs(run.code) for run in runs), 1 if missing else 0)


if __name__ == "__main__":
    os.chdir(ROOT)
    raise SystemExit(main(sys.argv[1:]))
