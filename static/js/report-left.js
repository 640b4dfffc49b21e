// What an earlier page could not save any more is offered back, beside what the report says now.
"use strict";
(() => {
  const report = window.reportForm;
  if (!report) { return; }
  const { form, read } = report;
  const { element, shown, side, button } = window.reportSides;
  const panel = document.getElementById("left");
  const list = panel.querySelector("[data-left]");
  const all = panel.querySelector("[data-all]");
  const STORE = `${report.store}.left`;
  let left = {};

  function keep() {
    try {
      if (Object.keys(left).length) { localStorage.setItem(STORE, JSON.stringify(left)); }
      else { localStorage.removeItem(STORE); }
      return true;
    } catch { return false; }
  }
  function load() {
    try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; }
  }

  function label(key) {
    const field = report.holder(key);
    const group = field.closest("[data-group]")?.querySelector("legend").textContent;
    const own = field.querySelector("label[for], legend").textContent.trim();
    return group ? `${group}: ${own}` : own;
  }

  function settle(key, row, putBack) {
    const { text } = left[key];
    if (putBack) { report.putBack(key, text); }
    delete left[key];
    keep();
    row.remove();
    all.hidden = list.children.length < 2;
    panel.hidden = !list.children.length;
  }
  function offer(key) {
    const mine = shown(form.elements.namedItem(key), left[key].text);
    const saved = shown(form.elements.namedItem(key), read(key));
    const row = element("div", "", "sides");
    const choice = element("div", "", "btn-row");
    const title = element("h3");
    const link = element("a", label(key));
    link.href = `#f-${key}`;
    title.append(link);
    choice.append(
      button(panel.dataset.put, "btn", () => settle(key, row, true)),
      button(panel.dataset.leave, "btn quiet", () => settle(key, row, false)),
    );
    row.append(title, side(panel.dataset.saved, saved, mine), side(panel.dataset.device, mine, saved), choice);
    row.dataset.key = key;
    list.append(row);
  }

  // Moved to a place of their own, so that typing on does not write over them.
  left = { ...load(), ...report.loadCopies() };
  for (const [key, copy] of Object.entries(left)) {
    if (!report.ensureField(key) || read(key) === copy.text) { delete left[key]; }
  }
  if (keep()) { report.storeCopies({}); }
  Object.keys(left).forEach(offer);
  all.addEventListener("click", () => {
    for (const row of [...list.children]) { settle(row.dataset.key, row, true); }
  });
  all.hidden = list.children.length < 2;
  panel.hidden = !list.children.length;
  if (!panel.hidden) { panel.focus(); }
})();
