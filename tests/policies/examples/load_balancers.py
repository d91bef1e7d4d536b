"""Examples for the policies on load balancers."""

from policies.lb import (
    listener_tls,
    load_balancer_access_log,
    load_balancer_drop_headers,
    load_balancer_web_acl,
)
from tests.policies.examples import Examples
from tests.policies.judging import UNKNOWN, Given

_REDIRECT = {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}
_FORWARD = {"type": "forward", "targetGroupArn": UNKNOWN}


def _listener(protocol: object = "HTTPS", policy: object = "", *actions: object, module: str = "lb") -> Given:
    props = {"protocol": protocol, "port": 443.0, "defaultActions": list(actions), "sslPolicy": policy or None}
    return Given(f"aws:{module}/listener:Listener", props, "listener")


def _tls(policy: str) -> Given:
    return _listener("HTTPS", f"ELBSecurityPolicy-{policy}", _FORWARD)


def _rule(*actions: object) -> Given:
    token = "aws:lb/listenerRule:ListenerRule"
    return Given(token, {"actions": list(actions), "listenerArn": UNKNOWN}, "rule", {"listenerArn": ["listener"]})


def _balancer(module: str = "lb", **props: object) -> Given:
    return Given(f"aws:{module}/loadBalancer:LoadBalancer", {"name": "gateway", **props}, "balancer")


def _logged(**logs: object) -> Given:
    return _balancer(accessLogs={"bucket": "logs", **logs})


def _web_acl(module: str = "wafv2", balancer: str = "balancer") -> Given:
    token = f"aws:{module}/webAclAssociation:WebAclAssociation"
    return Given(token, {"resourceArn": UNKNOWN}, "web-acl", {"resourceArn": [balancer]})


EXAMPLES = [
    Examples(
        listener_tls.POLICY,
        passing=[
            _tls("TLS13-1-2-2021-06"),
            _tls("TLS13-1-3-2021-06"),
            _tls("TLS13-1-2-Res-PQ-2025-09"),
            _tls("FS-1-2-Res-2020-10"),
            _tls("TLS-1-2-2017-01"),
            _listener("HTTP", "", _REDIRECT),
            [_listener("HTTP", "", _REDIRECT), _rule(_REDIRECT)],
            [_tls("TLS13-1-2-2021-06"), _rule(_FORWARD)],
            _listener("TCP", "", _FORWARD),
            Given("aws:lb/listener:Listener", {"defaultActions": [_FORWARD]}, "of-a-gateway-load-balancer"),
            _balancer("elb", listeners=[{"lbProtocol": "https"}, {"lbProtocol": "tcp"}]),
        ],
        failing=[
            _tls("2016-08"),
            _tls("TLS-1-1-2017-01"),
            _tls("FS-2018-06"),
            _tls("FS-1-1-2019-08"),
            _tls("TLS13-1-0-2021-06"),
            _tls("TLS13-1-1-2021-06"),
            _listener("HTTPS", "", _FORWARD),
            _listener("TLS", "", _FORWARD),
            _listener("https", "", _FORWARD, module="alb"),
            _listener("HTTP", "", _FORWARD),
            _listener("HTTP", "", {"type": "redirect", "redirect": {"port": "8080"}}),
            _listener("HTTP", "", {"type": "redirect", "redirect": {"protocol": "HTTP"}}),
            _listener("HTTP", "", {"type": "fixed-response"}),
            _listener("HTTP", "", {**_FORWARD, "redirect": {"protocol": "HTTPS"}}),
            _listener(None, "", _FORWARD),
            _listener("HTTP", "", UNKNOWN, _FORWARD),
            [_listener("HTTP", "", _REDIRECT), _rule(_FORWARD)],
            _balancer("elb", listeners=[{"lbProtocol": "https"}, {"lbProtocol": "http"}]),
        ],
        absent=Given("aws:lb/listener:Listener", {"port": 80.0, "defaultActions": [_FORWARD]}),
        absence_fails=True,
        unknown=_listener("HTTPS", UNKNOWN, _FORWARD),
    ),
    Examples(
        load_balancer_access_log.POLICY,
        passing=[
            _logged(enabled=True),
            _balancer("alb", accessLogs={"bucket": UNKNOWN, "enabled": True}),
            _balancer("elb", accessLogs={"bucket": "logs"}),
            _balancer(loadBalancerType="gateway"),
        ],
        failing=[
            _logged(),
            _logged(enabled=False),
            _balancer(accessLogs={"enabled": True}),
            _balancer("alb"),
            _balancer("elb"),
            _balancer("elb", accessLogs={"bucket": "logs", "enabled": False}),
            _balancer(loadBalancerType="network"),
        ],
        absent=_balancer(),
        absence_fails=True,
        unknown=_logged(enabled=UNKNOWN),
    ),
    Examples(
        load_balancer_drop_headers.POLICY,
        passing=[
            _balancer(dropInvalidHeaderFields=True),
            _balancer(loadBalancerType="network"),
            _balancer(loadBalancerType="gateway"),
        ],
        failing=[
            _balancer(dropInvalidHeaderFields=False),
            _balancer("alb", loadBalancerType="application"),
        ],
        absent=_balancer(),
        absence_fails=True,
        unknown=_balancer(dropInvalidHeaderFields=UNKNOWN),
    ),
    Examples(
        load_balancer_web_acl.POLICY,
        passing=[
            [_balancer(), _web_acl()],
            [_balancer("alb"), _web_acl("wafregional")],
            _balancer(internal=True),
            _balancer(loadBalancerType="network"),
        ],
        failing=[
            _balancer(internal=False),
            _balancer("alb", loadBalancerType="application"),
            [_balancer(), _web_acl(balancer="other")],
        ],
        absent=_balancer(),
        absence_fails=True,
        unknown=_balancer(internal=UNKNOWN),
    ),
]
