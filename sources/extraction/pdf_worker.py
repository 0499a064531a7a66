"""Process entry: the text of a PDF, page after page."""

import io
import logging

from pypdf import PdfReader

from sources.extraction.folding import MAX_TEXT, fold, join_broken_words
from sources.extraction.limited import serve


def pdf_text(body: bytes) -> tuple[str, str]:
    """(text, title). Files locked with an empty password are opened, as every reader program does."""
    reader = PdfReader(io.BytesIO(body))
    if reader.is_encrypted:
        reader.decrypt("")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text())
        size += len(pages[-1])
        if size > MAX_TEXT:
            break
    title = reader.metadata.title if reader.metadata else None
    return join_broken_words(fold("\n".join(pages))), fold(title or "").replace("\n", " ")[:500]


if __name__ == "__main__":
    logging.disable()  # pypdf comments on every oddity of a file
    serve(pdf_text)
