"""What type checkers make of answers that an argument decides. Checked, never run."""

from typing import Literal

from openai_sdk import AsyncOpenAI, AsyncStream, OpenAI, Stream
from openai_sdk._legacy_response import LegacyAPIResponse
from openai_sdk._response import APIResponse
from openai_sdk.types.audio import (
    Transcription,
    TranscriptionDiarized,
    TranscriptionStreamEvent,
    TranscriptionVerbose,
    Translation,
    TranslationVerbose,
)
from openai_sdk.types.audio_response_format import AudioResponseFormat
from typing_extensions import assert_type


def values(client: OpenAI) -> None:
    """Each value has its answer; the argument left out has that of a value."""
    file = b"sound"
    assert_type(client.audio.transcriptions.create(file=file, model="m"), Transcription)
    assert_type(client.audio.transcriptions.create(file=file, model="m", response_format="json"), Transcription)
    verbose = client.audio.transcriptions.create(file=file, model="m", response_format="verbose_json")
    assert_type(verbose, TranscriptionVerbose)
    diarized = client.audio.transcriptions.create(file=file, model="m", response_format="diarized_json")
    assert_type(diarized, TranscriptionDiarized)
    assert_type(client.audio.transcriptions.create(file=file, model="m", response_format="srt"), str)
    assert_type(client.audio.translations.create(file=file, model="m"), Translation)
    assert_type(client.audio.translations.create(file=file, model="m", response_format="vtt"), str)


def unknown(client: OpenAI, format: AudioResponseFormat, either: bool) -> None:
    """A value that only the running program knows has any of the answers."""
    whole = client.audio.transcriptions.create(file=b"sound", model="m", response_format=format)
    assert_type(whole, Transcription | TranscriptionDiarized | TranscriptionVerbose | str)
    some: Literal["json", "verbose_json"] = "verbose_json" if either else "json"
    translated = client.audio.translations.create(file=b"sound", model="m", response_format=some)
    assert not isinstance(translated, str)
    assert_type(translated, Translation | TranslationVerbose)
    raw = client.audio.transcriptions.with_raw_response.create(file=b"sound", model="m", response_format=format)
    assert_type(raw.parse(), Transcription | TranscriptionDiarized | TranscriptionVerbose | str)


def streams(client: OpenAI, format: AudioResponseFormat, either: bool) -> None:
    """A stream has the same events for all values."""
    stream = client.audio.transcriptions.create(file=b"sound", model="m", response_format=format, stream=True)
    assert_type(stream, Stream[TranscriptionStreamEvent])
    unsure = client.audio.transcriptions.create(file=b"sound", model="m", stream=either)
    if isinstance(unsure, Stream):
        assert_type(unsure, Stream[TranscriptionStreamEvent])
    else:
        assert_type(unsure, Transcription | TranscriptionDiarized | TranscriptionVerbose | str)


def raw_answers(client: OpenAI) -> None:
    """An answer as it came is of what it is parsed to."""
    raw = client.audio.translations.with_raw_response.create(file=b"sound", model="m", response_format="verbose_json")
    assert_type(raw, LegacyAPIResponse[TranslationVerbose])
    opened = client.audio.translations.with_streaming_response
    with opened.create(file=b"sound", model="m", response_format="text") as answer:
        assert_type(answer, APIResponse[str])


async def asynchronous(client: AsyncOpenAI) -> None:
    """The same, awaited."""
    assert_type(await client.audio.translations.create(file=b"sound", model="m"), Translation)
    verbose = await client.audio.transcriptions.create(file=b"sound", model="m", response_format="verbose_json")
    assert_type(verbose, TranscriptionVerbose)
    stream = await client.audio.transcriptions.create(file=b"sound", model="m", stream=True)
    assert_type(stream, AsyncStream[TranscriptionStreamEvent])
