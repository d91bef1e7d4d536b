"""A name server on loopback that answers for made-up hosts."""

import socket
import struct
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from ipaddress import IPv4Address
from threading import Thread

_HEADER = 12
_ADDRESS_RECORD = (1, 1)


@contextmanager
def served(addresses: Mapping[str, str]) -> Generator[int]:
    """Port of a server that answers `A` for these names, and that there is no other one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        Thread(target=_serve, args=(server, addresses), daemon=True).start()
        yield server.getsockname()[1]


def _serve(server: socket.socket, addresses: Mapping[str, str]) -> None:
    while True:
        try:
            query, client = server.recvfrom(512)
        except OSError:
            return
        server.sendto(_answer(query, addresses), client)


def _answer(query: bytes, addresses: Mapping[str, str]) -> bytes:
    name, end = _name(query)
    asked = struct.unpack(">HH", query[end : end + 4])
    address = addresses.get(name.lower()) if asked == _ADDRESS_RECORD else None
    flags = 0x8180 if name.lower() in addresses else 0x8183  # answered, or no such name
    answer = struct.pack(">HHHIH", 0xC00C, *asked, 1, 4) + IPv4Address(address).packed if address else b""
    head = query[:2] + struct.pack(">HHHHH", flags, 1, bool(address), 0, 0)
    return head + query[_HEADER : end + 4] + answer


def _name(query: bytes) -> tuple[str, int]:
    labels: list[str] = []
    place = _HEADER
    while length := query[place]:
        labels.append(query[place + 1 : place + 1 + length].decode())
        place += 1 + length
    return ".".join(labels), place + 1
