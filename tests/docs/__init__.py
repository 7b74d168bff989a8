"""The generator's own docs: the pages that are made, the site, and tests of all."""
