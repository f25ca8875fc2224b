"""What it means in its article: who speaks, which person, which place, what says the same or the opposite."""
