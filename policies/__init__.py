"""The policy pack: it guards every preview, and sees resources only."""
