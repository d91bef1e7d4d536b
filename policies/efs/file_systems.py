"""File systems and what is declared beside them."""

from collections import defaultdict

import pulumi_policy as pp

from policies.properties import Properties
from policies.resources import Referenced, Resource, of_stack


def declared(args: pp.StackValidationArgs) -> list[Resource]:
    """The file systems of a stack."""
    return of_stack(args, "aws:efs/fileSystem:FileSystem")


def configured(args: pp.StackValidationArgs, resource_type: str) -> dict[str, list[Properties]]:
    """What resources of a type say of each file system, by the file system's URN."""
    file_systems = Referenced(declared(args), "id")
    found: dict[str, list[Properties]] = defaultdict(list)
    for resource in of_stack(args, resource_type):
        for file_system in file_systems.by(resource, "fileSystemId"):
            found[file_system.urn].append(resource.properties)
    return found
