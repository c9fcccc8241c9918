#!/usr/bin/env python3
"""Makes the book of docs/ with mdbook, in target/book, and holds all its links against what is there.

    scripts/book.py

What the documents point to outside of docs/ (sources, examples) comes along as text, in target/book/files, so that the
book can be read alone.  MDBOOK names another program than the mdbook on the path.  Exit 1: a link leads nowhere.
"""
import html
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS, BOOK = ROOT / "docs", ROOT / "target" / "book"
# Made by mdbook out of the others: their links are those of the pages.
MADE = {"print.html", "404.html", "toc.html"}


class Page(HTMLParser):
    """The links and the places of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.places = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.places.update(attributes[a] for a in ("id", "name") if a in attributes)
        self.links += [attributes[a] for a in ("href", "src") if tag in ("a", "img") and attributes.get(a)]


def source(link):
    """The file of the project that a link to outside of docs/ means."""
    path = (DOCS / link).resolve()
    if path.suffix == ".html" and path.with_suffix(".md").is_file():
        path = path.with_suffix(".md")
    if path.is_dir():
        path /= "README.md"
    return path if path.is_file() and path.is_relative_to(ROOT) else None


def bring(text):
    """Copies what a page points to outside of docs/, and points to the copies."""

    def copied(match):
        path = source(html.unescape(match[1]))
        if path is None:
            return match[0]
        copy = Path("files") / f"{path.relative_to(ROOT)}.txt"
        (BOOK / copy).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, BOOK / copy)
        return f'href="{html.escape(copy.as_posix())}"'

    return re.sub(r'href="(\.\./[^"#]*)"', copied, text)


def broken(pages):
    """The links that lead nowhere, as pairs of page and link."""
    for name, page in pages.items():
        for link in page.links:
            path, _, place = link.partition("#")
            if re.match(r"[a-z]+:|//", link):
                continue
            target = os.path.normpath(path) if path else name
            if target.startswith("..") or not (BOOK / target).exists():
                yield name, link
            elif place and target in pages and html.unescape(place) not in pages[target].places:
                yield name, link


def main():
    subprocess.run([os.environ.get("MDBOOK", "mdbook"), "build", str(DOCS)], check=True)
    pages = {}
    for path in sorted(BOOK.glob("*.html")):
        text = bring(path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        if path.name not in MADE:
            pages[path.name] = Page(text)
    wrong = list(broken(pages))
    for name, link in wrong:
        print(f"{name}: {link} leads nowhere", file=sys.stderr)
    print(f"{len(pages)} pages, {sum(len(p.links) for p in pages.values())} links, {len(wrong)} of them broken")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
