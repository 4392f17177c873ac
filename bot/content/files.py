"""Which files make up the content, and a version that changes with any byte of them."""

from hashlib import sha256
from pathlib import Path

PUBLISHED = ("services.yaml", "by/**/*.yaml", "kg/**/*.yaml")
DEMO = ("demo/**/*.yaml",)
UNVERIFIED = ("unverified/**/*.yaml",)


def files(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(root.glob(pattern))]


def shown(root: Path, *, demo: bool) -> list[Path]:
    """The files of what may be shown; with ``demo`` of what is invented too."""
    return files(root, PUBLISHED + DEMO if demo else PUBLISHED)


def version(root: Path, paths: list[Path]) -> str:
    """Sixteen hex digits that change whenever any byte of the content does."""
    digest = sha256()
    for path in paths:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
