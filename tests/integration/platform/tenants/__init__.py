"""Eight tenants of all data classes, deployed: what the API server, the scheduler and the account say of them."""
