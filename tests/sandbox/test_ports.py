"""Ports that no other clone gets."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import ports
from sandbox.errors import SandboxError

NAMES = ("etcd", "kubernetes", "aws")


def test_two_clones_never_share_a_port(tmp_path: Path) -> None:
    one, other = ports.reserve(NAMES, tmp_path), ports.reserve(NAMES, tmp_path)
    assert not set(one.ports.values()) & set(other.ports.values())


def test_a_taken_port_moves_the_sandbox_to_the_next_ports(tmp_path: Path) -> None:
    free = ports.reserve(NAMES, tmp_path)
    free.lock.release()
    with socket.create_server(("127.0.0.1", free.ports["kubernetes"])):
        reserved = ports.reserve(NAMES, tmp_path)
    assert min(reserved.ports.values()) > max(free.ports.values())


def test_a_killed_sandbox_gives_its_ports_back(tmp_path: Path) -> None:
    hold = (
        "import sys, time, pathlib; from sandbox.ports import reserve;"
        "kept = reserve(['etcd'], pathlib.Path(sys.argv[1])); print(kept.ports['etcd'], flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", hold, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        held = int(holder.stdout.readline())
        while_held = ports.reserve(["etcd"], tmp_path)
        holder.kill()
    after = ports.reserve(["etcd"], tmp_path)
    assert while_held.ports["etcd"] != held
    assert after.ports["etcd"] == held


def test_when_everything_is_taken_the_error_says_what_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "BLOCKS", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(ports, "FIRST_PORT", taken.getsockname()[1])
        with pytest.raises(SandboxError, match="make down"):
            ports.reserve(NAMES, tmp_path)
