"""Tests of the fixed part of generated packages, over real sockets."""
