"""Pictures to PDF: upright, whole, without what cameras and telephones write into them; one to a page, a long one on several."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, ImageOps, JpegImagePlugin
from PIL.JpegImagePlugin import JpegImageFile

from asylum_forms.errors import AsylumFormsError
from asylum_forms.evidence import cutting, jpeg, placing
from asylum_forms.evidence.exhibit import Repeat
from asylum_forms.evidence.kinds import refused
from asylum_forms.evidence.placing import SHARP, Picture
from asylum_forms.i18n import _
from asylum_forms.pdf.paper import PAPERS

_TOLD = (90.0, 2400.0)
"""Resolutions that mean something. 72 is what programs write when they do not know."""
_BLOCK = 16
"""Dots across and down of what a JPEG codes together, at most."""
_HEIC_QUALITY = 95
"""HEIC has no place in PDF and is coded anew, as JPEG at a quality at which no difference is seen."""
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation to what turns the stored picture upright."""
_TELLING = frozenset(
    {ExifTags.Base.ImageDescription, ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.Software, ExifTags.Base.DateTime}
    | {ExifTags.Base.Artist, ExifTags.Base.HostComputer, ExifTags.Base.Copyright, ExifTags.Base.ExifOffset, 0x02BC, 0x83BB}
)
"""Tags that tell of people, devices and times; the two numbers are XMP and IPTC."""


@dataclass
class _Notes:
    """What was done, each said once."""

    said: list[str] = field(default_factory=list)

    def add(self, note: str) -> None:
        if note not in self.said:
            self.said.append(note)


def picture_to_pdf(file: Path, kind: str, out: Path, paper: str) -> tuple[int, tuple[str, ...], tuple[Repeat, ...]]:
    """Write the pictures of a file to the PDF `out`, one to an upright page of the paper; return pages, notes and what stands
    there twice.

    All eight EXIF orientations are applied. JPEG pictures stay as they are, to the bit; others are stored without loss, HEIC as
    JPEG. A picture too long to be read on one page is cut into pieces that overlap, stored without loss, or where that would be
    larger than a JPEG, as that JPEG was coded. Nothing is cropped, and nothing enlarged below 150 dots per inch. Raises
    EvidenceError for a damaged, moving or oversized picture.
    """
    notes = _Notes()
    try:
        with warnings.catch_warnings():
            # Pillow warns from half its limit on; at the limit it refuses, and so do we.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)
            pictures = [piece for whole in _pictures(file, kind, notes) for piece in _pieces(whole, PAPERS[paper], notes)]
        pages = placing.place(pictures, PAPERS[paper])
        repeats = tuple(placing.repeats(pictures, PAPERS[paper]))
        placing.write(pictures, repeats, out, PAPERS[paper])
    except (AsylumFormsError, MemoryError):
        raise
    except Image.DecompressionBombError as problem:
        remedy = _("Save it in a smaller size (the long side at most 10,000 dots), and name that file instead.")
        raise refused(file, _("the picture claims to be enormous and is not opened."), remedy) from problem
    except Exception as problem:
        # Decoders meet hostile and damaged bytes and fail in every way there is; whatever it was, the file is at fault.
        remedy = _("Copy it again from where it came from. If it opens there, save it anew as JPEG or PDF.")
        raise refused(file, _("the picture is damaged or incomplete."), remedy) from problem
    return pages, tuple(notes.said), repeats


def _pictures(file: Path, kind: str, notes: _Notes) -> Iterator[Picture]:
    if kind == "heic":
        yield from _heic(file, notes)
        return
    with Image.open(file, formats=_formats(kind)) as image:
        frames = getattr(image, "n_frames", 1)
        if kind == "tiff":
            if _only_a_preview(image):
                reason = _("this is a camera's raw picture, of which only a small preview would be seen.")
                raise refused(
                    file, reason, _("Copy it again from where it came from. If it opens there, save it anew as JPEG or PDF.")
                )
            for frame in range(frames):
                image.seek(frame)
                yield _frame(image, notes)
        elif kind == "jpeg":
            if frames > 1:
                notes.add("second pictures inside the file (depth, brightness, preview) left out")
            yield _jpeg(file, image, notes)
        elif frames > 1:
            remedy = _("Take a screenshot of each picture that matters, and list those.")
            raise refused(file, _("this is a moving picture, which cannot be printed."), remedy)
        elif kind == "png" and _plain_png(image):
            image.load()
            _note_metadata(image, notes)
            yield Picture(file.read_bytes(), image.size, dpi=_resolution(image))
        else:
            yield _frame(image, notes)


