"""A Telegram made of memory: tests and the demo run the unchanged bot against it."""
