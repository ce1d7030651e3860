"""The drawings as files: each motif is drawn and encoded once, each photo gets files of its own."""

import io
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from files.pictures import MEDIUM, SMALL
from messaging.models import Photo, Post
from messaging.models.photo import jpeg_name, webp_name
from portal.demo.pictures.motifs import draw, words

Drawing = tuple[str, bool]


def encode(drawing: Drawing) -> dict[str, bytes]:
    """The six files of a photo: three sizes, WebP and JPEG."""
    picture = draw(*drawing)
    files: dict[str, bytes] = {}
    for size, side in (("large", picture.width), ("medium", MEDIUM), ("small", SMALL)):
        if side < picture.width:
            picture = picture.resize((side, side * 3 // 4), Image.Resampling.BILINEAR)
        for kind, options in (("webp", {"quality": 62, "method": 1}), ("jpeg", {"quality": 66})):
            data = io.BytesIO()
            picture.save(data, kind.upper(), **options)
            files[f"{size}_{kind}"] = data.getvalue()
    return files


class Wall:
    """Where the drawings hang; drawing goes on in the background while the rest is built."""

    def __init__(self, drawings: Iterable[Drawing]) -> None:
        self.pool = ThreadPoolExecutor(2)
        self.drawn: dict[Drawing, Future[dict[str, bytes]]] = {
            drawing: self.pool.submit(encode, drawing) for drawing in dict.fromkeys(drawings)
        }

    def hang(self, post: Post, position: int, drawing: Drawing, key: UUID) -> Photo:
        """A photo of a post, not saved yet, with six files that nobody else has; nobody can be recognised on it."""
        photo = Photo(
            key=key,
            post=post,
            position=position,
            alt=words(drawing[0]),
            filename=f"IMG_{post.pk:04}{position}.jpg",
            state=Photo.State.READY,
            width=1200,
            height=900,
            created_at=post.created_at,
            recognisable=Photo.Recognisable.NOBODY,
        )
        for name, data in self.drawn[drawing].result().items():
            path = (webp_name if name.endswith("webp") else jpeg_name)(photo, "")
            setattr(photo, name, default_storage.save(path, ContentFile(data)))
        return photo

    def close(self) -> None:
        self.pool.shutdown(cancel_futures=True)
