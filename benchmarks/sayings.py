"""What people write in benchmarks: the questions of strangers that the tests hold."""

import json
from pathlib import Path

STEP = 89  # so that neighbours come from different files
STRANGERS = Path(__file__).parents[1] / "tests" / "strangers"
COMMANDS = {0: "/start", 5: "/eligibility"}
"""What every tenth message is: people tap and choose as well."""


def questions() -> list[str]:
    """Every question once, files and languages mixed."""
    texts = dict.fromkeys(
        str(json.loads(line)["text"])
        for file in sorted(STRANGERS.glob("questions_*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    )
    listed = list(texts)
    return [text for first in range(STEP) for text in listed[first::STEP]]


def unseen(count: int) -> list[str]:
    """So many messages, one in five a command, the others all different; ValueError if there are not as many."""
    asked = questions()
    if count * 4 // 5 > len(asked):
        raise ValueError(f"there are only {len(asked)} different questions")
    remaining = iter(asked)
    return [COMMANDS.get(number % 10) or next(remaining) for number in range(count)]
