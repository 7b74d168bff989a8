"""opentelemetry-instrumentation-openai-v2: what it records of each kind of call."""

from __future__ import annotations

from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor

from spans import calls

OpenAIInstrumentor().instrument()
calls()
OpenAIInstrumentor().uninstrument()
calls()
