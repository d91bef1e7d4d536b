"""Examples for the policies on EC2."""

import base64

from policies.ec2 import (
    launch_template_encrypt_volumes,
    launch_template_hop_limit,
    launch_template_no_secrets,
    launch_template_require_imdsv2,
    security_group_no_open_ingress,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given


def _template(**props: object) -> Given:
    return Given("aws:ec2/launchTemplate:LaunchTemplate", props)


def _metadata(**options: object) -> Given:
    return _template(metadataOptions=options)


def _volume(**ebs: object) -> Given:
    return _template(blockDeviceMappings=[{"deviceName": "/dev/xvda", "ebs": ebs}])


def _encoded(text: str) -> Given:
    return _template(userData=base64.b64encode(text.encode()).decode())


def _ingress(**rule: object) -> Given:
    return Given("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", rule)


def _group(*rules: object) -> Given:
    return Given("aws:ec2/securityGroup:SecurityGroup", {"ingress": list(rules)})


_SSH = {"protocol": "tcp", "fromPort": 22.0, "toPort": 22.0}
_KEY = "AKIA" + "IOSFODNN7EXAMPLE"

EXAMPLES = [
    Examples(
        launch_template_require_imdsv2.POLICY,
        passing=[_metadata(httpTokens="required"), _metadata(httpEndpoint="disabled")],
        failing=[_metadata(httpTokens="optional"), _metadata(httpEndpoint="enabled")],
        absent=_template(),
        absence_fails=True,
        unknown=_metadata(httpTokens=UNKNOWN),
    ),
    Examples(
        launch_template_hop_limit.POLICY,
        passing=[_metadata(httpPutResponseHopLimit=1.0), _metadata(httpEndpoint="disabled")],
        failing=[_metadata(httpPutResponseHopLimit=2.0)],
        absent=_template(),
        absence_fails=True,
        unknown=_metadata(httpPutResponseHopLimit=UNKNOWN),
    ),
    Examples(
        launch_template_encrypt_volumes.POLICY,
        passing=[
            _volume(encrypted="true", kmsKeyId=UNKNOWN),
            _volume(encrypted=True, kmsKeyId="arn:aws:kms:…"),
            _template(
                blockDeviceMappings=[
                    {"deviceName": "/dev/sdb", "noDevice": ""},
                    {"deviceName": "/dev/xvda", "ebs": {"encrypted": "true", "kmsKeyId": "arn:aws:kms:…"}},
                ]
            ),
        ],
        failing=[_volume(encrypted="false", kmsKeyId="k"), _volume(encrypted="true"), _volume()],
        absent=_template(),
        absence_fails=True,
        unknown=_volume(encrypted=UNKNOWN, kmsKeyId="k"),
    ),
    Examples(
        launch_template_no_secrets.POLICY,
        passing=[_encoded("#!/bin/sh\nexport PASSWORD=$(aws secretsmanager get-secret-value)\n"), _encoded("hello")],
        failing=[
            _encoded(f"aws configure set aws_access_key_id {_KEY}"),
            _encoded("DB_PASSWORD=correcthorse"),
            _encoded("-----BEGIN RSA PRIVATE KEY-----\nMII"),
            _template(userData=f"plain {_KEY}"),
            Given("aws:ec2/instance:Instance", {"userData": "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI"}),
        ],
        absent=_template(),
        absence_fails=False,
        unknown=_template(userData=UNKNOWN),
    ),
    Examples(
        security_group_no_open_ingress.POLICY,
        passing=[
            _group({**_SSH, "cidrBlocks": ["10.0.0.0/8"]}),
            _group({"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0, "cidrBlocks": ["0.0.0.0/0"]}),
            _ingress(ipProtocol="-1", referencedSecurityGroupId="sg-1"),
            Given(
                "aws:ec2/securityGroupRule:SecurityGroupRule",
                {"type": "egress", "protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]},
            ),
        ],
        failing=[
            _group({**_SSH, "cidrBlocks": ["10.0.0.0/8", "0.0.0.0/0"]}),
            _group({**_SSH, "ipv6CidrBlocks": ["::/0"]}),
            _group({"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlocks": ["0.0.0.0/0"]}),
            _group({"protocol": "tcp", "fromPort": 1.0, "toPort": 100.0, "cidrBlocks": "0.0.0.0/0"}),
            _ingress(ipProtocol="tcp", fromPort=3389.0, toPort=3389.0, cidrIpv6="0::/0"),
            _ingress(ipProtocol="-1", cidrIpv4="0.0.0.0/0"),
            Given(
                "aws:ec2/securityGroupRule:SecurityGroupRule", {"type": "ingress", **_SSH, "cidrBlocks": ["0.0.0.0/1"]}
            ),
            _group({**_SSH, "cidrBlocks": [UNKNOWN]}, {**_SSH, "cidrBlocks": ["0.0.0.0/0"]}),
        ],
        absent=_group(),
        absence_fails=False,
        unknown=_group({**_SSH, "cidrBlocks": [UNKNOWN]}),
    ),
]
