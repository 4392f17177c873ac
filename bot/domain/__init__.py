"""Plain Python: nouns, rules, use cases. Knows neither Telegram nor SQL."""
