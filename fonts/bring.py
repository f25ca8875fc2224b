"""Brings Vazirmatn from npm, by the lock, into ``fonts/ttf`` and checks it against ``SHA256SUMS``.

Run by the set-up before anything else: needs only the standard library. Says nothing where all is in place.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

FONTS = Path(__file__).resolve().parent
PACKAGE = FONTS / "node_modules" / "vazirmatn"
LICENCE = FONTS / "ttf" / "OFL.txt"
NPM = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def expected() -> dict[str, str]:
    """Relative path → sha256, from ``SHA256SUMS`` (the format of ``sha256sum``)."""
    lines = (FONTS / "SHA256SUMS").read_text("utf-8").splitlines()
    return {path: digest for digest, path in (line.split() for line in lines if line.strip())}


def intact(path: Path, digest: str) -> bool:
    """Whether the file is there and is, byte for byte, the one that was approved."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def fetch() -> None:
    """Run ``npm ci`` in this folder; its lock carries the package's own integrity hash."""
    if not shutil.which("npm"):
        raise SystemExit(
            "taavon: the typeface Vazirmatn comes from npm, and npm is missing: install it (Debian, Ubuntu: apt-get "
            "install npm; Fedora: dnf install npm; macOS: brew install node), or put Vazirmatn-Regular.ttf and "
            "Vazirmatn-Bold.ttf of version 33.003 and their OFL.txt into fonts/ttf, and run this again."
        )
    sys.stderr.write("Bringing Vazirmatn (npm, once)\n")
    if subprocess.run(NPM, cwd=FONTS, stdout=subprocess.DEVNULL, check=False).returncode:
        raise SystemExit(
            "taavon: npm could not bring Vazirmatn into fonts/: see the lines above; check the network and run this again."
        )


def install(source: Path, target: Path) -> None:
    """Copy so that an interrupted run leaves no half-written file under the final name."""
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    os.replace(part, target)


def main() -> None:
    """Make ``fonts/ttf`` complete, or say in one sentence why it cannot be."""
    missing = [path for path, digest in expected().items() if not intact(FONTS / path, digest)]
    if not missing and LICENCE.is_file():
        return
    sources = {path: PACKAGE / "fonts" / path for path in missing}
    if not all(intact(source, expected()[path]) for path, source in sources.items()) or not PACKAGE.is_dir():
        fetch()
    for path, source in sources.items():
        if not intact(source, expected()[path]):
            raise SystemExit(
                f"taavon: {source.relative_to(FONTS.parent)} is not the file that was approved (sha256 differs from "
                "fonts/SHA256SUMS): delete fonts/node_modules and run this again; if it stays so, do not use the font."
            )
    LICENCE.parent.mkdir(exist_ok=True)
    for path, source in sources.items():
        install(source, FONTS / path)
    install(PACKAGE / "OFL.txt", LICENCE)


if __name__ == "__main__":
    main()
