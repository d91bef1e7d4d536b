"""Controllers that really run: processes that stand for Deployments of installed charts."""
