"""The sandbox's own Kubernetes API server, through the administrator's kubeconfig."""

import json
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import urllib3
from kubernetes import client, config

from sandbox.aws.server.shapes import Shape


class ApiServerUnavailableError(Exception):
    """The sandbox's API server cannot be asked."""


class ApiServerRefusedError(Exception):
    """The API server refused a request."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class KubernetesApi:
    """Plain requests to the API server; the file is read when it is first needed, which may be after the start."""

    def __init__(self, kubeconfig: Path) -> None:
        self._kubeconfig = kubeconfig

    @property
    def endpoint(self) -> str:
        """URL of the API server."""
        return str(self._configuration.host)

    @property
    def certificate_authority(self) -> bytes:
        """Certificate authority of the API server, PEM."""
        return Path(self._configuration.ssl_ca_cert).read_bytes()

    def get(self, path: str, *, accept: str = "application/json", **query: str) -> Shape:
        """Read an object or a list."""
        return self._request("GET", path, query=query, accept=accept)

    def create(self, path: str, body: Shape) -> Shape:
        """Create an object in the collection at `path`."""
        return self._request("POST", path, body=body)

    def patch(self, path: str, body: Shape) -> Shape:
        """Merge `body` into an object."""
        return self._request("PATCH", path, body=body, content_type="application/merge-patch+json")

    def delete(self, path: str, **query: str) -> None:
        """Delete an object; that it is gone already is no error."""
        try:
            self._request("DELETE", path, query=query)
        except ApiServerRefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise

    @cached_property
    def _configuration(self) -> Any:  # noqa: ANN401 the kubernetes client has no types
        if not self._kubeconfig.exists():
            message = f"there is no kubeconfig at {self._kubeconfig}"
            raise ApiServerUnavailableError(message)
        configuration = cast("Any", client).Configuration()
        cast("Any", config).load_kube_config(str(self._kubeconfig), client_configuration=configuration)
        return configuration

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        files = self._configuration
        return urllib3.PoolManager(
            maxsize=8,
            timeout=urllib3.Timeout(connect=3, read=30),
            retries=False,
            ca_certs=files.ssl_ca_cert,
            cert_file=files.cert_file,
            key_file=files.key_file,
        )

    def _request(
        self,
        method: str,
        path: str,
        *,
        body: Shape | None = None,
        query: dict[str, str] | None = None,
        accept: str = "application/json",
        content_type: str = "application/json",
    ) -> Shape:
        url = self.endpoint + path + ("?" + urlencode(query) if query else "")
        headers = {"Accept": accept, "Content-Type": content_type}
        if token := self._configuration.api_key.get("authorization"):
            headers["Authorization"] = token
        try:
            response = self._pool.request(method, url, body=json.dumps(body) if body else None, headers=headers)
        except urllib3.exceptions.HTTPError as error:
            message = f"{self.endpoint} does not answer ({type(error).__name__})"
            raise ApiServerUnavailableError(message) from error
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise ApiServerRefusedError(response.status, _message(response.data))
        return cast("Shape", json.loads(response.data))


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["message"])
    except (ValueError, TypeError, KeyError):
        return body.decode(errors="replace")
