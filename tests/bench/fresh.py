"""What a client package costs a fresh process, against an interpreter that has loaded nothing.

    python fresh.py MEASUREMENT PACKAGE|floor URL

Prints one line of JSON: CPU seconds, memory in MB and modules. So that everything a package needs is counted as its
own, this file imports only what an empty interpreter has loaded anyway.
"""

import sys
import time

FLOOR = "floor"
MESSAGES = [{"role": "user", "content": "How many legs has a lobster?"}]
ANSWER = (
    b'{"id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": "gpt-5", "choices": [{"index": '
    b'0, "message": {"role": "assistant", "content": "Ten.", "refusal": null, "annotations": []}, "logprobs": null, '
    b'"finish_reason": "stop"}], "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15, '
    b'"prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0}, "completion_tokens_details": '
    b'{"reasoning_tokens": 0, "audio_tokens": 0}}, "service_tier": "default"}'
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
    """Import the package and get a first answer over a socket."""
    if name == FLOOR:
        import json

        import httpx2
        import pydantic  # noqa: F401

        body = {"model": "gpt-5", "messages": MESSAGES}
        answer = httpx2.Client().post(url + "/chat/completions", json=body, headers={"authorization": "Bearer sk-1"})
        text = json.loads(answer.content)["choices"][0]["message"]["content"]
    else:
        client = __import__(name).OpenAI(api_key="sk-1", base_url=url)
        text = client.chat.completions.create(model="gpt-5", messages=MESSAGES).choices[0].message.content
    if text != "Ten.":
        raise RuntimeError(f"the answer was {text!r}")


MEASUREMENTS = {"load": load, "make_client": make_client, "first_chat": first_chat}


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
