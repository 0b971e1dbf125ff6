"""What Sphinx is told of the reading edition; tools/listings book calls it."""

project = "Programmer’s Python: Async, in C++"
author = "the companion’s authors"
language = "en"
root_doc = "index"
nitpicky = True

_site = not tags.has("epub")  # noqa: F821 (Sphinx defines it)
extensions = ["myst_parser"]
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


def setup(app):
    """A change of the pages' titles has all pages made anew, as all show them."""
    app.add_config_value("edition_titles", "", "html")
