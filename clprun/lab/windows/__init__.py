"""Windows nodes of the lab: Wine in a chroot of its own, as reference/lab-windows.md found it to work."""
