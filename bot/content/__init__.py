"""Reads ``content/`` into checked models; says file, line and field of every mistake, all at once."""

from bot.content.loader import load, problems
from bot.content.mistakes import ContentError, Mistake

__all__ = ["ContentError", "Mistake", "load", "problems"]
