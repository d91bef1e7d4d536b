"""EKS add-ons: recorded and checked; the sandbox has no place to run them, but has their custom resources."""

import uuid

import yaml

from sandbox.aws.server.calls import Call
from sandbox.aws.server.eks import addon_objects, pod_identity
from sandbox.aws.server.eks.addon_versions import choose, family_of
from sandbox.aws.server.eks.errors import InvalidParameterError, ResourceInUseError
from sandbox.aws.server.eks.lookup import addon_of, cluster_of, page, require_role
from sandbox.aws.server.eks.state import Cluster, now
from sandbox.aws.server.shapes import Shape, items, part

FIELDS = ("configurationValues", "serviceAccountRoleArn")


def create_addon(call: Call) -> Shape:
    """Install an add-on."""
    cluster, params = cluster_of(call), call.params
    name = params["addonName"]
    family = family_of(name)
    if name in cluster.addons:
        raise ResourceInUseError("Addon already exists.", cluster=cluster.name, addon=name)
    _require_values(call)
    addon: Shape = {
        "addonName": name,
        "clusterName": cluster.name,
        "status": "ACTIVE",
        "addonVersion": choose(name, params.get("addonVersion"), cluster.data["version"]),
        "health": {"issues": []},
        "addonArn": cluster.arn("addon", cluster.name, name, str(uuid.uuid4())),
        "createdAt": now(),
        "modifiedAt": now(),
        "tags": part(params, "tags"),
        "namespaceConfig": params.get("namespaceConfig") or {"namespace": family.namespace},
    }
    addon |= {field: params[field] for field in FIELDS if params.get(field)}
    addon["podIdentityAssociations"] = _associate(call, cluster, addon, items(params, "podIdentityAssociations"))
    addon_objects.install(call.emulation.kubernetes, name)
    cluster.addons[name] = addon
    return {"addon": addon}


def describe_addon(call: Call) -> Shape:
    """Return an add-on."""
    return {"addon": addon_of(call, cluster_of(call))}


def list_addons(call: Call) -> Shape:
    """List the cluster's add-ons."""
    return page(call, cluster_of(call).addons, "addons")


def update_addon(call: Call) -> Shape:
    """Change version, configuration or roles; what the request leaves out stays."""
    cluster, params = cluster_of(call), call.params
    addon = addon_of(call, cluster)
    _require_values(call)
    version = choose(addon["addonName"], params.get("addonVersion") or addon["addonVersion"], cluster.data["version"])
    addon |= {"addonVersion": version, "modifiedAt": now()}
    for field in FIELDS:
        if field in params:
            # An empty string is how EKS is told to take the value away.
            addon[field] = params[field] or None
    if "podIdentityAssociations" in params:
        _dissociate(cluster, addon)
        addon["podIdentityAssociations"] = _associate(call, cluster, addon, params["podIdentityAssociations"])
    return {"update": cluster.record("AddonUpdate", {"AddonVersion": version}, addon=addon["addonName"])}


def delete_addon(call: Call) -> Shape:
    """Remove an add-on and the associations that it owns."""
    cluster = cluster_of(call)
    addon = addon_of(call, cluster)
    _dissociate(cluster, addon)
    if not call.params.get("preserve"):
        addon_objects.remove(call.emulation.kubernetes, addon["addonName"])
    del cluster.addons[addon["addonName"]]
    return {"addon": addon | {"status": "DELETING"}}


def _require_values(call: Call) -> None:
    if role := call.params.get("serviceAccountRoleArn"):
        require_role(call, role)
    if values := call.params.get("configurationValues"):
        try:
            valid = isinstance(yaml.safe_load(values), dict)
        except yaml.YAMLError:
            valid = False
        if not valid:
            message = f"ConfigurationValue provided in request is not a JSON or YAML object: {values}"
            raise InvalidParameterError(message)


def _associate(call: Call, cluster: Cluster, addon: Shape, wanted: list[Shape]) -> list[str]:
    namespace = addon["namespaceConfig"]["namespace"]
    return [
        pod_identity.associate(call, cluster, {**item, "namespace": namespace}, owner=addon["addonArn"])[
            "associationArn"
        ]
        for item in wanted
    ]


def _dissociate(cluster: Cluster, addon: Shape) -> None:
    cluster.pod_identities = {
        name: association
        for name, association in cluster.pod_identities.items()
        if association.get("ownerArn") != addon["addonArn"]
    }


OPERATIONS = {
    "CreateAddon": create_addon,
    "DescribeAddon": describe_addon,
    "ListAddons": list_addons,
    "UpdateAddon": update_addon,
    "DeleteAddon": delete_addon,
}
