"""Stand-ins of CLUSTERPRO X and the software it makes highly available, for the lab. They are not the products.

Every module below uses the standard library only (but ``layout``, ``launch``, ``default_conf``, ``clweb.certificate``
and each ``contents``, which run on the controller) and runs inside a node as
``python -I -S FOLDER COMMAND ARGUMENT...``.  A rule of a product is written next to its source: a section of
reference/clusterpro.md, products.md, lab-linux.md, an entry of ERRATA.md or a guide section.
"""
