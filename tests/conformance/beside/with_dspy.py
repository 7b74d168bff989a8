"""dspy: predictions over a model, typed and with tools, and embeddings."""

from __future__ import annotations

import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

from typing import Any

import dspy

from steps import step


class Weather(dspy.Signature):
    """Tell the weather."""

    place: str = dspy.InputField()
    degrees: int = dspy.OutputField()


for kind in ("chat", "responses"):
    model: Any = dspy.LM("openai/gpt-4o-mini", model_type=kind, cache=False)
    step(f"{kind} call", lambda model=model: model("Hi"))
    step(f"{kind} call later", lambda model=model: model.acall("Hi"))
    with dspy.context(lm=model, adapter=dspy.JSONAdapter()):
        step(f"{kind} predict", lambda: dspy.Predict(Weather)(place="here").toDict())
embedder = dspy.Embedder("openai/text-embedding-3-small", caching=False)
step("embed", lambda: embedder(["a", "b"]).tolist())
