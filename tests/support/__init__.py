"""What several test areas need: generated packages, and a real HTTP server to talk to."""
