"""Decides what to do next; does it through a Writer; writes down first."""
