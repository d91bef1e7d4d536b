"""Which controllers should run now: those whose Deployment is in the cluster."""

import http.client
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sandbox.controllers import deployments
from sandbox.controllers.controller import Controller, Place
from sandbox.controllers.deployments import Container
from sandbox.controllers.table import CONTROLLERS
from sandbox.environment import Credentials, credentials
from sandbox.kubernetes.client import Client, RefusedError
from sandbox.kubernetes.kubeconfig import write_token_kubeconfig
from sandbox.kubernetes.pki import Pki
from sandbox.layout import Layout
from sandbox.parts import Health, Part
from sandbox.private_files import write_private

DEPLOYMENTS = "/apis/apps/v1/deployments?resourceVersion=0"
# A year: a sandbox does not live as long, and nobody renews the token of a process without a kubelet.
TOKEN_SECONDS = 365 * 24 * 3600
# Where controller-runtime looks, below TMPDIR.
SERVING_CERTIFICATE = Path("k8s-webhook-server") / "serving-certs"


class Controllers:
    """Turns Deployments into parts for the supervisor."""

    def __init__(self, layout: Layout, ports: Mapping[str, int], identity: Pki) -> None:
        self._layout = layout
        self._ports = ports
        self._identity = identity
        self._client = Client(ports["kubernetes"], identity.admin_context())

    def wanted(self) -> list[Part] | None:
        """The parts that should run; None while the API server cannot tell or there is no account."""
        try:
            found = self._client.get(DEPLOYMENTS)["items"]
            keys = credentials(self._layout)
            return keys and [
                self._part(controller, container, keys)
                for controller in CONTROLLERS
                if (container := deployments.find(controller, found))
            ]
        except (OSError, http.client.HTTPException, RefusedError):
            return None

    def _part(self, controller: Controller, container: Container, keys: Credentials) -> Part:
        directory = self._layout.controllers / controller.name
        place = Place(directory, self._ports)
        values = {
            "kubeconfig": self._sign_in(directory, container),
            "directory": directory,
            "namespace": container.namespace,
            "admin_kubeconfig": self._layout.admin_kubeconfig,
            "aws": self._ports["aws"],
            **keys.model_dump(),
            **{role: self._ports[controller.port_name(role)] for role in controller.ports},
        }
        if "webhook" in controller.ports:
            self._give_certificate(directory / SERVING_CERTIFICATE)
        program = self._layout.kubernetes / "bin" / controller.name
        own = {name: template.format(**values) for name, template in controller.environment.items()}
        return Part(
            controller.name,
            (str(program), *(template.format(**values) for template in controller.arguments)),
            Health(self._ports[controller.port_name("health")], controller.health_path),
            environment={**container.environment, **own},
            before_start=partial(controller.prepare, place),
            optional=True,
        )

    def _sign_in(self, directory: Path, container: Container) -> Path:
        # A new Deployment may come with a new service account, whose predecessor's token is worth nothing.
        path = directory / f"{container.uid}.kubeconfig"
        if not path.exists():
            account = f"/api/v1/namespaces/{container.namespace}/serviceaccounts/{container.service_account}"
            request: dict[str, Any] = {"spec": {"expirationSeconds": TOKEN_SECONDS}}
            token = self._client.create(f"{account}/token", request)["status"]["token"]
            server = f"https://127.0.0.1:{self._ports['kubernetes']}"
            write_token_kubeconfig(path, server, self._identity.authority.certificate, token)
        return path

    def _give_certificate(self, directory: Path) -> None:
        pair = self._identity.webhooks
        for name, file in (("tls.crt", pair.certificate), ("tls.key", pair.key)):
            if not (directory / name).exists():
                write_private(directory / name, file.read_bytes())
