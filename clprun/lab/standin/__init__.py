"""Stand-ins of CLUSTERPRO X and JobCenter for the rehearsal lab. They are not the products.

Every module below (but ``layout`` and ``default_conf``, which run on the controller) uses the standard library only
and runs inside a node as ``python -I -S FOLDER COMMAND ARGUMENT...``.  A rule of a product is written next to its
source: a section of reference/clusterpro.md, products.md, lab-linux.md, an entry of ERRATA.md or a guide section.
"""
