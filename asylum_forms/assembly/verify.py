"""The written filing, read back by a second library (pikepdf, which is qpdf) and compared with the plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf

from asylum_forms.assembly import inside, links, reread, same, shown, stamp
from asylum_forms.assembly.fit import fills
from asylum_forms.assembly.glyphs import Fonts
from asylum_forms.assembly.index import Index, verify_index
from asylum_forms.assembly.plan import Leaf, Plan, Written
from asylum_forms.errors import AsylumFormsError, OutputError
from asylum_forms.i18n import N_, _, labelled, listed
from asylum_forms.pdf.links import INTERNAL
from asylum_forms.progress import Told, untold
from asylum_forms.tools.workers import Call, Limits

_CATALOG = {
    "/Type", "/Pages", "/Outlines", "/PageLabels", "/Lang", "/ViewerPreferences", "/PageMode",
}  # fmt: skip
_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group", "/Annots"}
_TRAILER = {"/Size", "/Root", "/Info", "/ID"}
"""What a filing consists of. Scripts, attachments, forms, opening actions and metadata have no place in these lists."""

LIMITS = Limits(memory=8 << 30, cpu=3600, seconds=7200, output=1 << 30)
"""What verifying one file may take: far more than a file of four thousand pages (2.4 s), so that it ends one day."""

_REMEDY = N_("Do not file it. Correct what is listed and build again; if it stays, report it as a fault of the program.")


def verify(plan: Plan, written: Written, indexes: Sequence[Index] = (), told: Told = untold) -> None:
    """`verify_contents` and `verify_look`, one after the other. Raises OutputError listing all differences."""
    verify_contents(plan, written, indexes, told)
    verify_look(plan, written)


def checks(plan: Plan, written: Written, indexes: Sequence[Index] = (), **told: Told) -> tuple[Call, Call]:
    """The same two, as calls for two processes side by side."""
    return Call(verify_contents, (plan, written, indexes), told), Call(verify_look, (plan, written))


def verify_contents(plan: Plan, written: Written, indexes: Sequence[Index] = (), told: Told = untold) -> None:
    """Compare the written file with its plan and with the leaves it was made from, and what its `indexes` say with where it is.

    `told` is told how many pages were compared.

    Page count; every page the very page of its source, whole, at its place, on the right paper, above the stamp; stamp, page
    labels, outline, links and signature places; title and language; nothing in the file that does not belong there; fonts inside
    our own pages, their words to be copied, no character printed as an empty box. Every object of the file is read, everything
    but pictures unpacked, and nothing of it had to be repaired. Raises OutputError listing all differences.
    """
    with _reading(written), pikepdf.open(written.pdf, attempt_recovery=False, suppress_warnings=True) as pdf:
        differences = list(_differences(plan, written, pdf, told))
        inside.unpack(pdf)
        differences += [str(warning) for warning in pdf.get_warnings()]
    _refuse(written, differences)
    for index in indexes:
        verify_index(plan, written, *index)


def verify_look(plan: Plan, written: Written) -> None:
    """Draw a sample of the pages before and after, see shown.py. Raises OutputError listing all that do not look the same."""
    with _reading(written):
        differences = list(shown.differences(plan, written))
    _refuse(written, differences)


@contextmanager
def _reading(written: Written) -> Iterator[None]:
    """A file that is wrong can be wrong in any way; none of them may pass."""
    try:
        yield
    except AsylumFormsError:
        raise
    except Exception as error:
        heading = _("{file} cannot be read back: {problem}").format(file=written.pdf.name, problem=error)
        raise OutputError(heading, remedy=_(_REMEDY)) from error


def _refuse(written: Written, differences: Sequence[str]) -> None:
    if differences:
        heading = _("{file} is not what was planned:").format(file=written.pdf.name)
        raise OutputError("\n".join([heading, *(f"- {text}" for text in differences)]), remedy=_(_REMEDY))


def _differences(plan: Plan, written: Written, pdf: Pdf, told: Told) -> Iterator[str]:
    yield from _document(plan, pdf)
    count = len(pdf.pages)
    if not count == plan.pages() == written.pages:
        yield _("number of pages: {actual}, planned: {planned}").format(actual=count, planned=plan.pages())
        return
    if dict(written.starts) != dict(plan.starts()):
        yield _("parts do not begin on the pages that were planned")
    pages = list(pdf.pages)
    numbers = {page.obj.objgen: number for number, page in enumerate(pages, 1)}
    yield from _labels(plan, pdf)
    yield from _outline(plan, pdf, numbers)
    stamps = stamp.texts(plan)
    signs = {(who, plan.starts()[leaf.id] + page - 1) for leaf in plan.leaves for who, page in leaf.signs}
    for leaf in plan.leaves:
        first = plan.starts()[leaf.id]
        placed = pages[first - 1 : first - 1 + leaf.pages]
        with pikepdf.open(leaf.pdf) as source:
            yield from _leaf(plan, leaf, source, placed, stamps[first - 1 :], first)
            for page, copy, number in zip(source.pages, placed, range(first, first + leaf.pages), strict=False):
                wanted = [] if leaf.evidence else list(_wanted_links(plan, source, page, first, number, signs))
                yield from _links(copy, wanted, numbers, number)
        told(first + leaf.pages - 1)
    if set(written.signs) != signs or [page for _who, page in written.signs] != sorted(page for _who, page in signs):
        yield _("the list of signature places is not that of the pages")


def structure(pdf: Pdf) -> Iterator[str]:
    """What is wrong with a filing whatever its plan: things that do not belong there, no identifier, not to be opened plainly."""
    for holder, allowed in ((pdf.Root, _CATALOG), (pdf.trailer, _TRAILER)):
        if extra := sorted(set(holder.keys()) - allowed):
            yield _("it contains what it must not: {names}").format(names=listed(extra))
    if not pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield _("it does not show its title")
    if len(pdf.trailer.get("/ID", Array())) != 2:
        yield _("it has no identifier")
    if set(pdf.trailer.get("/Info", Dictionary()).keys()) - {"/Title"}:
        yield _("it says who or what made it")
    yield from inside.foreign(pdf)


def _document(plan: Plan, pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    yield from structure(pdf)
    info = {key: str(value) for key, value in pdf.trailer.get("/Info", Dictionary()).items()}
    if info.get("/Title") != plan.title:
        yield _("its title is not {title}").format(title=plan.title)
    if str(root.get("/Lang", "")) != plan.language.replace("_", "-"):
        yield _("its language is not {language}").format(language=plan.language)


def _labels(plan: Plan, pdf: Pdf) -> Iterator[str]:
    for number, (page, wanted) in enumerate(zip(pdf.pages, plan.labels, strict=True), 1):
        if (label := str(page.label)) != wanted:
            yield _("page {page} is labelled {label}").format(page=number, label=label)
    if "/PageLabels" not in pdf.Root:
        yield _("it has no page labels")


def _outline(plan: Plan, pdf: Pdf, numbers: dict[tuple[int, int], int]) -> Iterator[str]:
    wanted = plan.outline()
    found = outline_of(pdf, numbers)
    if found != wanted:
        strangers = (
            [entry for entry in found if entry not in wanted] or [entry for entry in wanted if entry not in found] or wanted
        )
        yield _("the outline is not that of the parts, beginning with {title} (page {page})").format(
            title=strangers[0][1], page=strangers[0][2]
        )


def outline_of(pdf: Pdf, numbers: dict[tuple[int, int], int]) -> list[tuple[int, str, int]]:
    """The entries of the outline: depth, title, and number of the page (0: nowhere). `numbers` has them by page object."""
    with pdf.open_outline() as outline:
        return [(level, item.title, _goal(item.destination or item.action, numbers)) for level, item in _items(outline.root, 0)]


def _items(items: list[OutlineItem], level: int) -> Iterator[tuple[int, OutlineItem]]:
    for item in items:
        yield level, item
        yield from _items(item.children, level + 1)


def _goal(target: Any, numbers: dict[tuple[int, int], int]) -> int:
    """Page that a destination or GoTo action leads to; 0 when it leads nowhere in the filing."""
    if isinstance(target, Dictionary):
        target = target.get("/D") if target.get("/S") == "/GoTo" else None
    if not isinstance(target, Array) or not len(target) or not isinstance(target[0], Dictionary):
        return 0
    return numbers.get(target[0].objgen, 0)


def _leaf(plan: Plan, leaf: Leaf, source: Pdf, placed: list[Page], stamps: list[str], first: int) -> Iterator[str]:
    if len(source.pages) != leaf.pages:
        pages = _("number of pages: {actual}, planned: {planned}").format(actual=len(source.pages), planned=leaf.pages)
        yield labelled(leaf.title, pages)
        return
    seen: set[Any] = set()
    drawn: set[tuple[int, int]] = set()
    fonts = Fonts()
    for number, (page, copy, text) in enumerate(zip(source.pages, placed, stamps, strict=False), first):
        where = _("page {page} ({title})").format(page=number, title=leaf.title)
        if extra := sorted(set(copy.obj.keys()) - _PAGE):
            yield _("{where} contains what it must not: {names}").format(where=where, names=listed(extra))
        shown = reread.seen(copy)
        if not fills(shown, plan.paper):
            yield _("{where} is not of the size {paper}").format(where=where, paper=plan.paper)
        is_same = same.same_evidence(page, copy, seen) if leaf.evidence else same.same_own(page, copy, bool(plan.stamp), seen)
        if not is_same:
            yield _("{where} is not the page it was made from").format(where=where)
        if leaf.evidence:
            yield from (f"{where}: {problem}" for problem in reread.fitted(page, copy))
        else:
            yield from (f"{where}: {problem}" for problem in reread.untouched(page, copy))
            yield from (f"{where}: {_box(char)}" for char in fonts.boxes(page))
            yield from (f"{where}: {problem}" for problem in _lettering(copy, drawn))
        if plan.stamp and (found := reread.stamped(copy, shown)) != text:
            yield _("{where} is stamped “{found}” instead of “{wanted}”").format(where=where, found=found, wanted=text)


def _lettering(page: Page, drawn: set[tuple[int, int]]) -> Iterator[str]:
    """What is wrong with the fonts that one of our own pages uses and no page before it used."""
    for font in filter(inside.is_font, inside.drawn(page.obj.get("/Resources"), drawn)):
        if (name := inside.without_letters(font)) and name not in inside.STANDARD:
            yield _("the font {name} is not inside").format(name=name)
        elif name := inside.without_words(font):
            yield _("what is printed in {name} cannot be copied or searched").format(name=name)


def _box(char: str) -> str:
    if char == "\ufffd":
        return _("a character is printed as an empty box, because no installed font has it")
    codes = " ".join(f"U+{ord(part):04X} {unicodedata.name(part, '')}".strip() for part in char)
    return _("the character {char} ({codes}) is printed as an empty box, because no installed font has it").format(
        char=char, codes=codes
    )


def _wanted_links(
    plan: Plan, source: Pdf, page: Page, first: int, number: int, signs: set[tuple[str, int]]
) -> Iterator[tuple[tuple[float, ...], int | str]]:
    """The links that a page of ours must carry in the filing: rectangle, and page or address. Adds to `signs` who signs here."""
    own = {other.obj.objgen: first + position for position, other in enumerate(source.pages)}
    for annotation in page.obj.get("/Annots", Array()):
        if annotation.get("/Subtype") != "/Link":
            continue
        rect = tuple(round(float(value), 2) for value in annotation.Rect)
        action = annotation.get("/A", Dictionary())
        if action.get("/S") == "/URI":
            goal = links.goal(plan, bytes(action.URI).decode("utf-8", "replace"))
            if goal is not None and goal.signer:
                signs.add((goal.signer, number))
            elif goal is not None:
                yield rect, goal.page or goal.outside
        elif page_number := _inner(source, annotation.get("/Dest", action.get("/D")), own):
            yield rect, page_number


def _inner(source: Pdf, target: Any, own: dict[tuple[int, int], int]) -> int:
    if isinstance(target, (Name, str, pikepdf.String)):
        target = _named(source, target)
    if isinstance(target, Dictionary):
        target = target.get("/D")
    return _goal(target, own)


def _named(source: Pdf, name: Any) -> Any:
    if isinstance(name, Name):
        return source.Root.get("/Dests", Dictionary()).get(str(name))
    tree = source.Root.get("/Names", Dictionary()).get("/Dests")
    return pikepdf.NameTree(tree).get(str(name)) if tree is not None else None


def _links(page: Page, wanted: list[Any], numbers: dict[tuple[int, int], int], number: int) -> Iterator[str]:
    found: list[Any] = []
    for annotation in page.obj.get("/Annots", Array()):
        action = annotation.get("/A", Dictionary())
        is_outside = action.get("/S") == "/URI"
        address = bytes(action.get("/URI", b"")).decode("utf-8", "replace") if is_outside else ""
        if (
            annotation.get("/Subtype") != "/Link"
            or address.lower().startswith(INTERNAL)
            or {"/AA", "/AP"} & set(annotation.keys())
        ):
            yield _("page {page} carries an annotation that it must not").format(page=number)
        rect = tuple(round(float(value), 2) for value in annotation.Rect)
        found.append((rect, address if is_outside else _goal(annotation.get("/Dest", action), numbers)))
    if found != wanted:
        for rect, target in found:
            if (rect, target) not in wanted:
                yield _("page {page}: a link leads to {target}, which is not where it should").format(page=number, target=target)
        for rect, target in wanted:
            if (rect, target) not in found:
                yield _("page {page}: the link to {target} is missing").format(page=number, target=target)
