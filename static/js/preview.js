// Shows a paper as it is typed: posts the form to its preview address and puts the answer beside it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-preview]");
  const target = document.getElementById("preview");
  if (!form || !target) return;
  // The button is for those whose browser runs no script.
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
  const PAUSE = 500;
  let timer = 0;
  let asked = 0;

  const refresh = async () => {
    const turn = ++asked;
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      if (turn === asked) target.innerHTML = html;
    } catch {
      // Without a network the last preview stays.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });
})();
