"""The demo: an emulator, the unchanged bot as a process of its own, and a cast of invented people."""

from bot.demo.show import run

__all__ = ["run"]
