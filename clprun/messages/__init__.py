"""Text for people, in Japanese and English, from one catalogue."""
