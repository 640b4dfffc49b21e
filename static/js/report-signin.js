// A session that ended is taken up again on the page itself: nothing typed has to be left behind.
"use strict";
(() => {
  const report = window.reportForm;
  const dialog = document.getElementById("sign-in");
  if (!report || !dialog) { return; }
  const form = dialog.querySelector("form");
  const refusal = dialog.querySelector("[data-refusal]");

  function refuse(text) {
    refusal.textContent = text;
    refusal.hidden = !text;
  }
  async function freshToken() {
    const response = await fetch(form.action, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  }
  async function signIn() {
    const body = new FormData(form);
    body.set("csrfmiddlewaretoken", await freshToken());
    const response = await fetch(form.action, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      body,
    });
    const answer = await response.json().catch(() => null);
    const errors = answer?.form ? [...answer.form.errors, ...Object.values(answer.form.fields).flatMap((field) => field.errors)] : [];
    return errors.join(" ");
  }

  document.querySelector("#saved [data-sign-in]").addEventListener("click", (event) => {
    event.preventDefault();
    refuse("");
    dialog.showModal();
    form.elements.namedItem("password").focus();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const errors = await signIn();
      if (errors) { refuse(errors); return; }
      if (!(await report.renewToken(true))) { refuse(form.dataset.more); return; }
    } catch { refuse(form.dataset.offline); return; }
    form.elements.namedItem("password").value = "";
    dialog.close();
    report.flush();
  });
})();
