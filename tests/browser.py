"""A real Chromium for the tests: the one on PATH, else the one npm brought, unpacked once. No root, no download."""

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NPM = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
# The package's own names folders of the place it was made for; without a font a page crashes.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@dataclass
class Chromium:
    """Where it lies and how it wants to be started."""

    path: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def options(self) -> dict[str, object]:
        """What playwright's ``launch`` takes. Its own sandbox needs rights that a container or root's shell has not."""
        return {
            "executable_path": str(self.path),
            "args": [*QUIET, "--no-sandbox"],
            "env": {**os.environ, **self.environment},
        }


def driver_runs() -> bool:
    """Whether playwright's driver runs here. Its own Node wants a library a minimal machine lacks; any Node will do."""
    from playwright._impl._driver import compute_driver_executable

    for node in (compute_driver_executable()[0], shutil.which("node")):
        if node and subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0:
            os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node)
            return True
    return False


def find_chromium() -> Chromium | None:
    """The Chromium of this machine, if it can have one."""
    for name in NAMES:
        if path := shutil.which(name):
            return Chromium(Path(path))
    if not NPM.exists() or sys.platform != "linux" or os.uname().machine != "x86_64":
        return None
    folder = ROOT / "var" / "chromium"
    if not (folder / "ready").exists():
        unpack(folder)
    return Chromium(
        folder / "chromium",
        {
            "LD_LIBRARY_PATH": str(folder / "al2023" / "lib"),
            "FONTCONFIG_FILE": str(folder / "fonts.conf"),
            "HOME": str(folder),
        },
    )


def unpack(folder: Path) -> None:
    """From brotli to a program, its libraries and its fonts; whole or not at all."""
    import brotli

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "chromium").write_bytes(brotli.decompress((NPM / "chromium.br").read_bytes()))
    (folder / "chromium").chmod(0o755)
    for name in ("al2023", "fonts"):
        packed = folder / f"{name}.tar"
        packed.write_bytes(brotli.decompress((NPM / f"{name}.tar.br").read_bytes()))
        with tarfile.open(packed) as archive:
            archive.extractall(folder / name)
        packed.unlink()
    (folder / "fonts.conf").write_text(FONTS.format(folder=folder))
    (folder / "ready").touch()
