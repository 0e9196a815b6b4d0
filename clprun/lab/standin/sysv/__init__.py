"""What manages services on a RHEL 6 as the lab plays it. Stand-ins, not the tools."""
