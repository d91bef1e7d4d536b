"""`python -m infra.cli`: the command line of the checkout in the working directory."""

from infra.cli.app import main

main()
