"""Examples for the policies on image repositories."""

from policies.ecr import (
    repository_immutable_tags,
    repository_kms_key,
    repository_lifecycle,
    repository_no_force_delete,
    repository_scan_on_push,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given


def _repository(name: object = "models", resource: str = "repository", **props: object) -> Given:
    return Given("aws:ecr/repository:Repository", {"name": name, **props}, resource)


def _encrypted(*configurations: object) -> Given:
    return _repository(encryptionConfigurations=list(configurations))


def _template(**props: object) -> Given:
    return Given("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", {"prefix": "cache", **props}, "it")


def _lifecycle(repository: object, *origins: str) -> Given:
    token = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
    return Given(token, {"repository": repository, "policy": "{}"}, "lifecycle", {"repository": origins})


def _registry(pattern: object, frequency: object = "SCAN_ON_PUSH") -> Given:
    rule = {"scanFrequency": frequency, "repositoryFilters": [{"filter": pattern, "filterType": "WILDCARD"}]}
    return Given(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        {"scanType": "ENHANCED", "rules": [rule]},
        "registry",
    )


_ON, _OFF = {"scanOnPush": True}, {"scanOnPush": False}

EXAMPLES = [
    Examples(
        repository_immutable_tags.POLICY,
        passing=[_repository(imageTagMutability="IMMUTABLE")],
        failing=[
            _repository(imageTagMutability="MUTABLE"),
            _repository(imageTagMutability="IMMUTABLE_WITH_EXCLUSION"),
            _repository(imageTagMutability=""),
        ],
        absent=_repository(),
        absence_fails=True,
        unknown=_repository(imageTagMutability=UNKNOWN),
    ),
    Examples(
        repository_scan_on_push.POLICY,
        passing=[
            _repository(imageScanningConfiguration=_ON),
            _repository(imageScanningConfiguration={"scanOnPush": "true"}),
            [_repository(), _registry("*")],
            [_repository("prod/models"), _registry("prod/*", "CONTINUOUS_SCAN")],
            [_repository("prod/models/v1"), _registry("models")],
        ],
        failing=[
            _repository(imageScanningConfiguration=_OFF),
            [_repository(imageScanningConfiguration=_ON), _registry("base/*")],
            [_repository(), _registry("*", "MANUAL")],
            [_repository(imageScanningConfiguration=_ON), _repository("base", "other")],
            [_repository(UNKNOWN, imageScanningConfiguration=UNKNOWN), _repository("base", "other")],
        ],
        absent=_repository(),
        absence_fails=True,
        unknown=_repository(imageScanningConfiguration=UNKNOWN),
    ),
    Examples(
        repository_kms_key.POLICY,
        passing=[
            _encrypted({"encryptionType": "KMS", "kmsKey": UNKNOWN}),
            _encrypted({"encryptionType": "KMS_DSSE", "kmsKey": "arn:aws:kms:…"}),
            _template(encryptionConfigurations=[{"encryptionType": "KMS", "kmsKey": UNKNOWN}]),
        ],
        failing=[
            _encrypted(),
            _encrypted({"encryptionType": "KMS"}),
            _encrypted({"encryptionType": "AES256"}),
            _encrypted({"kmsKey": "arn:aws:kms:…"}),
            _template(encryptionConfigurations=[{"encryptionType": "AES256"}]),
        ],
        absent=_repository(),
        absence_fails=True,
        unknown=_encrypted({"encryptionType": UNKNOWN, "kmsKey": UNKNOWN}),
    ),
    Examples(
        repository_lifecycle.POLICY,
        passing=[
            [_repository(), _lifecycle("models")],
            [_repository(UNKNOWN), _lifecycle(UNKNOWN, "repository")],
            [_repository("a", "one"), _repository("b", "two"), _lifecycle("a"), _lifecycle(UNKNOWN, "two")],
        ],
        failing=[
            [_repository(), _lifecycle("others")],
            [_repository("a", "one"), _repository("b", "two"), _lifecycle(UNKNOWN, "one")],
            [_repository(UNKNOWN), _lifecycle("models")],
        ],
        absent=_repository(),
        absence_fails=True,
        unknown=[_repository(), _lifecycle(UNKNOWN)],  # what came from nowhere is beside no repository
    ),
    Examples(
        repository_no_force_delete.POLICY,
        passing=[_repository(forceDelete=False)],
        failing=[_repository(forceDelete=True), _repository(forceDelete="true")],
        absent=_repository(),
        absence_fails=False,
        unknown=_repository(forceDelete=UNKNOWN),
    ),
]
