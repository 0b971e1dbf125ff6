// Opens the site in Chromium as readers do, and tells as JSON what it found.
// node browser.mjs JOB, where JOB is a JSON file; what it holds is in test_site.py.
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");
const job = JSON.parse(readFileSync(process.argv[2], "utf8"));
const WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const browser = await chromium.launch({ executablePath: job.chromium, args: job.arguments });

async function opened(width, colorScheme = "light", height = 900) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") page.faults.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) page.faults.push(`asked for ${request.url()}`);
  });
  page.on("requestfailed", (request) => page.faults.push(`no ${request.url()}`));
  return page;
}

const address = (path) => new URL(path, job.site).href;

// What axe-core finds. Contrast takes most of its time, so it can be left out.
async function violations(page, contrast) {
  // A page of several hundred alike entries is tried with some of them.
  if (await page.$("form.find")) await page.fill("#name", "event");
  if (!(await page.evaluate("'axe' in window"))) await page.addScriptTag({ path: axe });
  return page.evaluate(async ([values, enabled]) => {
    const { violations } = await axe.run(document, {
      preload: false,
      resultTypes: ["violations"],
      rules: { "color-contrast": { enabled } },
      runOnly: { type: "tag", values },
    });
    return violations.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
  }, [WCAG_AA, contrast]);
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// Every page on a phone: what fails, how far it scrolls sideways, what axe finds.
async function everyPage() {
  const page = await opened(360);
  const found = [];
  for (const path of job.pages) {
    page.faults = [];
    await page.goto(address(path));
    const wide = await overflow(page);
    found.push({ path, faults: page.faults, overflow: wide, axe: await violations(page, false) });
  }
  await page.context().close();
  return found;
}

// Some pages at each width, light and dark: what axe finds, and a picture to look at.
async function everyLook() {
  const found = [];
  mkdirSync(job.pictures, { recursive: true });
  for (const theme of ["light", "dark"])
    for (const width of [360, 900, 1440]) {
      const page = await opened(width, theme, 1600);
      for (const path of job.samples) {
        await page.goto(address(path));
        const name = path.replaceAll("/", "-").replace(".html", "");
        await page.screenshot({ path: `${job.pictures}/${name}-${width}-${theme}.png` });
        found.push({ path, width, theme, overflow: await overflow(page), axe: await violations(page, true) });
      }
      await page.context().close();
    }
  return found;
}

async function concordance() {
  const page = await opened(1440);
  await page.goto(address("concordance.html"));
  const found = {};
  for (const query of job.queries) {
    await page.fill("#name", query);
    found[query] = await page.$$eval("dl.glossary > dt:not([hidden])", (terms) =>
      terms.map((term) => term.firstChild.textContent.trim()));
  }
  await page.fill("#name", job.name);
  await page.press("#name", "Enter");
  await page.waitForURL((url) => !url.href.includes("concordance.html"));
  const reached = page.url();
  await page.goto(address("index.html"));
  await page.fill("#name", job.name);
  await page.press("#name", "Enter");
  await page.waitForURL((url) => url.href.includes("concordance.html"));
  const looked = await page.$$eval("dl.glossary > dt:not([hidden])", (terms) => terms.length);
  await page.goto(address(`search.html?q=${job.name}`));
  // The results come one after the other.
  await page.waitForSelector('#search-results li a[href*="concordance.html"]');
  const results = await page.$$eval("#search-results li a", (links) => links.map((a) => a.href));
  await page.context().close();
  return { found, reached, looked, results, faults: page.faults };
}

const shown = (page) =>
  page.$$eval(".tab-content", (parts) => parts.map((part) => part.checkVisibility()));

async function programs() {
  const found = {};
  const narrow = await opened(360);
  await narrow.goto(address(job.listing));
  found.first = await shown(narrow);
  await narrow.click("label.tab-label:nth-of-type(2)");
  found.clicked = await shown(narrow);
  await narrow.focus(".tab-input:checked");
  await narrow.keyboard.press("ArrowLeft");
  found.keyed = await shown(narrow);
  await narrow.goto(address(job.chapter));
  await narrow.click(`a[href$="-python"]`);
  // A click does not wait for the page it leads to.
  await narrow.waitForSelector(".tab-content", { state: "attached" });
  await narrow.waitForLoadState();
  found.led = await shown(narrow);
  await narrow.context().close();

  const wide = await opened(1440);
  await wide.goto(address(job.listing));
  found.wide = await shown(wide);
  found.boxes = await wide.$$eval(".tab-content", (parts) =>
    parts.map((part) => part.getBoundingClientRect()).map(({ x, y, width }) => ({ x, y, width })));
  found.copied = await copied(wide);
  await wide.click(".theme-toggle-content button");
  found.theme = await wide.evaluate(() => document.body.dataset.theme);
  found.next = await wide.$eval(".next-page", (link) => link.href).catch(() => null);
  found.previous = await wide.$eval(".prev-page", (link) => link.href).catch(() => null);
  await wide.emulateMedia({ media: "print" });
  found.printed = await shown(wide);
  found.faults = wide.faults;
  await wide.context().close();
  return found;
}

// What each copy button of a page puts on the clipboard.
async function copied(page) {
  await page.evaluate(() => document.body.prepend(document.createElement("textarea")));
  const texts = [];
  for (const button of await page.$$("button.copybtn")) {
    await button.focus();
    await page.keyboard.press("Enter");
    await page.focus("textarea");
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Control+V");
    texts.push(await page.$eval("textarea", (area) => area.value));
  }
  await page.$eval("textarea", (area) => area.remove());
  return texts;
}

// Where the lines of a drawing stand, and whether their text can be selected.
async function lanes() {
  const page = await opened(1440);
  await page.goto(address(job.lanes));
  const places = await page.$$eval(".lanes > :is(.one, .meet, .all)", (lines) =>
    lines.map((line) => {
      const { x, y, width } = line.getBoundingClientRect();
      return { text: line.textContent, x, y, width };
    }));
  const selected = await page.$eval(".lanes", (list) => {
    getSelection().selectAllChildren(list);
    return String(getSelection());
  });
  await page.context().close();
  return { places, selected };
}

const found = {
  pages: await everyPage(),
  looks: await everyLook(),
  concordance: await concordance(),
  programs: await programs(),
  lanes: await lanes(),
};
await browser.close();
process.stdout.write(JSON.stringify(found));
