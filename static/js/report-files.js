// Evidence goes up while one types: each file with its own progress bar.
"use strict";
(() => {
  const report = window.reportForm;
  if (!report) { return; }
  const { element } = report;

  const uploader = document.querySelector("[data-upload]");
  const chooser = uploader.querySelector("input[type=file]");
  const list = document.querySelector("[data-files]");
  const progress = document.querySelector("[data-uploads]");
  function sendFile(file) {
    const row = element("div", "", "upload");
    const meter = element("progress");
    const share = element("span", "0%", "num");
    meter.max = 100;
    meter.setAttribute("aria-label", file.name);
    row.append(element("span", file.name), meter, share);
    progress.append(row);
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", uploader.action);
    request.setRequestHeader("X-CSRFToken", report.token());
    request.setRequestHeader("X-Requested-With", "fetch");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      meter.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
      share.textContent = `${Math.round(meter.value)}%`;
    });
    const failed = (text) => row.replaceChildren(element("p", text, "error"));
    const lost = `${file.name}: ${uploader.dataset.failed}`;
    request.addEventListener("error", () => failed(lost));
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status === 201) { row.remove(); answer.files.forEach(listFile); return; }
      if (request.status === 401) { report.signedOut(); }
      failed(answer?.message || lost);
      if (request.status === 403) { report.renewToken(); }
    });
    request.send(body);
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
    removal.append(token, element("button", uploader.dataset.remove, "btn link"));
    row.append(link, removal);
    list.append(row);
    document.querySelector("#h-files .count").textContent = list.children.length;
  }
  function sendChosen() {
    [...chooser.files].forEach(sendFile);
    chooser.value = "";
  }
  chooser.addEventListener("change", sendChosen);
  uploader.addEventListener("submit", (event) => { event.preventDefault(); sendChosen(); });
})();
