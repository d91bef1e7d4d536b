"""Puts the emulated account on a port."""

import os
import warnings
from pathlib import Path

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from sandbox.aws.server.application import Application
from sandbox.aws.server.emulation import Emulation
from sandbox.aws.server.kubernetes_api import KubernetesApi
from sandbox.aws.server.seed import seed

# moto reads these when it makes an account: AWS's managed policies are wanted, 1,300 old machine images are not.
SETTINGS = {"MOTO_IAM_LOAD_MANAGED_POLICIES": "true", "MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}


class QuietRequestHandler(MotoRequestHandler):
    """Logs failures only: a line per request would bury them, and query strings hold signatures."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Leave the request out of the log."""


def serve(host: str, port: int, state: Path, kubeconfig: Path) -> BaseWSGIServer:
    """Seed the account and return a server that listens; port 0 takes a free one."""
    os.environ.update(SETTINGS)
    # Said of every refusal by name: its code is in no service's model.
    warnings.filterwarnings("ignore", message=r"Exception\(.*\) with code Sandbox")
    application = Application(Emulation(KubernetesApi(kubeconfig)))
    seed(state)
    return make_server(host, port, application, threaded=True, request_handler=QuietRequestHandler)
