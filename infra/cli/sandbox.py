"""`mlplatform sandbox …`: the emulated account and the cluster themselves."""
