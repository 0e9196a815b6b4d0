"""Stand-in of JobCenter, standard mode: the manager's sites, the agent's instances, what plays the manager's part.

How the product makes sites and instances stands in manuals that are not public (ERRATA G2-34): the scripts on the media
are the lab's own inventions in their place. Not the product.
"""
