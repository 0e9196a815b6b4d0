"""Kinds of step, one a file: what each asks, what it plans, how it knows that it is done."""
