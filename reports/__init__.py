"""Statements in, bilingual briefings out."""

__version__ = "0.1.0"
