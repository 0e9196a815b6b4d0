"""Stand-in of JobCenter, classic mode: sites, their processes, daemon.conf, the installer. Not the product."""
