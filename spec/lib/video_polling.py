"""Videos: waiting until one is made."""

# What waits for a deprecated thing is deprecated with it, and calls deprecated methods.
# pyright: reportDeprecated=false

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from typing_extensions import deprecated

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit
from ._polling import poll, poll_async, poll_options
from ._waiting import INTERVAL_HEADER

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._types import FileTypes, Omit, RequestOptions
    from ..resources.videos import AsyncVideos, Videos
    from ..types.image_input_reference_param import ImageInputReferenceParam
    from ..types.video import Video
    from ..types.video_model import VideoModel
    from ..types.video_seconds import VideoSeconds
    from ..types.video_size import VideoSize

PENDING = frozenset({"queued", "in_progress"})
DEPRECATION = "The service for videos is being shut down."


class VideosExtension(SyncAPIResource):
    """Waiting, for videos."""

    @deprecated(DEPRECATION)
    def create_and_poll(
        self,
        *,
        prompt: str,
        input_reference: FileTypes | ImageInputReferenceParam | Omit = omit,
        model: VideoModel | Omit = omit,
        seconds: VideoSeconds | Omit = omit,
        size: VideoSize | Omit = omit,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Video:
        """Ask for a video and wait until it is made, or that has failed."""
        video = cast("Videos", self).create(
            prompt=prompt, input_reference=input_reference, model=model, seconds=seconds, size=size, **options
        )
        return self.poll(video.id, poll_interval_ms=poll_interval_ms, **options)

    @deprecated(DEPRECATION)
    def poll(self, video_id: str, *, poll_interval_ms: int | Omit = omit, **options: Unpack[RequestOptions]) -> Video:
        """Wait until a video is made, or that has failed, and return it."""
        raw = cast("Videos", self).with_raw_response
        asking = poll_options(options, poll_interval_ms)
        return poll(lambda: raw.retrieve(video_id, **asking), PENDING, poll_interval_ms, INTERVAL_HEADER)


class AsyncVideosExtension(AsyncAPIResource):
    """Waiting, for videos of an asynchronous client."""

    @deprecated(DEPRECATION)
    async def create_and_poll(
        self,
        *,
        prompt: str,
        input_reference: FileTypes | ImageInputReferenceParam | Omit = omit,
        model: VideoModel | Omit = omit,
        seconds: VideoSeconds | Omit = omit,
        size: VideoSize | Omit = omit,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Video:
        """Ask for a video and wait until it is made, or that has failed."""
        video = await cast("AsyncVideos", self).create(
            prompt=prompt, input_reference=input_reference, model=model, seconds=seconds, size=size, **options
        )
        return await self.poll(video.id, poll_interval_ms=poll_interval_ms, **options)

    @deprecated(DEPRECATION)
    async def poll(
        self, video_id: str, *, poll_interval_ms: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> Video:
        """Wait until a video is made, or that has failed, and return it."""
        raw = cast("AsyncVideos", self).with_raw_response
        asking = poll_options(options, poll_interval_ms)
        return await poll_async(lambda: raw.retrieve(video_id, **asking), PENDING, poll_interval_ms, INTERVAL_HEADER)
