"""Statements in, bilingual briefings out."""
