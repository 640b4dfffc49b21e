// What an earlier page could not save any more is offered back, beside what the report says now.
"use strict";
(() => {
  const report = window.reportForm;
  if (!report) { return; }
  const { form, element, read } = report;
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

  // The words as the page shows them: of a choice its label, not its value.
  function shown(key, text) {
    const field = form.elements.namedItem(key);
    if (field instanceof RadioNodeList) {
      return [...field].find((choice) => choice.value === text)?.parentElement.textContent || text;
    }
    return field.tagName === "SELECT" ? [...field.options].find((choice) => choice.value === text)?.text || text : text;
  }
  function label(key) {
    const field = report.holder(key);
    const group = field.closest("[data-group]")?.querySelector("legend").textContent;
    const own = field.querySelector("label[for], legend").textContent.trim();
    return group ? `${group}: ${own}` : own;
  }

  // Marks what lies between the common beginning and the common end.
  function compared(text, other) {
    const whole = [...text];
    const against = [...other];
    const least = Math.min(whole.length, against.length);
    let from = 0;
    while (from < least && whole[from] === against[from]) { from += 1; }
    let behind = 0;
    while (behind < least - from && whole[whole.length - 1 - behind] === against[against.length - 1 - behind]) { behind += 1; }
    const line = element("p", "", "pre");
    const middle = whole.slice(from, whole.length - behind).join("");
    line.append(whole.slice(0, from).join(""));
    if (middle) { line.append(element("mark", middle)); }
    line.append(whole.slice(whole.length - behind).join(""));
    if (!text) { line.textContent = "–"; }
    return line;
  }
  function side(title, text, other) {
    const box = element("div");
    box.append(element("b", title), compared(text, other));
    return box;
  }
  function button(text, className, act) {
    const made = element("button", text, className);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
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
    const mine = shown(key, left[key].text);
    const saved = shown(key, read(key));
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
