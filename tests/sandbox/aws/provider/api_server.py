"""A Kubernetes API server that only stores objects: enough for EKS to put its nodes somewhere."""

import base64
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit


class _Handler(BaseHTTPRequestHandler):
    objects: dict[str, Any]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in self.objects:
            self._answer(200, self.objects[path])
        elif path.count("/") in {3, 4, 6}:
            below = [o for key, o in self.objects.items() if key.rpartition("/")[0] == path]
            self._answer(200, {"kind": "List", "items": below, "metadata": {"resourceVersion": "1"}})
        else:
            self._answer(404, {"kind": "Status", "message": "not found"})

    def do_POST(self) -> None:
        body = self._body()
        path = f"{urlsplit(self.path).path}/{body['metadata']['name']}"
        self.objects[path] = body
        self._answer(201, body)

    def do_PATCH(self) -> None:
        path = urlsplit(self.path).path.removesuffix("/status")
        if path not in self.objects:
            self._answer(404, {"kind": "Status", "message": "not found"})
            return
        self.objects[path] = {**self.objects[path], **self._body()}
        self._answer(200, self.objects[path])

    do_PUT = do_PATCH

    def do_DELETE(self) -> None:
        gone = self.objects.pop(urlsplit(self.path).path, None)
        self._answer(200 if gone else 404, {"kind": "Status"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _body(self) -> Any:  # noqa: ANN401
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def start(kubeconfig: Path) -> ThreadingHTTPServer:
    """Serve on a free port and write a kubeconfig for it."""
    handler = type("Handler", (_Handler,), {"objects": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    certificate = base64.b64encode(b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n").decode()
    cluster = {"server": f"http://127.0.0.1:{server.server_port}", "certificate-authority-data": certificate}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "it", "cluster": cluster}],
        "users": [{"name": "it", "user": {"token": "none"}}],
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
        "current-context": "it",
    }
    kubeconfig.write_text(json.dumps(config))
    return server
