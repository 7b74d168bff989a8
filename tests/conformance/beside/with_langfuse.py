"""langfuse: the clients of `langfuse.openai`, and the observations that it makes of their calls."""

from __future__ import annotations

import os

os.environ |= {"LANGFUSE_PUBLIC_KEY": "pk", "LANGFUSE_SECRET_KEY": "sk", "LANGFUSE_HOST": "http://127.0.0.1:9"}

from langfuse import Langfuse

from spans import calls, exporter, provider

Langfuse(tracer_provider=provider, span_exporter=exporter, flush_at=1, flush_interval=0.01)

import langfuse.openai  # noqa: F401 - it wraps the methods of the SDK

calls()
