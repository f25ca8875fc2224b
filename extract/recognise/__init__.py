"""What a text says, taken by itself: numbers, figures, dates, places, people, reported speech."""
