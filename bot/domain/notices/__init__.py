"""Notices of an office to many: written, warned about, agreed to by a second officer, sent, changed, taken back."""
