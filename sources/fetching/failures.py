"""What a fetch that failed means, in words that are no oracle for what is inside the network."""

import logging
import socket
import ssl

import aiohttp

from sources.addresses import Refused
from sources.fetching.bodies import CutShort, TooLarge, TooSlow, Undecodable
from sources.fetching.guard import REASON, PeerRefused
from sources.fetching.results import ErrorClass, Outcome

logger = logging.getLogger(__name__)

# Trouble of our own making: an outcome without strikes.
UNFORESEEN = (Outcome.UNSUPPORTED, ErrorClass.INTERNAL, "The answer could not be handled.")
NO_ADDRESS = "This is not a valid web address."
# How aiohttp's parser words it; it raises one class for all that is wrong with a head.
_HEAD_TOO_LARGE = ("Got more than", "Too many headers")
# Faults of a head that is one all the same; what is no head, or a broken body, is a broken answer.
_HEAD_ODD = (
    "Data after",
    "Duplicate",
    "Invalid HTTP header",
    "Invalid header",
    "Missing expected LF after header",
    "Transfer-Encoding can't",
    "Content-Length can't",
    "Invalid character in Content-Length",
)
_NO_SUCH_NAME = (socket.EAI_NONAME, socket.EAI_NODATA)
_TLS = "The server's certificate or encryption is not in order."
_NO_ANSWER = "The page could not be reached."
_BROKEN = "The server's answer was broken off or is not valid."


class EndlessRedirect(Exception):
    """A loop, or more hops than allowed."""


class CookieWall(EndlessRedirect):
    """It ends for those who keep the cookies that were set on the way."""


class NotHttp(Exception):
    """An answer of which browsers may make something, and we make nothing."""


def meaning(error: Exception) -> tuple[Outcome, ErrorClass, str]:
    """The outcome of a fetch that ended in an exception.

    One page must not end the batch it is in: the unforeseen is logged and becomes an outcome without strikes.
    """
    if isinstance(error, Refused):
        return Outcome.REFUSED, ErrorClass.NONE, error.reason
    if isinstance(error, aiohttp.ClientResponseError):
        if error.message.startswith(_HEAD_TOO_LARGE):
            error = TooLarge()
        elif error.message.startswith(_HEAD_ODD):
            error = NotHttp()
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, PeerRefused):
        error = error.os_error
    if isinstance(error, aiohttp.ClientConnectorDNSError) and error.os_error.errno not in _NO_SUCH_NAME:
        error = TimeoutError()  # the name may well be there: no server of names told
    for kinds, outcome, error_class, reason in _MEANINGS:
        if isinstance(error, kinds):
            return outcome, error_class, reason
    logger.error("unforeseen trouble while fetching", exc_info=error)
    return UNFORESEEN


# In this order: the classes of aiohttp inherit from each other and from OSError.
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], Outcome, ErrorClass, str], ...] = (
    ((PeerRefused,), Outcome.REFUSED, ErrorClass.NONE, REASON),
    ((aiohttp.InvalidURL,), Outcome.REFUSED, ErrorClass.NONE, NO_ADDRESS),
    ((TooLarge,), Outcome.UNSUPPORTED, ErrorClass.HTTP, "The page is larger than what is kept."),
    (
        (Undecodable,),
        Outcome.UNSUPPORTED,
        ErrorClass.HTTP,
        "The page is packed in a way that cannot be read.",
    ),
    ((NotHttp,), Outcome.UNSUPPORTED, ErrorClass.HTTP, "The answer does not keep to the rules of the web."),
    ((CookieWall,), Outcome.BLOCKED, ErrorClass.NONE, "The page wants visitors to keep its cookies."),
    ((EndlessRedirect,), Outcome.UNREACHABLE, ErrorClass.HTTP, "The page forwards without end."),
    ((aiohttp.ClientSSLError, ssl.SSLError), Outcome.TLS_PROBLEM, ErrorClass.TLS, _TLS),
    ((aiohttp.ClientConnectorDNSError,), Outcome.UNREACHABLE, ErrorClass.DNS, _NO_ANSWER),
    ((TooSlow, TimeoutError), Outcome.UNREACHABLE, ErrorClass.TIMEOUT, _NO_ANSWER),
    ((CutShort, aiohttp.ClientResponseError), Outcome.UNREACHABLE, ErrorClass.HTTP, _BROKEN),
    ((aiohttp.ClientPayloadError,), Outcome.UNREACHABLE, ErrorClass.HTTP, _BROKEN),
    ((aiohttp.ClientError, OSError), Outcome.UNREACHABLE, ErrorClass.CONNECT, _NO_ANSWER),
)
