"""opentelemetry-instrumentation-openai: what it records of each kind of call."""

from __future__ import annotations

from opentelemetry.instrumentation.openai import OpenAIInstrumentor

from spans import calls

OpenAIInstrumentor().instrument()
calls()
OpenAIInstrumentor().uninstrument()
calls()
