"""The tests; their folders and files mirror those of the program."""
