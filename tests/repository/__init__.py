"""What the part `repository` writes, and the metadata of packages."""
