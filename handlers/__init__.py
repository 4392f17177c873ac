"""What Prystan says in Telegram: one module a feature."""
