"""What RFC 4287 and RFC 3339 ask of a feed, held against one."""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"

ONCE = {"id", "title", "updated"}
AT_MOST_ONCE = {
    "feed": {"generator", "icon", "logo", "rights", "subtitle"},
    "entry": {"content", "published", "rights", "source", "summary"},
}
MANY = {"feed": {"entry"}, "entry": set()}
ANY = {"author", "category", "contributor", "link"}
TEXTS = {"title", "subtitle", "rights", "summary", "content"}

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")


def faults(document: bytes) -> list[str]:
    """Everything that is wrong with a feed; none when it is valid."""
    try:
        top = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        return [f"not XML: {error}"]
    if top.tag != f"{ATOM}feed":
        return [f"the top is {top.tag}"]
    return list(_feed(top))


def _feed(top: Element) -> Iterator[str]:
    yield from _parts(top, "feed")
    entries = top.findall(f"{ATOM}entry")
    for entry in entries:
        yield from _parts(entry, "entry")
        if entry.find(f"{ATOM}author") is None and top.find(f"{ATOM}author") is None:
            yield "an entry without an author"
        alternate = [each for each in _links(entry) if each.get("rel", "alternate") == "alternate"]
        if entry.find(f"{ATOM}content") is None and not alternate:
            yield "an entry without content and alternate link"
    ids = [each.findtext(f"{ATOM}id") for each in (top, *entries)]
    for id in {id for id in ids if ids.count(id) > 1}:
        yield f"the id {id} is used twice"
    newest = max((each.findtext(f"{ATOM}updated") or "" for each in entries), default="")
    if newest > (top.findtext(f"{ATOM}updated") or ""):
        yield "an entry is newer than the feed"


def _parts(element: Element, kind: str) -> Iterator[str]:
    names = [each.tag.removeprefix(ATOM) for each in element]
    for name in sorted(ONCE):
        if names.count(name) != 1:
            yield f"{kind} has {names.count(name)} {name}"
    for name in sorted(AT_MOST_ONCE[kind]):
        if names.count(name) > 1:
            yield f"{kind} has {names.count(name)} {name}"
    for name in sorted(set(names) - ONCE - AT_MOST_ONCE[kind] - MANY[kind] - ANY):
        yield f"{kind} has a {name}"
    for each in element:
        name = each.tag.removeprefix(ATOM)
        words = (each.text or "").strip()
        if name in ("updated", "published"):
            yield from _time(words)
        elif name == "id":
            if not _IRI.fullmatch(words):
                yield f"the id {words!r} is no IRI"
            elif words.startswith("urn:uuid:") and not _UUID.fullmatch(words):
                yield f"the id {words!r} is no UUID"
        elif name in TEXTS and each.get("type", "text") not in ("text", "html", "xhtml"):
            yield f"{name} of type {each.get('type')}"
        elif name == "author" and not each.findtext(f"{ATOM}name"):
            yield "an author without a name"
        elif name == "category" and not each.get("term"):
            yield "a category without a term"
        elif name == "link" and not each.get("href"):
            yield "a link without an address"
    alternates = [
        (each.get("type"), each.get("hreflang"))
        for each in _links(element)
        if each.get("rel", "alternate") == "alternate"
    ]
    if len(alternates) != len(set(alternates)):
        yield "two alternate links of one type and language"


def _links(element: Element) -> list[Element]:
    return element.findall(f"{ATOM}link")


def _time(words: str) -> Iterator[str]:
    if not _TIME.fullmatch(words):
        yield f"{words!r} is no RFC 3339 date"
        return
    try:
        datetime.fromisoformat(words.replace("Z", "+00:00"))
    except ValueError:
        yield f"{words!r} is not in the calendar"
