"""Why a page is in its state, in the reader's language. The engine speaks English; every sentence of its is
listed here, so that it stands in the catalogue."""

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

register = template.Library()

SENTENCES = frozenset(
    {
        # answers
        _("The page answered."),
        _("The page has not changed since the last visit."),
        _("The page has moved for good to another address."),
        _("The server says that the page does not exist."),
        _("The server does not let automatic visitors in."),
        _("The server answered with an error."),
        # failures
        _("The page could not be reached."),
        _("The server's certificate or encryption is not in order."),
        _("The server's answer was broken off or is not valid."),
        _("The page is larger than what is kept."),
        _("The page is packed in a way that cannot be read."),
        _("The page forwards without end."),
        _("The page forwards to something that is not a valid web address."),
        _("The answer could not be handled."),
        # addresses
        _("This is not a valid web address."),
        _("Only http and https addresses are fetched."),
        _("Addresses with a user name or password are not fetched."),
        _("The host of this address is not a possible name."),
        _("The port of this address is not among those fetched."),
        _("The address is longer than 2048 characters."),
        _("The address contains a backslash."),
        _("The address contains a space or a control character."),
        _("The address does not belong to the public web."),
        # what was read
        _("The page holds no text."),
        _("The document could not be read within the limits."),
        _("The document is empty."),
        _("No text is taken from documents of this type."),
        _("The page sends visitors elsewhere to sign in or to agree first."),
        _("The answer does not keep to the rules of the web."),
        _("The page wants visitors to keep its cookies."),
        _("The page asks visitors to sign in, to pay, to agree or to prove something first."),
        _("The page shows its text only to browsers that run its scripts."),
        _("The site says that it is being worked on."),
        _("The site shows an error of its own in place of the page."),
        _("The site sends visitors to its page for what does not exist."),
        _("Something else stands at this address: its name seems to have been taken over."),
        _("The name of this site is for sale or was taken over: every address shows the same."),
        _("The site answers with the same page for addresses that do not exist."),
        # messages to others
        _("The address did not answer."),
    }
)


@register.filter
def reason(text: str) -> str:
    return gettext(text) if text else ""
