// Looks how far the document is, until there is nothing left to wait for.
"use strict";
const shown = document.querySelector("[data-progress]");
const SECONDS = 3;
const look = async () => {
  try {
    const answer = await fetch(shown.dataset.progress, { credentials: "same-origin", redirect: "error" });
    if (answer.ok) {
      const text = await answer.text();
      if (text !== shown.dataset.last) {
        shown.dataset.last = text;
        shown.innerHTML = text;
        document.querySelector(".btn-row")?.toggleAttribute("hidden", !shown.querySelector("[data-waiting]"));
      }
    }
  } catch {
    // No line just now: the next look may have one.
  }
  if (shown.querySelector("[data-settled]")) { window.location.reload(); return; }
  if (shown.querySelector("[data-waiting]")) { setTimeout(look, SECONDS * 1000); }
};
if (shown) { setTimeout(look, SECONDS * 1000); }
