"""A programme's folder to change: its YAML alone, without vectors and tests."""

from pathlib import Path
from shutil import copytree, ignore_patterns

LEFT_OUT = ignore_patterns("*.bin", "tests")


def copy_of(programme: Path, into: Path) -> Path:
    """Copy a programme's folder into another; returns the copy."""
    return Path(copytree(programme, into / programme.name, ignore=LEFT_OUT))
