"""How a language is named everywhere: by its code. Imports nothing, so that what learns starts at once."""

Language = str
"""An ISO 639 code: es, en, pt."""
