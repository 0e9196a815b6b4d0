"""WebSAM ClientManager (ESMPRO/CM) on Windows as the lab plays it. Stand-ins, not the product."""
