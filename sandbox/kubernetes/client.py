"""Plain requests to the API server, as its administrator."""

import http.client
import json
import ssl
from contextlib import closing
from typing import Any

from sandbox.parts import connect


class RefusedError(Exception):
    """The API server answered with an error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Client:
    """Reads and creates objects; raises OSError or HTTPException while the API server is away."""

    def __init__(self, port: int, tls: ssl.SSLContext) -> None:
        self._port = port
        self._tls = tls

    def get(self, path: str) -> dict[str, Any]:
        """Read an object or a list."""
        return self._request("GET", path, None)

    def create(self, path: str, body: object) -> dict[str, Any]:
        """Create something below `path`."""
        return self._request("POST", path, json.dumps(body))

    def _request(self, method: str, path: str, body: str | None) -> dict[str, Any]:
        with closing(connect(self._port, self._tls)) as connection:
            connection.request(method, path, body, {"Content-Type": "application/json", "Accept": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            if answer.status >= http.client.BAD_REQUEST:
                raise RefusedError(answer.status, text.decode(errors="replace"))
            return json.loads(text)
