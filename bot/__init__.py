"""The bot: the only package that knows Telegram."""

import os

# Read when numpy is imported. Its arithmetic here is small: a second thread would wait in a loop for the first,
# which costs ten times the work, and takes the processor from the sentence model.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
