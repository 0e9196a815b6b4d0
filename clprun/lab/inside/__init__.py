"""Programs that run inside the nodes: the small init, what stands before the host's tools, the SSH server of tier B'.

Standard library only (but for ``ssh_server``, which needs paramiko). They are copied to ``/usr/lib/clprun-lab/lib``.
"""
