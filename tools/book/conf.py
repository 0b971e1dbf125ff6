"""What Sphinx is told of the reading edition; tools/listings book calls it."""

import re
import shutil
from pathlib import Path

project = "Programmer’s Python: Async, in C++"
author = "the companion’s authors"
copyright = "the companion’s authors, under the MIT license"
version = release = "1"
language = "en"
root_doc = "index"
nitpicky = True

_site = not tags.has("epub")  # noqa: F821 (Sphinx defines it)
extensions = ["myst_parser"]
# A link to a heading of its own page leads there, as on GitHub.
myst_heading_anchors = 3
if _site:
    extensions += ["sphinx_copybutton", "sphinx_inline_tabs"]
pygments_style = "default"
html_title = project
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
# A page that is opened from the file system may not fetch others.
html_show_search_summary = False

if _site:
    html_theme = "furo"
    pygments_dark_style = "github-dark"
    html_static_path = ["static"]
    html_css_files = ["edition.css"]
    html_js_files = ["edition.js"]

epub_title = project
epub_author = author
epub_publisher = author
epub_basename = "async-in-cpp"
epub_identifier = epub_scheme = epub_uid = "async-in-cpp"
epub_description = "One small C++ program for each idea of the book, each one tested."
epub_css_files = ["epub.css"]
epub_show_urls = "no"
epub_tocdepth = 2
epub_use_index = False
if not _site:
    html_static_path = ["epub"]


def _stand_alone(app, error):
    """Has the theme work without a web server, as some packages of it do not.

    Debian's takes a style sheet from the server's root, loads a script as if it
    were a module, which a page from the file system may not, and has lost the
    colours for those who prefer dark ones.
    """
    static = Path(app.outdir) / "_static"
    for file in static.rglob("*.css"):
        text = file.read_text("utf-8")
        dark = re.search(r'body\[data-theme="dark"\] (\{\s*--color-[^{}]*\})', text)
        if dark and "prefers-color-scheme" not in text:
            preferred = f'body:not([data-theme="light"]) {dark[1]}'
            text += f"@media screen and (prefers-color-scheme: dark) {{ {preferred} }}\n"
            file.write_text(text, "utf-8")
        for path in re.findall(r"@import url\(/javascript/([^)]+)\)", text):
            name = path.replace("/", "-")
            shutil.copy(Path("/usr/share/javascript") / path, file.parent / name)
            file.write_text(text.replace(f"/javascript/{path}", name), "utf-8")
    script = static / "scripts" / "furo.js"
    if script.is_file():
        text = script.read_text("utf-8")
        plain = re.sub(r"^import Gumshoe from .*\n", "", text)
        if plain != text:
            gumshoe = (script.parent / "gumshoe-patched.js").read_text("utf-8")
            script.write_text(gumshoe + plain, "utf-8")


def setup(app):
    """A change of what all pages show, such as their titles, has all made anew."""
    app.add_config_value("edition_stamp", "", "html")
    if _site:
        app.connect("build-finished", _stand_alone)
