"""Entry of the stand-ins inside a node: ``python -I -S FOLDER COMMAND ARGUMENT...``. Not the product."""

import sys

if __name__ == "__main__":
    folder = sys.path[0]
    parent, _, package = folder.rstrip("/").rpartition("/")
    sys.path[0] = parent
    sys.exit(__import__(f"{package}.dispatch", fromlist=["main"]).main(sys.argv[1:]))
