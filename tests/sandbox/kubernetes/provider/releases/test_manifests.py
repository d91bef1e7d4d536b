from sandbox.kubernetes.provider.releases.manifests import resource_names, without_webhooks

MANIFEST = """---
# Source: chart/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  labels:
    name: not-this
  name: "manager"
  namespace: kserve
spec: {}
---
# Source: chart/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
    name: manager
    namespace: kserve
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: guard
webhooks: []
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: policy
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: queues.example.org
spec:
  conversion:
    strategy: Webhook
    webhook:
      clientConfig: {}
  group: example.org
---
# only a comment
"""


def test_names_are_listed_by_kind_as_the_real_provider_does():
    assert resource_names(MANIFEST) == {
        "CustomResourceDefinition.apiextensions.k8s.io/apiextensions.k8s.io/v1": ["queues.example.org"],
        "Deployment.apps/apps/v1": ["kserve/manager"],
        "Service/v1": ["kserve/manager"],
        "ValidatingAdmissionPolicy.admissionregistration.k8s.io/admissionregistration.k8s.io/v1": ["policy"],
        "ValidatingWebhookConfiguration.admissionregistration.k8s.io/admissionregistration.k8s.io/v1": ["guard"],
    }


def test_webhooks_of_pods_that_do_not_run_are_left_out_and_named():
    manifest, left_out = without_webhooks(MANIFEST, {})
    assert left_out == [
        "ValidatingWebhookConfiguration guard",
        "conversion webhook of CustomResourceDefinition queues.example.org",
    ]
    assert "guard" not in manifest
    assert "strategy: Webhook" not in manifest
    assert "group: example.org" in manifest


def test_everything_else_stays():
    manifest, _left_out = without_webhooks(MANIFEST, {})
    kept = resource_names(MANIFEST)
    del kept["ValidatingWebhookConfiguration.admissionregistration.k8s.io/admissionregistration.k8s.io/v1"]
    assert resource_names(manifest) == kept
