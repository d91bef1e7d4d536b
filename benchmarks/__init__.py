"""What the platform costs in time, as ratios within one run."""
