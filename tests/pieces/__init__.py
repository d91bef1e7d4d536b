"""The pieces of a tenant's firewall: what each one is for, and who notices when it is missing."""
