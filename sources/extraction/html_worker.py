"""Process entry: the text of a page (UTF-8) that is too odd, or too long, to be parsed among others."""

import sys

from sources.extraction.limited import serve
from sources.extraction.markup import Part, main_text

if __name__ == "__main__":
    serve(lambda body: main_text(body.decode("utf-8", "replace"), Part(sys.argv[-1])))
