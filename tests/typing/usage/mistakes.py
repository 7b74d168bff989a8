"""Mistakes that type checkers have to find: at each line with a mark at its end, and nowhere else. Never run."""

import httpx2
from openai_sdk import AsyncOpenAI, OpenAI
from openai_sdk.types import Batch
from openai_sdk.types.chat import ChatCompletionUserMessageParam


def arguments(client: OpenAI) -> None:
    """Unknown, missing, misplaced and mistyped arguments."""
    client.models.retrieve("m", nonsense=1)  # mistake
    client.models.retrieve()  # mistake
    client.models.retrieve(7)  # mistake
    client.models.retrieve("m", timeout="long")  # mistake
    client.embeddings.create("m", "text")  # mistake
    client.embeddings.create(model="m", input="a", encoding_format="hex")  # mistake
    client.embeddings.create(model="m", input=None)  # mistake
    client.embeddings.create(model="m")  # mistake
    client.vector_stores.create(file_ids="file-1")  # mistake
    client.responses.create(model="m", input="Hi.", include="reasoning.encrypted_content")  # mistake


def bodies(client: OpenAI) -> None:
    """Members of objects: unknown, missing, of the wrong type."""
    message: ChatCompletionUserMessageParam = {"role": "user"}  # mistake
    message = {"role": "sailor", "content": "Hi."}  # mistake
    message = {"role": "user", "content": "Hi.", "colour": "blue"}  # mistake
    client.chat.completions.create(model="m", messages=[message], stream="yes")  # mistake


def results(client: OpenAI) -> None:
    """What is not there, or may be null."""
    client.models.retrieve("m").colour  # mistake
    len(client.chat.completions.create(model="m", messages=[]).choices[0].message.content)  # mistake
    client.batches.list().get_next_page().colour  # mistake
    client.audio.translations.create(file=b"", model="m").segments  # mistake
    client.audio.translations.create(file=b"", model="m", response_format="text").segments  # mistake
    client.audio.translations.create(file=b"", model="m", response_format="diarized_json")  # mistake
    client.nonsense  # mistake
    client.chat.nonsense.create()  # mistake
    for event in client.chat.completions.create(model="m", messages=[], stream=True):
        event.text  # mistake


async def asynchronous(client: AsyncOpenAI) -> None:
    """A client of the other kind, and calls that nobody awaits."""
    batch: Batch = client.batches.retrieve("b")  # mistake
    for _ in client.batches.list():  # mistake
        print(batch)
    OpenAI(http_client=httpx2.AsyncClient())  # mistake
    AsyncOpenAI(http_client=httpx2.Client())  # mistake