def _only_a_preview(image: Image.Image) -> bool:
    """Whether a camera wrote the picture as its sensor saw it (DNG, NEF, ARW): what is first in such a file is made smaller."""
    dng, kind, inner = 50706, 254, 330  # DNGVersion; NewSubfileType, whose first bit says "reduced"; SubIFDs
    tags = getattr(image, "tag_v2", {})
    return dng in tags or bool(inner in tags and int(tags.get(kind, 0)) & 1)


def _formats(kind: str) -> list[str]:
    return {"jpeg": ["JPEG", "MPO"], "tiff": ["TIFF"], "png": ["PNG"], "gif": ["GIF"], "webp": ["WEBP"], "bmp": ["BMP"]}[kind]


def _jpeg(file: Path, image: Image.Image, notes: _Notes) -> Picture:
    image.load()  # a file that breaks off raises here
    data = file.read_bytes()
    orientation = _orientation(image)
    _note_metadata(image, notes)
    if jpeg.frame_type(data) > 2 or image.mode not in ("L", "RGB", "CMYK"):
        notes.add("coded anew without loss: PDF has no place for this kind of JPEG")
        return _frame(image, notes)
    if orientation != 1:
        notes.add("rotated by EXIF")
    clean, removed = jpeg.strip(data)
    if removed:
        notes.add("camera and program data removed")
    return Picture(clean, image.size, orientation, _resolution(image), photo=_by_a_camera(image))


def _frame(image: Image.Image, notes: _Notes) -> Picture:
    """The picture as decoded, turned upright, in a form that PDF has."""
    # Before decoding: Pillow turns TIFF pictures itself while it decodes them, and forgets that there was anything to turn.
    orientation, dpi = _orientation(image), _resolution(image)
    _note_metadata(image, notes)
    image.load()
    if orientation != 1:
        notes.add("rotated by EXIF")
    if orientation > 4:
        dpi = dpi[1], dpi[0]
    upright = _printable(ImageOps.exif_transpose(image), notes)
    return Picture(_png(upright), upright.size, dpi=dpi)


