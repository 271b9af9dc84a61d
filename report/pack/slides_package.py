"""A file of slides as bytes that depend on nothing but the slides."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from pptx.presentation import Presentation

# The moment stands in the file's properties and its archive: a fixed one, so that the same views give the same bytes.
MADE_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the properties know no time zones
ARCHIVED_ON = MADE_ON.timetuple()[:6]
AUTHOR = "KIM-Atlas"


def packed(presentation: Presentation, title: str, subject: str, language: str, remark: str) -> bytes:
    """The presentation with its properties, as pptx."""
    properties = presentation.core_properties
    properties.title, properties.subject, properties.language = title[:255], subject[:255], language
    properties.author = properties.last_modified_by = AUTHOR
    properties.comments = remark[:255]
    properties.created = properties.modified = MADE_ON
    properties.revision = 1
    saved, fixed = io.BytesIO(), io.BytesIO()
    presentation.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in archive.infolist():
            plain = zipfile.ZipInfo(entry.filename, ARCHIVED_ON)
            plain.compress_type, plain.external_attr, plain.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 0
            written.writestr(plain, archive.read(entry))
    return fixed.getvalue()
