"""Every entry of the controllers' table is whole."""

import string

import pytest

from sandbox.controllers.controller import Controller
from sandbox.controllers.table import CONTROLLERS, port_names
from sandbox.engine.toolsets import tool_set_of
from sandbox.environment import Credentials
from sandbox.installation import TOOLS
from sandbox.kubernetes import control_plane
from sandbox.ports import BLOCK_SIZE

KNOWN = {"kubeconfig", "admin_kubeconfig", "directory", "namespace", "aws", *Credentials.model_fields}
every_controller = pytest.mark.parametrize("controller", CONTROLLERS, ids=lambda one: one.name)


@every_controller
def test_templates_name_only_what_exists(controller: Controller) -> None:
    for template in (*controller.arguments, *controller.environment.values()):
        fields = {name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name}
        assert fields <= KNOWN | set(controller.ports), template


@every_controller
def test_its_tool_is_built_with_the_others(controller: Controller) -> None:
    assert tool_set_of(controller.tool)
    assert controller.tool in TOOLS


@every_controller
def test_its_health_can_be_asked(controller: Controller) -> None:
    assert "health" in controller.ports
    assert controller.health_path.startswith("/")


@every_controller
def test_webhooks_have_a_port(controller: Controller) -> None:
    assert bool(controller.webhook_services) == ("webhook" in controller.ports)


def test_names_images_and_ports_are_unique() -> None:
    for values in ([one.name for one in CONTROLLERS], [one.image for one in CONTROLLERS], list(port_names())):
        assert len(set(values)) == len(values)


def test_all_ports_fit_into_a_clones_block() -> None:
    assert len((*control_plane.PORTS, "aws", *port_names())) <= BLOCK_SIZE
