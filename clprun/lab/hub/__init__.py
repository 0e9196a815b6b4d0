"""The hub: PID 1 of the lab. Networks, disks, nodes, faults, and the loop that serves requests about them."""
