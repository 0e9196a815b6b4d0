"""What lies on the nodes before their first boot: ``/etc``, units, wrappers of tools, the lab's own programs."""
