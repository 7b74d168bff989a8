"""Every OpenAPI 3 document of a public directory through the generator, and every module of every package imported."""
