"""IAM: updates that keep what they do not name, and the checks that moto leaves out."""

from moto.iam.policy_validation import IAMTrustPolicyDocumentValidator
from werkzeug import Response

from sandbox.aws.server.calls import AwsError, Call
from sandbox.aws.server.shapes import Shape


def create_role(call: Call) -> Response:
    """Refuse a trust policy that is none."""
    IAMTrustPolicyDocumentValidator(call.params["AssumeRolePolicyDocument"]).validate()
    return call.forward()


def update_role(call: Call) -> Shape:
    """Change description or session duration; moto resets the one that the request leaves out."""
    iam, params = call.backend("iam"), call.params
    role = iam.get_role(params["RoleName"])
    description = params.get("Description", role.description)
    iam.update_role(role.name, description, params.get("MaxSessionDuration", role.max_session_duration))
    return {}


def delete_policy(call: Call) -> Response:
    """Refuse while the policy is attached or has versions besides its default one."""
    policy = call.backend("iam").get_policy(call.params["PolicyArn"])
    if policy.attachment_count:
        raise AwsError("DeleteConflict", "Cannot delete a policy attached to entities.")
    if len(policy.versions) > 1:
        message = (
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions."
        )
        raise AwsError("DeleteConflict", message)
    return call.forward()


OPERATIONS = {"CreateRole": create_role, "UpdateRole": update_role, "DeletePolicy": delete_policy}
