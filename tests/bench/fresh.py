"""What a client package costs a fresh process, against an interpreter that has loaded nothing.

    python fresh.py MEASUREMENT PACKAGE|floor URL

Prints one line of JSON: CPU seconds, memory in MB and modules. So that everything a package needs is counted as its
own, this file imports only what an empty interpreter has loaded anyway, and `reading.py`, which imports nothing.
"""

import sys
import time

from reading import CHAT_ANSWER, RESPONSE_ANSWER, reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FLOOR = "floor"
MESSAGES = [{"role": "user", "content": "How many legs has a lobster?"}]
CHAT = (
    b'{"id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": "gpt-5", "choices": [{"index": '
    b'0, "message": {"role": "assistant", "content": "Ten.", "refusal": null, "annotations": []}, "logprobs": null, '
    b'"finish_reason": "stop"}], "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15, '
    b'"prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0}, "completion_tokens_details": '
    b'{"reasoning_tokens": 0, "audio_tokens": 0}}, "service_tier": "default"}'
)

RESPONSE = (
    b'{"id": "resp_1", "object": "response", "created_at": 1700000000, "status": "completed", "error": null, '
    b'"incomplete_details": null, "instructions": null, "metadata": {}, "model": "gpt-5", "output": [{"id": "msg_1", '
    b'"type": "message", "role": "assistant", "status": "completed", "content": [{"type": "output_text", "text": '
    b'"Ten.", "annotations": [], "logprobs": []}]}], "parallel_tool_calls": true, "temperature": 1.0, "tool_choice": '
    b'"auto", "tools": [], "top_p": 1.0}'
)


def load(name: str, url: str) -> None:
    """Import the package."""
    if name == FLOOR:
        import httpx2  # noqa: F401 - what is measured is the import
        import pydantic  # noqa: F401
    else:
        __import__(name)


def make_client(name: str, url: str) -> None:
    """Import the package and make a client."""
    if name == FLOOR:
        import httpx2
        import pydantic  # noqa: F401

        httpx2.Client()
    else:
        __import__(name).OpenAI(api_key="sk-1", base_url=url)


def first_chat(name: str, url: str) -> None:
    """Import the package and get a first chat answer over a socket."""
    if name == FLOOR:
        answer = _post(url + "/chat/completions", {"model": "gpt-5", "messages": MESSAGES})
    else:
        client = __import__(name).OpenAI(api_key="sk-1", base_url=url)
        answer = client.chat.completions.create(model="gpt-5", messages=MESSAGES)
    reader(CHAT_ANSWER, of_dicts=name == FLOOR)(answer)


def first_response(name: str, url: str) -> None:
    """Import the package and get a first response over a socket."""
    if name == FLOOR:
        answer = _post(url + "/responses", {"model": "gpt-5", "input": MESSAGES})
    else:
        client = __import__(name).OpenAI(api_key="sk-1", base_url=url)
        answer = client.responses.create(model="gpt-5", input=MESSAGES)
    reader(RESPONSE_ANSWER, of_dicts=name == FLOOR)(answer)


def _post(url: str, body: "dict[str, object]") -> "Any":
    """Return the decoded answer to a request of the HTTP library, with pydantic loaded as well."""
    import json

    import httpx2
    import pydantic  # noqa: F401

    return json.loads(httpx2.Client().post(url, json=body, headers={"authorization": "Bearer sk-1"}).content)


MEASUREMENTS = {"load": load, "make_client": make_client, "first_chat": first_chat, "first_response": first_response}


def resident_megabytes() -> float:
    """Return the memory that this process holds; 0 where the system does not say it as Linux does."""
    try:
        with open("/proc/self/status", "rb") as status:  # noqa: PTH123 - pathlib is not loaded yet
            kibibytes = next(line for line in status if line.startswith(b"VmRSS:")).split()[1]
    except OSError:
        return 0.0
    return int(kibibytes) / 1024


def main() -> None:
    """Measure and print."""
    measurement, name, url = sys.argv[1:]
    modules, memory, start = len(sys.modules), resident_megabytes(), time.process_time()
    MEASUREMENTS[measurement](name, url)
    seconds = time.process_time() - start
    memory = resident_megabytes() - memory
    modules = len(sys.modules) - modules
    print(f'{{"seconds": {seconds}, "memory": {memory}, "modules": {modules}}}')


if __name__ == "__main__":
    main()
