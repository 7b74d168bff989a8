"""What a user reads of an answer: all that its classes declare, of the objects inside of it too.

Each answer is described once here; official package, ours and the floor read the same of it. Imports nothing, so that
`fresh.py` may use it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    # The names of an object's members; those that hold something have what is read of that, of each item for a list.
    Fields = dict[str, "Fields | list[Fields] | None"]


def names(text: str) -> "Fields":
    """Return members of which nothing further is read."""
    return dict.fromkeys(text.split())


FILE = names("id bytes created_at filename object purpose status expires_at status_details")

CHAT_CHUNK = {
    **names("id created model object moderation service_tier system_fingerprint usage"),
    "choices": [
        {**names("finish_reason index logprobs"), "delta": names("content function_call refusal role tool_calls")}
    ],
}

CHAT_ANSWER = {
    **names("id created model object metadata moderation service_tier system_fingerprint"),
    "choices": [
        {
            **names("finish_reason index logprobs"),
            "message": names("content refusal role annotations audio function_call tool_calls"),
        }
    ],
    "usage": {
        **names("completion_tokens prompt_tokens total_tokens"),
        "completion_tokens_details": names(
            "accepted_prediction_tokens audio_tokens reasoning_tokens rejected_prediction_tokens"
        ),
        "prompt_tokens_details": names("audio_tokens cached_tokens"),
    },
}

TEXT_DELTA = names("content_index delta item_id logprobs output_index sequence_number type")

RESPONSE_ANSWER = {
    **names(
        "id created_at error incomplete_details instructions metadata model object parallel_tool_calls temperature "
        "tool_choice tools top_p background completed_at conversation max_output_tokens max_tool_calls moderation "
        "previous_response_id prompt prompt_cache_key prompt_cache_retention reasoning safety_identifier service_tier "
        "status text top_logprobs truncation usage user"
    ),
    "output": [{**names("id role status type phase"), "content": [names("annotations logprobs text type")]}],
}


def reader(fields: "Fields", *, of_dicts: bool = False) -> "Callable[[Any], None]":
    """Return what reads these members of an object, or of a dictionary, as a user's program would."""
    member = "{}.get({!r})" if of_dicts else "{}.{}"
    source = "\n".join(["def read(x):", *_lines("x", fields, member, 1)])
    made: dict[str, Any] = {}
    exec(source, made)  # a loop over names would cost more than what is measured
    return made["read"]  # type: ignore[no-any-return]


def _lines(value: str, fields: "Fields", member: str, depth: int) -> "list[str]":
    lines: list[str] = []
    indent, inner = " " * depth, f"{value}x"
    for name, read in fields.items():
        taken = member.format(value, name)
        if read is None:
            lines.append(f"{indent}{taken}")
        elif isinstance(read, list):
            lines += [f"{indent}for {inner} in {taken}:", *_lines(inner, read[0], member, depth + 1)]
        else:
            lines += [f"{indent}{inner} = {taken}", *_lines(inner, read, member, depth)]
    return lines
