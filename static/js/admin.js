// A picker that searches is named by its field's label, and says what is chosen.
"use strict";
const nameOf = (select) => {
  const label = select.labels[0];
  const drawn = select.nextElementSibling;
  const box = drawn && drawn.querySelector(".select2-selection");
  const shown = box && box.querySelector(".select2-selection__rendered");
  if (!label || !shown) { return; }
  label.id = label.id || `${select.id}-label`;
  // Where several are chosen, the search stands in the box itself.
  const search = box.querySelector(".select2-search__field") || drawn.querySelector(".select2-search__field");
  if (search) { search.setAttribute("aria-labelledby", label.id); }
  box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
  shown.setAttribute("aria-labelledby", label.id);
};
const nameAll = () => {
  document.querySelectorAll("select.select2-hidden-accessible").forEach(nameOf);
};
// The library draws its boxes whenever it is ready, before or after this.
if (document.querySelector("select.admin-autocomplete")) {
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
}
