// Single keys lead through the review queue: each link says which key is its own. Nothing is
// taken from fields, from other keys held down, or from a browser's own shortcuts.
"use strict";
(() => {
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) { return; }
    if (event.target instanceof Element && isTyping(event.target)) { return; }
    const key = event.code.replace(/^Key/, "").toLowerCase();
    const link = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (link) { event.preventDefault(); link.click(); }
  });
})();
