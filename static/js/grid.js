// Fast entry by keyboard: a letter moves on, arrows move about, a row is kept when it is left.
"use strict";
const grid = document.querySelector("[data-grid]");
if (grid) {
  const THAI = "กขคงจฉ";
  const LETTERS = { a: 0, b: 1, c: 2, d: 3, e: 4, f: 5 };
  const dirty = new Set();
  const rowOf = (cell) => cell.closest("tr");
  const cellsOf = (row) => [...row.querySelectorAll("input.cell")];
  const rows = () => [...grid.querySelectorAll("tbody tr")].filter((row) => cellsOf(row).length);
  const isThai = document.documentElement.lang !== "en";
  const signOf = (typed) => {
    const sign = typed.trim().slice(-1).toLowerCase();
    if (sign === "" ) { return ""; }
    if ("-–0๐".includes(sign)) { return "-"; }
    let index = THAI.indexOf(sign);
    if (index < 0 && sign in LETTERS) { index = LETTERS[sign]; }
    if (index < 0) { index = "123456".indexOf(sign); }
    if (index < 0) { index = "๑๒๓๔๕๖".indexOf(sign); }
    if (index < 0) { return null; }
    return isThai ? THAI[index] : "ABCDEF"[index];
  };
  const say = (row, words, isBad) => {
    const said = row.querySelector("[data-said]");
    said.textContent = words;
    said.className = isBad ? "error" : "";
  };
  const mark = (cell, isWrong) => {
    if (isWrong) { cell.setAttribute("aria-invalid", "true"); } else { cell.removeAttribute("aria-invalid"); }
  };
  const keep = async (row) => {
    const form = row.querySelector("form[data-row]");
    if (!dirty.has(row) || row.dataset.busy) { return; }
    row.dataset.busy = "1";
    dirty.delete(row);
    say(row, grid.dataset.keeping);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
        credentials: "same-origin", keepalive: true,
      });
      const told = await answer.json();
      form.elements.version.value = told.version;
      cellsOf(row).forEach((cell) => { mark(cell, told.wrong.includes(Number(cell.name.slice(1)))); });
      row.querySelector("[data-score]").textContent = told.score === null ? "" : told.score;
      say(row, answer.ok ? `✓ ${grid.dataset.kept}` : told.message, !answer.ok);
    } catch {
      dirty.add(row);
      say(row, grid.dataset.lost, true);
    }
    delete row.dataset.busy;
  };
  const go = (cell) => { if (cell) { cell.focus(); cell.select(); } };
  const onward = (cell) => {
    const cells = cellsOf(rowOf(cell));
    const next = cells[cells.indexOf(cell) + 1];
    if (next) { go(next); return; }
    const all = rows();
    const below = all[all.indexOf(rowOf(cell)) + 1];
    if (below) { go(cellsOf(below)[0]); } else { keep(rowOf(cell)); }
  };
  const vertical = (cell, step) => {
    const all = rows();
    const other = all[all.indexOf(rowOf(cell)) + step];
    if (other) { go(cellsOf(other)[cellsOf(rowOf(cell)).indexOf(cell)]); }
  };
  const MOVES = {
    ArrowUp: (cell) => vertical(cell, -1),
    ArrowDown: (cell) => vertical(cell, 1),
    ArrowLeft: (cell) => { const cells = cellsOf(rowOf(cell)); go(cells[cells.indexOf(cell) - 1]); },
    ArrowRight: (cell) => { const cells = cellsOf(rowOf(cell)); go(cells[cells.indexOf(cell) + 1]); },
    Enter: (cell) => {
      const all = rows();
      const below = all[all.indexOf(rowOf(cell)) + 1];
      if (below) { go(cellsOf(below)[0]); } else { keep(rowOf(cell)); }
    },
  };
  grid.addEventListener("input", (event) => {
    const cell = event.target;
    if (!cell.matches("input.cell")) { return; }
    dirty.add(rowOf(cell));
    const sign = signOf(cell.value);
    mark(cell, sign === null);
    if (sign === null) { say(rowOf(cell), grid.dataset.wrong, true); cell.select(); return; }
    cell.value = sign;
    if (sign) { onward(cell); }
  });
  grid.addEventListener("keydown", (event) => {
    if (!event.target.matches("input.cell") || event.isComposing) { return; }
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in MOVES)) { return; }
    event.preventDefault();
    MOVES[event.key](event.target);
  });
  grid.addEventListener("focusin", (event) => {
    if (event.target.matches("input.cell")) { event.target.select(); }
  });
  grid.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (row && !row.contains(event.relatedTarget)) { keep(row); }
  });
  grid.addEventListener("submit", (event) => {
    event.preventDefault();
    const row = event.target.closest("tr");
    dirty.add(row);
    keep(row);
  });
  window.addEventListener("beforeunload", (event) => {
    dirty.forEach(keep);
    if (grid.querySelector("tr[data-busy]") || dirty.size) { event.preventDefault(); }
  });
}
