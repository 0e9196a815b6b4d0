"""A clp.conf as a product may write it anew on its way to the servers. Pure; part of a stand-in, not the product.

Whether a push does so is not public; that a WebUI writes another layout, an empty element in another form and a
``trekking/configid`` of its own at each save, and that a pulled file declares UTF-8, is (clusterpro.md 2.1, 2.2).
"""

import xml.etree.ElementTree as ET
import zlib

from .configuration import tree

__all__ = ["rewritten"]


def rewritten(content: bytes) -> bytes:
    """The same configuration in another layout and encoding, with a record of this save.

    Raises:
        ConfigurationError: it is no configuration.
    """
    root = tree(content)
    trekking = root.find("trekking")
    if trekking is None:
        trekking = ET.SubElement(root, "trekking")
    configid = trekking.find("configid")
    if configid is None:
        configid = ET.SubElement(trekking, "configid")
    configid.text = str(zlib.crc32(content))
    ET.indent(root, "\t")
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
    return text.encode()
