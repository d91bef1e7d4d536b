"""The egress proxy as tenants meet it: Envoy itself, with the configuration that the component declares."""
