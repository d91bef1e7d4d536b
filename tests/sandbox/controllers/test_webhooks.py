"""Webhooks of charts lead to the processes that answer them."""

import base64
from typing import Any

import pytest

from sandbox.controllers.webhooks import Target, redirected
from sandbox.kubernetes.provider.releases.manifests import without_webhooks

TARGETS = {"served": Target(4711, b"authority")}


def webhook(service: str) -> dict[str, Any]:
    return {"name": "w", "failurePolicy": "Fail", "clientConfig": {"service": {"name": service, "path": "/judge"}}}


def configuration(*services: str) -> dict[str, Any]:
    return {"kind": "ValidatingWebhookConfiguration", "webhooks": [webhook(service) for service in services]}


def test_a_webhook_calls_the_process_and_trusts_its_authority() -> None:
    led: Any = redirected(configuration("served"), TARGETS)
    assert led["webhooks"][0]["clientConfig"] == {
        "url": "https://127.0.0.1:4711/judge",
        "caBundle": base64.b64encode(b"authority").decode(),
    }
    assert led["webhooks"][0]["failurePolicy"] == "Fail"


@pytest.mark.parametrize("services", [("nobody",), ("served", "nobody"), ()])
def test_a_configuration_that_would_call_nobody_is_not_led(services: tuple[str, ...]) -> None:
    assert redirected(configuration(*services), TARGETS) is None


def test_only_the_webhooks_that_somebody_answers_stay_in_a_chart() -> None:
    documents = "".join(
        f"""---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: of-{service}
webhooks:
- name: w.example.org
  clientConfig:
    service: {{name: {service}, path: /judge}}
"""
        for service in ("served", "nobody")
    )
    manifest, left_out = without_webhooks(documents, TARGETS)
    assert left_out == ["ValidatingWebhookConfiguration of-nobody"]
    assert "https://127.0.0.1:4711/judge" in manifest
    assert "of-nobody" not in manifest
