"""The generator's own docs: pages made from the schema of configs and from the command line, the site, and their tests."""
