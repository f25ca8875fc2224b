"""Commands with files of their own; each has ``register``, which puts it on the command line."""
