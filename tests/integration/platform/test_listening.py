"""No controller opens a port to other machines."""

import psutil

from sandbox.status import status
from tests.integration.platform.cluster import Cluster


def test_every_process_listens_on_loopback_only(dev: Cluster) -> None:
    listening = {
        (process.name, connection.laddr.ip)
        for process in status(dev.root).processes
        if process.pid
        for connection in psutil.Process(process.pid).net_connections()
        if connection.status == psutil.CONN_LISTEN
    }
    assert {name for name, _ip in listening} >= {"karpenter", "kserve", "envoy-gateway"}
    assert {ip for _name, ip in listening} == {"127.0.0.1"}
