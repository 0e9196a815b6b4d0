"""Stand-in of CLUSTERPRO X for Linux: configuration, groups, monitors, heartbeats, commands. Not the product."""
