// What the reading edition adds to Furo: the concordance's search, the tab a link leads to,
// and labels for what others made.
"use strict";

// The names that a search means, as `tools/listings find` does: the whole name,
// else the end of one, else a part of one.
function meant(names, wanted) {
  const low = wanted.trim().toLowerCase();
  const ways = [
    (name) => name === low,
    (name) => name.endsWith("." + low),
    (name) => name.includes(low),
  ];
  for (const fits of ways) {
    const found = names.filter((name) => fits(name.toLowerCase()));
    if (found.length) return new Set(found);
  }
  return new Set();
}

function concordance() {
  const form = document.querySelector("form.find");
  if (!form) return;
  const input = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const terms = [...document.querySelectorAll("dl.glossary > dt")].map((dt) => ({
    dt,
    dd: dt.nextElementSibling,
    name: dt.firstChild.textContent.trim(),
  }));
  const names = terms.map((term) => term.name);

  function show() {
    const all = !input.value.trim();
    const found = all ? new Set(names) : meant(names, input.value);
    for (const { dt, dd, name } of terms) dt.hidden = dd.hidden = !found.has(name);
    for (const list of document.querySelectorAll("dl.glossary"))
      list.parentElement.hidden = !list.querySelector("dt:not([hidden])");
    const count = found.size === 1 ? "1 name" : `${found.size} names`;
    status.textContent = all ? "" : found.size ? count : "No such name.";
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = terms.find((term) => !term.dt.hidden && term.dd.querySelector("a"));
    if (input.value.trim() && first) first.dd.querySelector("a").click();
  });
  input.addEventListener("input", show);
  input.value = new URLSearchParams(location.search).get("q") || input.value;
  show();
}

// A link to the Python counterpart leads into a tab, which may be closed.
function openTab() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const tab = target && target.closest(".tab-content");
  const input = tab && tab.previousElementSibling.previousElementSibling;
  if (input && input.matches("input")) {
    input.checked = true;
    target.scrollIntoView();
  }
}

// What scrolls can be reached by keyboard; what has only a picture has a name.
function reachable() {
  for (const one of document.querySelectorAll(".highlight pre, .table-wrapper")) {
    if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
    else one.removeAttribute("tabindex");
  }
  for (const button of document.querySelectorAll("button.copybtn"))
    if (!button.hasAttribute("aria-label")) button.setAttribute("aria-label", "Copy");
}

document.addEventListener("DOMContentLoaded", () => {
  concordance();
  openTab();
  reachable();
  window.addEventListener("hashchange", openTab);
  window.addEventListener("resize", reachable);
  document.addEventListener("change", reachable);
});
window.addEventListener("load", reachable);
