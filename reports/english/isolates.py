"""The marks around Persian words in an English text."""

ISOLATE, POP = "\u2067", "\u2069"
"""RIGHT-TO-LEFT ISOLATE and POP DIRECTIONAL ISOLATE, around each run of Persian that has no English."""
