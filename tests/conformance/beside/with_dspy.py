"""dspy: predictions over a model, typed, with tools, streamed, embeddings, and training by the SDK itself."""

from __future__ import annotations

import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

from typing import Any

import dspy
import openai
from dspy.clients.openai import OpenAIProvider, TrainingJobOpenAI

from steps import step


class Weather(dspy.Signature):
    """Tell the weather."""

    place: str = dspy.InputField()
    degrees: int = dspy.OutputField()


def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


def told(model: Any) -> Any:
    """What a model remembers of its last call."""
    last = model.history[-1]
    return [last["outputs"], last["usage"], last["response_model"], last["cost"]]


async def streamed(program: Any) -> Any:
    found: list[Any] = []
    async for part in dspy.streamify(program)(place="here"):
        if isinstance(part, dspy.Prediction):
            found.append(part.toDict())
        else:
            found += [choice.delta.content for choice in part.choices]
    return found


def trained() -> Any:
    """What a job of fine-tuning is asked for, and what it says."""
    file = OpenAIProvider.upload_data(__file__)
    job = OpenAIProvider._start_remote_training(train_file_id=file, model="gpt-4o-mini", train_kwargs={"n_epochs": 1})
    running = TrainingJobOpenAI()
    running.provider_job_id, running.provider_file_id = job, file
    return [file, job, running.status().name, OpenAIProvider.does_job_exist(job), OpenAIProvider.does_file_exist(file)]


for kind in ("chat", "responses"):
    model: Any = dspy.LM("openai/gpt-4o-mini", model_type=kind, cache=False, num_retries=0)
    lost: Any = dspy.LM(
        "openai/gpt-4o-mini",
        model_type=kind,
        cache=False,
        num_retries=0,
        api_base=os.environ["OPENAI_BASE_URL"] + "/none",
    )
    step(f"{kind} call", lambda model=model: model("Hi"))
    step(f"{kind} told", lambda model=model: told(model))
    step(f"{kind} call later", lambda model=model: model.acall("Hi"))
    step(f"{kind} error", lambda lost=lost: lost("Hi"))
    step(f"{kind} error later", lambda lost=lost: lost.acall("Hi"))
    with dspy.context(lm=model, adapter=dspy.JSONAdapter()):
        step(f"{kind} predict", lambda: dspy.Predict(Weather)(place="here").toDict())
        step(f"{kind} predict later", lambda: dspy.Predict(Weather).acall(place="here"))
        step(f"{kind} streamed", lambda: streamed(dspy.Predict(Weather)))
        step(f"{kind} thought", lambda: dspy.ChainOfThought(Weather)(place="here").toDict())
        step(
            f"{kind} tools", lambda: dspy.ReAct("question -> answer", [weather_in], max_iters=1)(question="How is it?")
        )
embedder = dspy.Embedder("openai/text-embedding-3-small", caching=False)
step("embed", lambda: embedder(["a", "b"]).tolist())
step("embed later", lambda: embedder.acall(["a", "b"]))
openai.max_retries = 0
step("trained", trained)
