// Evidence goes up in parts while one types, one file after the other, each with its progress. A
// lost connection only pauses it; a file chosen again goes on where it stopped.
"use strict";
(() => {
  const report = window.reportForm;
  if (!report) { return; }
  const { element } = window.reportSides;
  const LONGEST_WAIT = 30000;
  const uploader = document.querySelector("[data-upload]");
  const words = uploader.dataset;
  const chooser = uploader.querySelector("input[type=file]");
  const list = document.querySelector("[data-files]");
  const progress = document.querySelector("[data-uploads]");
  let line = Promise.resolve();

  class Refused extends Error {}

  // Ends early when the browser knows that the connection is back.
  function pause(tries) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(LONGEST_WAIT, 1000 * 2 ** tries));
      window.addEventListener("online", () => { clearTimeout(timer); resolve(); }, { once: true });
    });
  }

  function ask(address, body, type, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.setRequestHeader("Content-Type", type);
      request.setRequestHeader("X-CSRFToken", report.token());
      request.setRequestHeader("X-Requested-With", "fetch");
      request.responseType = "json";
      if (onProgress) { request.upload.addEventListener("progress", (event) => onProgress(event.loaded)); }
      request.addEventListener("error", reject);
      request.addEventListener("load", () => resolve({ status: request.status, answer: request.response }));
      request.send(body);
    });
  }

  // Asks until there is an answer about the file itself.
  async function insist(row, address, body, type, onProgress) {
    for (let tries = 0; ; tries += 1) {
      const said = await ask(address, body, type, onProgress).catch(() => ({ status: 0 }));
      if (said.status === 401) { report.signedOut(); }
      const expired = said.status === 403 && !said.answer;
      if (expired) { await report.renewToken(); }
      if (said.status && said.status < 500 && said.status !== 401 && !expired) { row.paused(false); return said; }
      row.paused(true);
      await pause(tries);
    }
  }

  // The same for the same file, also after the page was closed.
  async function markOf(file) {
    const facts = new TextEncoder().encode(`${file.name}|${file.size}|${file.lastModified}`);
    if (!crypto.subtle) { return `${file.size}-${file.lastModified}-${file.name.length}`; }
    const digest = await crypto.subtle.digest("SHA-256", facts);
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function showRow(name) {
    const node = element("div", "", "upload");
    const meter = element("progress");
    const share = element("span", "0%", "num");
    const state = element("small", "", "state");
    meter.max = 100;
    meter.setAttribute("aria-label", name);
    node.append(element("span", name), meter, share, state);
    progress.append(node);
    return {
      done: () => node.remove(),
      failed: (text) => node.replaceChildren(element("p", text, "error")),
      paused: (isPaused) => { state.textContent = isPaused ? words.waiting : ""; },
      at: (sent, size) => {
        meter.value = Math.min(100, (100 * sent) / size);
        share.textContent = `${Math.round(meter.value)}%`;
        if (sent >= size) { state.textContent = words.checking; }
      },
    };
  }

  async function sendParts(row, file, mark) {
    const announced = JSON.stringify({ mark, name: file.name, size: file.size });
    const begun = await insist(row, words.begin, announced, "application/json");
    if (begun.status === 201) { return begun.answer.files; }
    if (begun.status !== 200) { throw new Refused(begun.answer?.message); }
    const { id, part } = begun.answer;
    let { received } = begun.answer;
    for (;;) {
      const from = received;
      const address = `${words.parts.replace("/0/", `/${id}/`)}?from=${from}`;
      row.at(from, file.size);
      const piece = file.slice(from, from + part);
      const said = await insist(row, address, piece, "application/octet-stream", (sent) => row.at(from + sent, file.size));
      if (said.status === 201) { return said.answer.files; }
      if (said.status !== 200 && !(said.status === 409 && "received" in (said.answer || {}))) {
        throw new Refused(said.answer?.message);
      }
      ({ received } = said.answer);
    }
  }

  async function sendFile(chosen, row) {
    try {
      const mark = await markOf(chosen);
      const files = await sendParts(row, await window.reportPhotos.smaller(chosen), mark);
      row.done();
      files.filter((file) => !list.querySelector(`a[href="${file.url}"]`)).forEach(listFile);
    } catch (error) {
      row.failed((error instanceof Refused && error.message) || `${chosen.name}: ${words.failed}`);
    }
  }
  function listFile(file) {
    const row = element("li");
    const link = element("a", file.name);
    link.href = file.url;
    const removal = element("form");
    removal.method = "post";
    removal.action = file.remove;
    const token = element("input");
    token.type = "hidden";
    token.name = "csrfmiddlewaretoken";
    token.value = report.token();
    removal.append(token, element("button", words.remove, "btn link"));
    row.append(link, removal);
    list.append(row);
    document.querySelector("#h-files .count").textContent = list.children.length;
  }
  function sendChosen() {
    for (const file of chooser.files) {
      const row = showRow(file.name);
      line = line.then(() => sendFile(file, row));
    }
    chooser.value = "";
  }
  chooser.addEventListener("change", sendChosen);
  uploader.addEventListener("submit", (event) => { event.preventDefault(); sendChosen(); });
})();
