"""A Kubernetes API server that only stores objects: enough for EKS to put its nodes somewhere."""

import json
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast
from urllib.parse import urlsplit

from sandbox.kubernetes.certificates import Authority


class _Handler(BaseHTTPRequestHandler):
    objects: dict[str, Any]

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path in self.objects:
            self._answer(200, self.objects[path])
        elif path in {"/apis", "/api/v1"}:
            self._answer(200, {"groups": [], "resources": []})
        elif path.startswith("/api"):
            below = [o for key, o in self.objects.items() if key.rpartition("/")[0] == path]
            self._answer(200, {"kind": "List", "items": below, "metadata": {"resourceVersion": "1"}})
        else:
            self._answer(404, {"kind": "Status", "message": "not found"})

    def do_POST(self) -> None:
        body = self._body()
        path = f"{urlsplit(self.path).path}/{body['metadata']['name']}"
        body["metadata"].setdefault("creationTimestamp", "2026-01-01T00:00:00Z")
        self.objects[path] = body
        self._answer(201, body)

    def do_PATCH(self) -> None:
        path = urlsplit(self.path).path.removesuffix("/status")
        if path not in self.objects:
            self._answer(404, {"kind": "Status", "message": "not found"})
            return
        self.objects[path] = _merged(self.objects[path], self._body())
        self._answer(200, self.objects[path])

    def do_DELETE(self) -> None:
        gone = self.objects.pop(urlsplit(self.path).path, None)
        self._answer(200 if gone else 404, {"kind": "Status"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, status: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def _merged(old: Any, patch: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(patch, dict):
        return patch
    before, changes = cast("dict[str, Any]", old), cast("dict[str, Any]", patch)
    merged = before | {name: _merged(before.get(name), value) for name, value in changes.items()}
    return {name: value for name, value in merged.items() if value is not None}


def start(directory: Path) -> tuple[ThreadingHTTPServer, Path]:
    """Serve on a free port; also returns a kubeconfig for it."""
    authority = Authority(directory, "ca")
    pair = authority.server("server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"objects": {}}))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    cluster = {
        "server": f"https://127.0.0.1:{server.server_port}",
        "certificate-authority": str(authority.pair.certificate),
    }
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "it", "cluster": cluster}],
        "users": [{"name": "it", "user": {"token": "none"}}],
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
        "current-context": "it",
    }
    kubeconfig = directory / "kubeconfig"
    kubeconfig.write_text(json.dumps(config))
    return server, kubeconfig
