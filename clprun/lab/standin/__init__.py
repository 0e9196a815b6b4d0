"""Stand-ins of CLUSTERPRO X and the software it makes highly available, for the lab. They are not the products.

Every module below uses the standard library only (but ``layout``, ``launch``, ``default_conf``,
``default_conf_windows``, ``clweb.certificate`` and each ``contents`` and ``contents_windows``, which run on the
controller) and runs inside a node as ``python -I -S FOLDER COMMAND ARGUMENT...``, on a Windows node for its commands
and services in the daemon of ``windows``.  A rule of a product is written next to its source: a section of
reference/clusterpro.md, products.md, lab-linux.md, an entry of ERRATA.md or a guide section.
"""