def _pieces(picture: Picture, paper: tuple[float, float], notes: _Notes) -> Iterator[Picture]:
    """The picture, or where one page cannot show it so that it can be read, its pieces."""
    space = placing.room(paper)
    scale = cutting.scale(picture.upright(), space, min(picture.dpi))
    if not scale or (picture.photo and cutting.is_panorama(picture.upright())):
        yield picture
        return
    with Image.open(io.BytesIO(picture.data)) as stored:
        turn = _UPRIGHT.get(picture.orientation)
        image = _printable(stored.transpose(turn) if turn is not None else stored, notes)
    dpi = picture.dpi[::-1] if picture.orientation > 4 else picture.dpi
    wide = cutting.is_wide(picture.upright())
    side = 0 if wide else 1
    along = image.transpose(Image.Transpose.TRANSPOSE) if wide else image
    # A piece that begins where the JPEG has a block loses least by being coded again.
    grid = _BLOCK if isinstance(stored, JpegImageFile) else 1
    rows = int(space[side] / scale / 72 * dpi[side]) - (grid - 1)
    cuts = [(first // grid * grid, last) for first, last in cutting.pieces(along, rows)]
    edge = "right edge" if wide else "foot"
    notes.add(f"too long for one page: cut into {len(cuts)} pieces, each of which begins with the {edge} of the one before")
    images = [image.crop((first, 0, last, image.height) if wide else (0, first, image.width, last)) for first, last in cuts]
    again = [last - following for (_first, last), (following, _last) in pairwise(cuts)]
    for data, piece, rest in zip(_coded(images, image, stored, len(picture.data), notes), images, [*again, 0], strict=True):
        yield Picture(data, piece.size, 1, dpi, scale, rest, wide=wide)


def _coded(images: list[Image.Image], whole: Image.Image, stored: Image.Image, size: int, notes: _Notes) -> list[bytes]:
    """The pieces of a picture as files, without loss; where these were larger than the JPEG (`stored`, of this size) that they
    are cut from, as JPEG with its own tables: what those left out is gone already."""
    for image in images:
        image.info = whole.info
    found = [_png(image) for image in images]
    if not isinstance(stored, JpegImageFile) or whole.mode not in ("L", "RGB") or sum(map(len, found)) <= size:
        return found
    notes.add("the pieces are coded as the JPEG was")
    return [_as_jpeg(image, stored) for image in images]


def _as_jpeg(image: Image.Image, like: JpegImageFile) -> bytes:
    coded, profile = io.BytesIO(), image.info.get("icc_profile")
    sampling = max(0, JpegImagePlugin.get_sampling(like))
    image.save(coded, "JPEG", qtables=like.quantization, subsampling=sampling, optimize=True, icc_profile=profile)
    return coded.getvalue()


def _heic(file: Path, notes: _Notes) -> Iterator[Picture]:
    """Every picture of an HEIC file. The decoder applies the file's own turning, which is the one that counts, not EXIF's."""
    opened = pillow_heif.open_heif(file, convert_hdr_to_8bit=True)
    notes.add("converted from HEIC")
    for number in range(len(opened)):
        width, height = opened[number].size
        limit = Image.MAX_IMAGE_PIXELS
        if limit and width * height > 2 * limit:
            raise Image.DecompressionBombError
        image = opened[number].to_pillow()
        _note_metadata(image, notes)
        upright = _printable(image, notes)
        coded = io.BytesIO()
        upright.save(coded, "JPEG", quality=_HEIC_QUALITY, subsampling=0, icc_profile=upright.info.get("icc_profile"))
        yield Picture(coded.getvalue(), upright.size, photo=_by_a_camera(image))


def _plain_png(image: Image.Image) -> bool:
    """Whether img2pdf can take the compressed picture out of the PNG as it is."""
    return image.mode in ("1", "L", "P", "RGB") and "transparency" not in image.info and _orientation(image) == 1


def _printable(image: Image.Image, notes: _Notes) -> Image.Image:
    """The picture in one of the modes 1, L, RGB, CMYK. See-through parts are laid on white, as paper does."""
    profile = image.info.get("icc_profile")
    if "transparency" in image.info or image.mode in ("RGBA", "RGBa", "LA", "La", "PA"):
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        white.alpha_composite(seen)
        if seen.getchannel("A").getextrema() != (255, 255):
            notes.add("see-through parts shown white")
        image = white.convert("RGB")
    elif image.mode.startswith("I"):
        _low, high = image.getextrema()
        wide = image.convert("I")
        image = (wide if isinstance(high, int) and high <= 255 else wide.point(lambda value: value / 256)).convert("L")
        notes.add("16 bits a colour reduced to 8")
    elif image.mode == "F":
        raise ValueError("numbers, not a picture")
    elif image.mode not in ("1", "L", "RGB", "CMYK"):
        image = image.convert("RGB")
    clean = image.copy()
    # A profile of the colours that it had before would turn those it has now into others. ICC.1, 7.2.6: what colours it is for.
    fits = image.mode in ("RGB", "CMYK") and (profile or b"")[16:20] == image.mode.ljust(4).encode()
    clean.info = {"icc_profile": profile} if fits else {}
    return clean


def _png(image: Image.Image) -> bytes:
    """Without loss; CMYK, which PNG does not have, as TIFF."""
    coded = io.BytesIO()
    if image.mode == "CMYK":
        image.save(coded, "TIFF", compression="tiff_lzw", icc_profile=image.info.get("icc_profile"))
    else:
        image.save(coded, "PNG", compress_level=6, icc_profile=image.info.get("icc_profile"))
    return coded.getvalue()


def _note_metadata(image: Image.Image, notes: _Notes) -> None:
    exif = image.getexif()
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        notes.add("location data removed")
    words = [key for key in image.info if key in ("comment", "xmp", "photoshop", "Author", "Comment", "XML:com.adobe.xmp")]
    if words or any(tag in exif for tag in _TELLING):
        notes.add("camera and program data removed")


def _orientation(image: Image.Image) -> int:
    value = image.getexif().get(ExifTags.Base.Orientation, 1)
    return value if value in range(1, 9) else 1


def _by_a_camera(image: Image.Image) -> bool:
    return bool(image.getexif().get(ExifTags.Base.Make))


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down. Fax pictures have oblong dots, so both matter."""
    told: Any = image.info.get("dpi")
    try:
        across, down = float(told[0]), float(told[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return SHARP, SHARP
    low, high = _TOLD
    if low <= across <= high and low <= down <= high:
        return across, down
    return SHARP, SHARP
