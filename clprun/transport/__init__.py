"""Bytes to and from one node: SSH, WinRM, the controller itself."""
