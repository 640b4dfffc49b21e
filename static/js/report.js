// The report form keeps what is typed: field by field, through lost connections, ended sessions,
// two open pages and crashes. Without this file the form works through its own buttons.
"use strict";
(() => {
  const form = document.getElementById("report");
  if (!form) { return; }
  const { element, shown, side, button } = window.reportSides;
  const words = form.dataset;
  const bar = document.getElementById("saved");
  const signIn = bar.querySelector("[data-sign-in]");
  const STORE = `onde.report.${words.draft}`;
  const TYPING_PAUSE = 800;
  const LONGEST_WAIT = 60000;
  const known = new Map();
  const waiting = new Map();
  const conflicts = new Map();
  const timers = new Map();
  let tries = 0;
  let running = null;
  let retryTimer = 0;
  let closed = false;
  let leaving = false;

  const named = (name) => form.elements.namedItem(name);
  const read = (key) => named(key).value;
  const write = (key, text) => { named(key).value = text; };
  const versionInput = (key) => named(`version:${key}`);
  const versionOf = (key) => (versionInput(key).value === "" ? null : Number(versionInput(key).value));
  const holder = (key) => document.getElementById(`at-${key}`);
  const tokenInput = () => form.elements.namedItem("csrfmiddlewaretoken");

  function say(text, isWaiting, needsSignIn) {
    bar.hidden = false;
    bar.classList.toggle("waiting", Boolean(isWaiting));
    bar.querySelector("[data-said]").textContent = text;
    signIn.hidden = !needsSignIn;
  }

  // What has not been acknowledged lives on this device as well.
  function loadCopies() {
    try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; }
  }
  function storeCopies(copies) {
    try {
      if (Object.keys(copies).length) { localStorage.setItem(STORE, JSON.stringify(copies)); }
      else { localStorage.removeItem(STORE); }
      return true;
    } catch { return false; /* a full or forbidden store must not stop the saving itself */ }
  }
  function keepCopy(key, text) {
    const copies = loadCopies();
    copies[key] = { text, version: versionOf(key) };
    storeCopies(copies);
  }
  function dropCopy(key) {
    const copies = loadCopies();
    delete copies[key];
    storeCopies(copies);
  }

  function notice(key) {
    clearTimeout(timers.get(key));
    timers.delete(key);
    if (closed || conflicts.has(key)) { return; }
    const text = read(key);
    if (text === known.get(key) && !waiting.has(key)) { dropCopy(key); return; }
    waiting.set(key, text);
    keepCopy(key, text);
    if (!retryTimer) { flush(); }
  }
  function noticeAll() { for (const key of [...timers.keys()]) { notice(key); } }

  function post(key, text, keepalive) {
    return fetch(words.save, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      keepalive: Boolean(keepalive),
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": tokenInput().value,
        "X-Requested-With": "fetch",
      },
      body: JSON.stringify({ key, text, version: versionOf(key) }),
    });
  }

  // One request at a time: the server keeps a report's answers in order.
  function flush() {
    running = running || run().finally(() => { running = null; });
    return running;
  }
  async function run() {
    clearTimeout(retryTimer);
    retryTimer = 0;
    while (waiting.size && !closed) {
      const [key, text] = waiting.entries().next().value;
      say(words.saving);
      const outcome = await send(key, text);
      if (outcome === "again") { later(); return false; }
      tries = 0;
    }
    return !closed && conflicts.size === 0;
  }
  async function send(key, text) {
    let response;
    try { response = await post(key, text); } catch { say(words.offline, true); return "again"; }
    if (response.type === "opaqueredirect" || response.status === 401) { return signedOut(); }
    const answer = await response.json().catch(() => null);
    if (response.ok && answer) { acknowledged(key, text, answer); return "done"; }
    if (response.status === 403 && !answer) { return (await renewToken()) ? send(key, text) : "again"; }
    if (response.status === 404 && !answer) { return refused(key, text, 403); }
    if (!answer || response.status >= 500) { say(words.offline, true); return "again"; }
    return refused(key, text, response.status, answer);
  }
  function acknowledged(key, text, answer) {
    versionInput(key).value = answer.version;
    known.set(key, text);
    if (waiting.get(key) === text) { waiting.delete(key); }
    // What was typed while the answer was on its way still has no copy but this one.
    if (read(key) === text) { dropCopy(key); } else { keepCopy(key, read(key)); }
    if (answer.errors) { showMistakes(key, answer.errors, answer.warnings, answer.result); }
    for (const [other, told] of Object.entries(answer.beside || {})) {
      showMistakes(other, told.errors, told.warnings, told.result);
    }
    say(words.saved.replace("{time}", answer.time));
  }
  function refused(key, text, status, answer) {
    if (status === 403) { closed = true; say(words.closed, true); return "done"; }
    waiting.delete(key);
    if (status === 409 && "version" in answer) { showConflict(key, answer); say(answer.message, true); return "done"; }
    if (status === 409) { waiting.set(key, text); return "again"; }
    showMistakes(key, [answer.message], []);
    say(answer.message, true);
    return "done";
  }
  function later() {
    tries += 1;
    retryTimer = setTimeout(flush, Math.min(LONGEST_WAIT, 1000 * 2 ** tries));
  }
  function signedOut() { say(words.signedOut, true, true); return "again"; }

  // Signing in again in another tab changes the token of this page.
  let renewing = 0;
  async function renewToken(atOnce) {
    if (!atOnce && Date.now() - renewing < 3000) { return false; }
    renewing = Date.now();
    let page;
    try {
      const response = await fetch(location.pathname.replace(/keep\/$|send\/$/, ""), { credentials: "same-origin" });
      page = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch { say(words.offline, true); return false; }
    const fresh = page.getElementById("report");
    if (!fresh || fresh.dataset.person !== words.person) { signedOut(); return false; }
    const token = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) { input.value = token; }
    return true;
  }

  function showMistakes(key, errors, warnings, result) {
    const about = document.getElementById(`f-${key}-about`);
    for (const old of about.querySelectorAll(".error, .warning")) { old.remove(); }
    const lines = [...errors.map((text) => element("p", text, "error")), ...warnings.map((text) => element("p", text, "warning"))];
    about.prepend(...lines);
    about.querySelector("[data-result]").textContent = result || "";
    holder(key).classList.toggle("has-error", errors.length > 0);
  }
  // Theirs beside what stands in the field, which can still be changed before choosing.
  function showConflict(key, answer) {
    conflicts.set(key, answer);
    const box = holder(key).querySelector("[data-beside]");
    const close = () => { conflicts.delete(key); box.hidden = true; box.replaceChildren(); };
    const choose = (act) => () => { versionInput(key).value = answer.version; close(); act(); };
    const mine = button(words.mine, "btn quiet", choose(() => {
      waiting.set(key, read(key));
      keepCopy(key, read(key));
      flush();
    }));
    const theirs = button(words.theirs, "btn quiet", choose(() => {
      write(key, answer.text);
      known.set(key, answer.text);
      dropCopy(key);
      if (!conflicts.size && !waiting.size) { bar.hidden = true; }
    }));
    const row = element("div", "", "btn-row");
    row.append(mine, theirs);
    box.replaceChildren(element("b", words.conflict), element("div", "", "sides"), row);
    box.hidden = false;
    showSides(key);
  }
  function showSides(key) {
    const answer = conflicts.get(key);
    const sides = holder(key).querySelector("[data-beside] .sides");
    const [mine, theirs] = [read(key), answer.text].map((text) => shown(named(key), text));
    sides.replaceChildren(side(words.yours, mine, theirs), side(`${answer.by}, ${answer.at}`, theirs, mine));
  }

  // Rows: a copy of the last one, emptied and numbered on.
  function addRow(button, focus) {
    const part = button.closest(".part");
    const rows = [...part.querySelectorAll("[data-group]")].filter((row) => !row.dataset.group.startsWith("earlier."));
    const last = rows[rows.length - 1];
    const [name, number] = last.dataset.group.split(".");
    const next = Number(number) + 1;
    if (next > Number(button.dataset.most)) { return false; }
    const row = last.cloneNode(true);
    row.dataset.group = `${name}.${next}`;
    const legend = row.querySelector("legend");
    legend.textContent = legend.textContent.replace(/\d+/, next);
    const renumber = (text) => text.replace(`${name}.${number}.`, `${name}.${next}.`);
    for (const node of row.querySelectorAll("*")) {
      for (const attribute of ["id", "name", "for", "aria-describedby", "data-field"]) {
        if (node.hasAttribute(attribute)) { node.setAttribute(attribute, renumber(node.getAttribute(attribute))); }
      }
      node.classList.remove("has-error");
      if (node.matches("input[type=radio]")) { node.checked = false; }
      else if (node.matches("input, select, textarea")) { node.value = ""; node.removeAttribute("aria-invalid"); }
    }
    for (const old of row.querySelectorAll(".error, .warning")) { old.remove(); }
    for (const old of row.querySelectorAll("[data-beside]")) { old.hidden = true; old.replaceChildren(); }
    last.after(row);
    for (const field of row.querySelectorAll("[data-field]")) { known.set(field.dataset.field, ""); }
    button.value = `${button.value.split(":")[0]}:${next + 1}`;
    button.hidden = next >= Number(button.dataset.most);
    if (focus) { row.querySelector("input, select, textarea").focus(); }
    return true;
  }

  // Makes the row that holds a field, if the report can have it.
  function ensureField(key) {
    for (const button of form.querySelectorAll("[data-add-row]")) {
      const singular = { activities: "activity.", problems: "problem." }[button.value.split(":")[0]];
      while (key.startsWith(singular) && !named(key) && addRow(button)) { /* until it is there */ }
    }
    return Boolean(named(key));
  }
  function putBack(key, text) {
    write(key, text);
    holder(key).closest("details")?.setAttribute("open", "");
    notice(key);
  }

  function keyOf(event) {
    return event.target.closest("[data-field]") && event.target.name && !event.target.name.startsWith("version:")
      ? event.target.name : null;
  }
  form.addEventListener("input", (event) => {
    const key = keyOf(event);
    if (!key) { return; }
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(notice, TYPING_PAUSE, key));
    keepCopy(key, read(key));
    if (conflicts.has(key)) { showSides(key); }
  });
  for (const kind of ["change", "focusout"]) {
    form.addEventListener(kind, (event) => { const key = keyOf(event); if (key) { notice(key); } });
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (button) { event.preventDefault(); addRow(button, true); }
  });
  form.addEventListener("submit", async (event) => {
    noticeAll();
    // A report sent meanwhile takes nothing more: the server's page shows who sent it and the text.
    if (leaving || closed || (!waiting.size && !conflicts.size)) { return; }
    event.preventDefault();
    const clean = await flush();
    if (clean && !waiting.size) { leaving = true; form.requestSubmit(event.submitter); leaving = false; return; }
    const first = form.querySelector("[data-beside]:not([hidden])");
    if (first) { first.scrollIntoView({ block: "center" }); }
  });
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && waiting.size) { flush(); } });
  window.addEventListener("pagehide", () => {
    for (const key of [...timers.keys()]) {
      if (read(key) !== known.get(key)) { waiting.set(key, read(key)); }
    }
    for (const [key, text] of waiting) { if (!closed) { post(key, text, true).catch(() => {}); } }
  });

  for (const field of form.querySelectorAll("[data-field]")) { known.set(field.dataset.field, read(field.dataset.field)); }
  // Errors of the whole page come first; a link to one field leads past them.
  if (!location.hash) { document.querySelector("[data-look]")?.focus(); }

  // Where one is: the part in view, on the rail.
  const marks = new Map([...document.querySelectorAll(".rail a")].map((link) => [link.hash.slice(1), link.parentElement]));
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) { marks.get(entry.target.id)?.classList.toggle("now", entry.isIntersecting); }
  }, { rootMargin: "-45% 0px -45% 0px" });
  for (const part of form.querySelectorAll(".part")) { watcher.observe(part); }

  window.reportForm = {
    form, read, holder, ensureField, putBack, loadCopies, storeCopies, flush, renewToken, signedOut,
    store: STORE,
    token: () => tokenInput().value,
  };
})();
