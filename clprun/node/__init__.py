"""What can be asked of a node or done to it, over any transport."""
