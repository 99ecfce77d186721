"""The folder of the programmes, and the programme that is served by default."""

from pathlib import Path

PROGRAMMES = Path(__file__).parents[1] / "programmes"
DEFAULT_PROGRAMME = (PROGRAMMES / "default.txt").read_text(encoding="utf-8").strip()
"""The programme that is served where none is named."""
CONTENT = PROGRAMMES / DEFAULT_PROGRAMME
