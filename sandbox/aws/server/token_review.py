"""EKS sign-in: the API server's token webhook.

A token is a presigned STS GetCallerIdentity request for one cluster. EKS sends it to STS; here the signature is checked
against the secret of the emulated access key, which is what STS would do. Tokens are never logged.
"""

import base64
import binascii
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit, urlunsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.core.request import Request
from moto.iam.models import get_account_id_from
from werkzeug import Response

from sandbox.aws.server.calls import CREDENTIAL
from sandbox.aws.server.eks import access_policies, entries
from sandbox.aws.server.emulation import Emulation
from sandbox.aws.server.identity import Identity, caller
from sandbox.aws.server.kubernetes_api import ApiServerRefusedError, ApiServerUnavailableError
from sandbox.aws.server.shapes import Shape, part

PREFIX = "k8s-aws-v1."
# EKS takes a token for 15 minutes, whatever the expiry that it was presigned with.
LIFETIME = timedelta(minutes=15)
CLOCK_SKEW = timedelta(minutes=5)


def review(request: Request, emulation: Emulation) -> Response:
    """Answer a TokenReview of the API server."""
    body: Shape = request.get_json(force=True)
    status = _status(str(part(body, "spec").get("token") or ""), emulation)
    answer = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "status": status}
    return Response(json.dumps(answer), content_type="application/json")


def _status(token: str, emulation: Emulation) -> Shape:
    cluster = emulation.eks.cluster
    if cluster is None:
        return _refused("there is no EKS cluster")
    identity = authenticate(token, cluster.name)
    if identity is None:
        return _refused("this is no valid EKS token for this cluster")
    user = entries.sign_in(cluster, identity)
    if user is None:
        return _refused(f"{identity.principal_arn} has no access entry in cluster {cluster.name}")
    try:
        # Namespaces that came after the policy was associated get their RoleBinding now.
        access_policies.bind(emulation.kubernetes, cluster)
    except (ApiServerUnavailableError, ApiServerRefusedError) as error:
        return _refused(f"the RoleBindings of access policies cannot be made: {error}")
    name, groups = user
    return {
        "authenticated": True,
        "user": {
            "username": name,
            "uid": f"aws-iam-authenticator:{identity.account}:{identity.unique_id}",
            "groups": groups,
            "extra": {
                "arn": [identity.arn],
                "canonicalArn": [identity.principal_arn],
                "sessionName": [identity.session_name],
            },
        },
    }


def authenticate(token: str, cluster: str) -> Identity | None:
    """Return who signed the token for the cluster, or None."""
    url = _decoded(token)
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    credential = CREDENTIAL.fullmatch(query.get("X-Amz-Credential", ""))
    signed = query.get("X-Amz-SignedHeaders", "").split(";")
    if not credential or query.get("Action") != "GetCallerIdentity" or "x-k8s-aws-id" not in signed:
        return None
    if not _is_fresh(query.get("X-Amz-Date", "")):
        return None
    identity = caller(get_account_id_from(credential["key"]), credential["key"])
    if identity is None:
        return None
    unsigned = "&".join(pair for pair in parts.query.split("&") if not pair.startswith("X-Amz-Signature="))
    headers = {"host": parts.netloc, "x-k8s-aws-id": cluster}
    expected = AWSRequest("GET", urlunsplit(parts._replace(query=unsigned)), headers=headers)
    expected.context["timestamp"] = query["X-Amz-Date"]
    signer = SigV4QueryAuth(
        Credentials(credential["key"], identity.secret_access_key), credential["service"], credential["region"]
    )
    signature = signer.signature(signer.string_to_sign(expected, signer.canonical_request(expected)), expected)
    return identity if hmac.compare_digest(signature, query.get("X-Amz-Signature", "")) else None


def _decoded(token: str) -> str:
    encoded = token.removeprefix(PREFIX)
    if encoded == token:
        return ""
    try:
        return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _is_fresh(date: str) -> bool:
    try:
        signed_at = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return -CLOCK_SKEW <= datetime.now(UTC) - signed_at <= LIFETIME


def _refused(why: str) -> Shape:
    return {"authenticated": False, "error": why}
