"""Where the programmes lie, and which is served where none is named."""

from pathlib import Path

PROGRAMMES = Path(__file__).parents[1] / "programmes"
DEFAULT_PROGRAMME = "iuc"
"""The programme that is served where none is named: the one place in the program that names one."""
CONTENT = PROGRAMMES / DEFAULT_PROGRAMME
