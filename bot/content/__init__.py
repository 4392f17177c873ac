"""Reads ``content/`` into checked models; says file, line and field of every mistake, all at once."""
