"""Persian news articles in, grounded statements out. Never imports :mod:`reports`."""
