"""opentelemetry-instrumentation-openai-v2: what it records of each kind of call."""

from __future__ import annotations

import os

os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true"

from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor

from spans import calls

OpenAIInstrumentor().instrument()
calls()
OpenAIInstrumentor().uninstrument()
calls()
