"""CLUSTERPRO X Internet Server Agent 1.0: its monitor commands, and servers for them to watch. Not the product."""
