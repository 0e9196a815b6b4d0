"""Events to people: text, JSON lines, prompts."""
