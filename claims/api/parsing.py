"""JSON bodies: text that can be stored and sent back, nested no deeper than anybody means."""

import json
from typing import Any

from django.utils.translation import gettext
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class Json(JSONParser):
    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """ParseError (400) also for half a surrogate pair, which Unicode does not encode, and for what is
        nested deeper than Python reads."""
        try:
            data = super().parse(*args, **kwargs)
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise ParseError(gettext("Surrogate characters are not allowed.")) from error
        except RecursionError as error:
            raise ParseError(gettext("The body is nested too deeply.")) from error
        return data
