"""What Envoy is told as a tenant's egress proxy: tunnels to listed hosts on port 443, and nothing else."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network

from components.public_addresses import SPECIAL_RANGES

HTTPS_PORT = 443
REFUSAL = "the settings of the tenant do not list this host on port 443\n"
Json = Mapping[str, object]
_ANYTHING: Json = {}
_TYPES = "type.googleapis.com/envoy.extensions"


def envoy(hosts: Sequence[str], port: int) -> Json:
    """The whole configuration; there is no administration interface."""
    cache: Json = {
        "name": "hosts",
        "dns_lookup_family": "V4_ONLY",
        # Names are whole: the search list of a pod would look below the cluster's domain, too.
        "typed_dns_resolver_config": _extension(
            "envoy.network.dns_resolver.cares",
            "network.dns_resolver.cares.v3.CaresDnsResolverConfig",
            dns_resolver_options={"no_default_search_domain": True},
        ),
    }
    listener: Json = {
        "name": "proxy",
        "address": {"socket_address": {"address": "0.0.0.0", "port_value": port}},  # noqa: S104 - in a pod of its own
        "filter_chains": [{"filters": [_connection_manager(hosts, cache)]}],
    }
    cluster: Json = {
        "name": "hosts",
        "lb_policy": "CLUSTER_PROVIDED",
        "connect_timeout": "10s",
        "cluster_type": _extension(
            "envoy.clusters.dynamic_forward_proxy",
            "clusters.dynamic_forward_proxy.v3.ClusterConfig",
            dns_cache_config=cache,
        ),
    }
    return {
        "overload_manager": {"resource_monitors": [_most_connections()]},
        "static_resources": {"listeners": [listener], "clusters": [cluster]},
    }


def _connection_manager(hosts: Sequence[str], cache: Json) -> Json:
    return _extension(
        "envoy.filters.network.http_connection_manager",
        "filters.network.http_connection_manager.v3.HttpConnectionManager",
        stat_prefix="proxy",
        codec_type="HTTP1",
        upgrade_configs=[{"upgrade_type": "CONNECT"}],
        access_log=[_access_log()],
        stream_idle_timeout="600s",
        route_config={"virtual_hosts": [*map(_allowed, hosts), _virtual_host("everything-else", ["*"])]},
        http_filters=[
            _extension(
                "envoy.filters.http.dynamic_forward_proxy",
                "filters.http.dynamic_forward_proxy.v3.FilterConfig",
                dns_cache_config=cache,
                save_upstream_address=True,  # for the next one
            ),
            # A name that leads to an address inside is refused, whoever answers for it.
            _extension("envoy.filters.http.rbac", "filters.http.rbac.v3.RBAC", rules=_no_special_address()),
            _extension("envoy.filters.http.router", "filters.http.router.v3.Router"),
        ],
    )


def _allowed(host: str) -> Json:
    # As in an allow-list of the egress firewall, .example.com is that domain and all below it.
    name = host.removeprefix(".")
    names = [name, f"*.{name}"] if host != name else [name]
    upgrade: Json = {"upgrade_type": "CONNECT", "connect_config": _ANYTHING}
    tunnel: Json = {
        "match": {"connect_matcher": _ANYTHING},
        "route": {"cluster": "hosts", "timeout": "0s", "upgrade_configs": [upgrade]},
    }
    return _virtual_host(name, [f"{one}:{HTTPS_PORT}" for one in names], tunnel)


def _virtual_host(name: str, domains: Sequence[str], *routes: Json) -> Json:
    refused: Json = {"status": 403, "body": {"inline_string": REFUSAL}}
    # CONNECT has no path, so no prefix matches it.
    matches: tuple[Json, ...] = ({"connect_matcher": _ANYTHING}, {"prefix": "/"})
    others = [{"match": match, "direct_response": refused} for match in matches]
    return {"name": name, "domains": domains, "routes": [*routes, *others]}


def _no_special_address() -> Json:
    matchers = [
        _extension(
            "envoy.rbac.matchers.upstream_ip_port",
            "rbac.matchers.upstream_ip_port.v3.UpstreamIpPortMatcher",
            upstream_ip={"address_prefix": str(one.network_address), "prefix_len": one.prefixlen},
        )
        for one in map(IPv4Network, SPECIAL_RANGES)
    ]
    denied: Json = {"permissions": [{"matcher": matcher} for matcher in matchers], "principals": [{"any": True}]}
    return {"action": "DENY", "policies": {"special-ranges": denied}}


def _most_connections() -> Json:
    return _extension(
        "envoy.resource_monitors.global_downstream_max_connections",
        "resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
        max_active_downstream_connections=1000,
    )


def _access_log() -> Json:
    return _extension(
        "envoy.access_loggers.stdout",
        "access_loggers.stream.v3.StdoutAccessLog",
        log_format={
            "json_format": {
                "time": "%START_TIME%",
                "from": "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
                "method": "%REQ(:METHOD)%",
                "host": "%REQ(:AUTHORITY)%",
                "status": "%RESPONSE_CODE%",
                "why": "%RESPONSE_CODE_DETAILS%",
                "address": "%UPSTREAM_HOST%",
                "bytes_sent": "%BYTES_RECEIVED%",
                "bytes_received": "%BYTES_SENT%",
                "milliseconds": "%DURATION%",
            }
        },
    )


def _extension(name: str, message: str, **fields: object) -> Json:
    return {"name": name, "typed_config": {"@type": f"{_TYPES}.{message}", **fields}}
