"""Image repositories and what is declared beside them."""

REPOSITORY = "aws:ecr/repository:Repository"
