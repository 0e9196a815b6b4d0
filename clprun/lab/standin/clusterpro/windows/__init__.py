"""What CLUSTERPRO X does on Windows only, as the lab plays it. Stand-ins, not the product."""
