"""What lasts on the controller: runs, journals, locks, secrets."""
