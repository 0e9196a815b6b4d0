"""The shipped testinfra checks over our own connection."""
