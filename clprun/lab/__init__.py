"""The rehearsal lab: two Linux nodes on the engineer's own machine, with real SSH in between.

Raw namespaces on the host's own ``/usr``: no image, no daemon, no port on the host. POSIX-only; imported by the
command line and by tests, never by the engine.
"""
