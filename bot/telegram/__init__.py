"""The doorway between Telegram and the rest."""
