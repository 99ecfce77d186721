"""How JSON is written in the database: letters as they are."""

import json
from collections.abc import Mapping
from typing import Any


def to_json(value: Mapping[str, Any]) -> str:
    """Write JSON; half a character (a lone surrogate, which a chat client may send) becomes a question mark."""
    return json.dumps(dict(value), ensure_ascii=False).encode(errors="replace").decode()
