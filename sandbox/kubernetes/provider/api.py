"""Requests to the Kubernetes API server and its refusals."""

import json
import re
import ssl
import tempfile
from collections.abc import Callable, Mapping
from enum import Enum
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import urllib3

from sandbox.kubernetes.provider.clusters import Cluster
from sandbox.kubernetes.provider.credentials import Tokens
from sandbox.provider.errors import ProviderError
from sandbox.provider.values import Properties

_CONNECTIONS = 32
_TIMEOUT = urllib3.Timeout(connect=5, read=90)
# The server says when it is too busy; a refused connection may be its restart.
_RETRIES = urllib3.Retry(total=3, backoff_factor=0.2, status_forcelist=(429, 503), allowed_methods=None)


class Content(Enum):
    """What a request's body is."""

    JSON = "application/json"
    APPLY = "application/apply-patch+yaml"


class ApiError(Exception):
    """The API server said no."""

    def __init__(self, status: Properties) -> None:
        super().__init__(str(status.get("message") or status.get("reason") or "refused without a reason"))
        self.code = int(status.get("code") or 0)
        self.reason = str(status.get("reason") or "")
        details = cast("Properties", status.get("details") or {})
        self.about = str(details.get("kind") or "")
        self.causes = cast("list[dict[str, str]]", details.get("causes") or [])


class UnreachableError(ProviderError):
    """No API server answers."""


class Api:
    """The API server of one cluster; safe for many threads."""

    def __init__(self, cluster: Cluster, warn: Callable[[str], None] = lambda _text: None) -> None:
        self.cluster = cluster
        self._warn = warn
        self._tokens = Tokens(cluster.plugin) if cluster.plugin else None
        self._pool = urllib3.PoolManager(
            maxsize=_CONNECTIONS, block=False, retries=_RETRIES, timeout=_TIMEOUT, ssl_context=_tls(cluster)
        )

    def token(self) -> str:
        """The bearer token to log in with; empty if a certificate does."""
        return self._tokens.current() if self._tokens else self.cluster.token

    def get(self, path: str, accept: str = "application/json") -> Properties:
        """Read one object, a list or a discovery document."""
        return self._request("GET", path, {"Accept": accept})

    def find(self, path: str) -> Properties | None:
        """Read one object that may not exist."""
        try:
            return self.get(path)
        except ApiError as error:
            if error.code == HTTPStatus.NOT_FOUND:
                return None
            raise

    def send(
        self,
        method: str,
        path: str,
        body: Properties,
        query: Mapping[str, str] | None = None,
        content: Content = Content.JSON,
    ) -> Properties:
        """Create, apply or delete."""
        url = f"{path}?{urlencode(query)}" if query else path
        headers = {"Accept": "application/json", "Content-Type": content.value}
        return self._request(method, url, headers, json.dumps(body).encode())

    def _request(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Properties:
        response = self._attempt(method, path, headers, body)
        if response.status == HTTPStatus.UNAUTHORIZED and self._tokens:
            self._tokens.forget()
            response = self._attempt(method, path, headers, body)
        answer = _decoded(response)
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise ApiError({"code": response.status, **answer})
        if "dryRun=" not in path:
            for warning in response.headers.getlist("Warning"):
                self._warn(_text(warning))
        return answer

    def _attempt(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> urllib3.BaseHTTPResponse:
        token = self.token()
        login = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            return self._pool.request(method, self.cluster.server + path, body=body, headers={**headers, **login})
        except urllib3.exceptions.HTTPError as error:
            cause = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) else error
            message = f"the Kubernetes API server {self.cluster.server} is unreachable: {cause}"
            raise UnreachableError(message) from error


def _decoded(response: urllib3.BaseHTTPResponse) -> Properties:
    try:
        answer: Any = json.loads(response.data or b"{}")
    except ValueError:
        answer = response.data.decode(errors="replace").strip()
    return cast("Properties", answer) if isinstance(answer, dict) else {"message": str(answer)}


def _text(warning: str) -> str:
    """The sentence of a Warning header: `299 - "…"`."""
    quoted = re.search(r'"((?:[^"\\]|\\.)*)"', warning)
    return re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else warning


def _tls(cluster: Cluster) -> ssl.SSLContext | None:
    if not cluster.server.startswith("https:"):
        return None
    context = ssl.create_default_context(cadata=cluster.authority or None)
    if cluster.certificate:
        # The ssl module reads client certificates from files only; mkdtemp closes its directory to others.
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory) / "client.pem"
            file.write_text(f"{cluster.certificate}\n{cluster.key}")
            context.load_cert_chain(file)
    return context
