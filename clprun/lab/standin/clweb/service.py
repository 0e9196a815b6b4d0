"""The service ``JobCenterCLWeb`` of Windows: the process is Wine's, its HTTPS server is here. Not the product.

It ends with its process, however that ends; it starts with an address of its own and a ``config`` that leads somewhere,
or not at all (products.md 3).
"""

from pathlib import Path
from threading import Thread

from ..windows.services import ServiceCall
from .config import LOG
from .server import Unable, listening, version

__all__ = ["jobcenterclweb"]

FAILED = 1
"""Its own exit code when it cannot start; the product's is not known."""


def jobcenterclweb(service: ServiceCall) -> int:
    """Serve while the service lives."""
    try:
        server = listening(service.settings)
    except (Unable, OSError):
        return FAILED
    try:
        log = Path(LOG).open("ab", buffering=0)  # noqa: SIM115 - held, and with it the disk, until the service ends
    except OSError:
        server.server_close()
        return FAILED

    def end() -> None:
        server.shutdown()
        server.server_close()
        log.close()

    log.write(f"CL/Web {version()} started on {server.address}\r\n".encode())
    Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    service.on_end(end)
    return 0
