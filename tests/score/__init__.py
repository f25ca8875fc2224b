"""Scores of extraction against gold, with floors that only rise."""
