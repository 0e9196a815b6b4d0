"""Data only: what a runbook, a cluster, a question, a change and a run are. Imports nothing of ours but errors."""
