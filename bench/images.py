"""One 12-megapixel phone photo to all six files, beside the least that three JPEGs can cost, in one run.

The measure is a cascade on Pillow that decodes no more than it needs (``draft``) and makes three progressive JPEGs;
ours makes three WebPs on top of its JPEGs, turns colours to sRGB, and does it in a process of its own. Both see the
same bytes, in turns, so that a busy machine is hard on all. ``python -m bench.images`` prints JSON.
"""

import io
import json
import os
import random
import statistics
import time
from collections.abc import Callable

from PIL import Image, ImageFilter, ImageOps

from files import isolated, pictures

ROUNDS = 7
AIM = 1.4


def phone_photo(width: int = 4000, height: int = 3000) -> bytes:
    """A JPEG as a phone writes it: grain at every scale, upright only by its EXIF, the place in it. Always the same."""
    dice = random.Random(12)
    photo = Image.new("RGB", (width, height), "#808890")
    for side, strength in ((3, 0.9), (12, 0.5), (50, 0.4), (220, 0.3), (900, 0.2), (width, 0.1)):
        small = (side, max(1, side * height // width))
        grain = Image.frombytes("RGB", small, dice.randbytes(small[0] * small[1] * 3))
        photo = Image.blend(photo, grain.resize((width, height), Image.Resampling.BICUBIC), strength)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 1.0, 30.0), 3: "E", 4: (6.0, 34.0, 12.0)})
    data = io.BytesIO()
    photo.filter(ImageFilter.SMOOTH).save(data, "JPEG", quality=90, exif=exif)
    return data.getvalue()


def drafted_cascade(data: bytes) -> list[bytes]:
    """Progressive JPEGs of 1600, 800 and 320 pixels, each from the one before, decoded once at the least scale."""
    photo = Image.open(io.BytesIO(data))
    scale = 1600 / max(photo.size)
    photo.draft("RGB", (int(photo.width * scale), int(photo.height * scale)))
    photo = ImageOps.exif_transpose(photo)
    files = []
    for side in (1600, 800, 320):
        scale = side / max(photo.size)
        size = (round(photo.width * scale), round(photo.height * scale))
        photo = photo.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        photo.info.clear()
        file = io.BytesIO()
        photo.save(file, "JPEG", quality=80, optimize=True, progressive=True)
        files.append(file.getvalue())
    return files


def measure() -> dict[str, object]:
    """Milliseconds on the wall (min, median, max of 7) for each way, and how much longer ours takes."""
    data = phone_photo()
    ways: dict[str, Callable[[bytes], object]] = {
        "drafted cascade (3 JPEG)": drafted_cascade,
        "ours, in this process (3 JPEG + 3 WebP)": pictures.make_sizes,
        "ours, isolated": isolated.make_sizes,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():  # once to warm up: imports, and the start of the other process
        way(data)
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            way(data)
            times[name].append((time.perf_counter() - start) * 1000)
    least, here, apart = (statistics.median(found) for found in times.values())
    return {
        **{name: [round(f(found), 1) for f in (min, statistics.median, max)] for name, found in times.items()},
        "ours : drafted": round(here / least, 2),
        "isolated : drafted": round(apart / least, 2),
        "aim": AIM,
        "input bytes": len(data),
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
