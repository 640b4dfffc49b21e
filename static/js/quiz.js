// Keeps each answer as it is given, counts down, and goes on after a lost connection.
"use strict";
const quiz = document.querySelector("[data-quiz]");
if (quiz) {
  const state = quiz.querySelector("[data-state]");
  const waiting = new Map();
  let sending = false;
  let version = Number(quiz.dataset.version);
  const say = (words, isBad) => {
    state.textContent = words;
    state.className = isBad ? "error" : "muted";
  };
  const count = () => {
    const answered = quiz.querySelectorAll("input[type=radio]:checked").length;
    quiz.querySelector("[data-answered]").textContent = answered;
  };
  const show = (answers) => {
    for (const [number, choice] of Object.entries(answers)) {
      const was = quiz.elements[`was${number}`];
      if (was) { was.value = choice; }
      if (waiting.has(number)) { continue; }
      const box = quiz.querySelector(`input[name="a${number}"][value="${choice}"]`);
      if (box) { box.checked = true; }
    }
    count();
  };
  const over = (words) => {
    say(words, true);
    waiting.clear();
    quiz.querySelectorAll("input[type=radio]").forEach((box) => { box.disabled = true; });
    window.setTimeout(() => { window.location.reload(); }, 4000);
  };
  const send = async () => {
    if (sending || !waiting.size) { return; }
    sending = true;
    const sent = new Map(waiting);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", quiz.elements.csrfmiddlewaretoken.value);
    body.set("attempt", quiz.elements.attempt.value);
    body.set("version", version);
    sent.forEach((choice, number) => { body.set(`a${number}`, choice); });
    say(quiz.dataset.keeping);
    try {
      const answer = await fetch(quiz.action, {
        method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      const told = await answer.json();
      sent.forEach((choice, number) => {
        if (waiting.get(number) === choice) { waiting.delete(number); }
      });
      if (answer.ok) {
        version = told.version;
        show(told.answers);
        say(`✓ ${quiz.dataset.kept}`);
      } else if (told.over || told.gone) {
        over(told.message);
      } else {
        say(told.message, true);
      }
    } catch {
      say(quiz.dataset.lost, true);
      window.setTimeout(send, 4000);
    }
    sending = false;
    if (waiting.size && state.className !== "error") { send(); }
  };
  quiz.addEventListener("change", (event) => {
    if (event.target.type !== "radio") { return; }
    waiting.set(event.target.name.slice(1), event.target.value);
    count();
    send();
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) { event.preventDefault(); }
  });
  quiz.addEventListener("submit", () => { waiting.clear(); });

  const clock = quiz.querySelector("[data-clock]");
  if (clock && quiz.dataset.left !== undefined) {
    const end = Date.now() + Number(quiz.dataset.left) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      const minutes = Math.floor(left / 60);
      clock.textContent = `${minutes}:${String(left % 60).padStart(2, "0")} ${quiz.dataset.minutes}`;
      clock.classList.toggle("late", left < 60);
      // Screen readers hear the whole minutes only.
      clock.setAttribute("aria-live", left % 60 === 0 ? "polite" : "off");
      if (left === 0) {
        window.clearInterval(ticking);
        clock.textContent = quiz.dataset.up;
        // The form carries what was not kept yet; it arrives within the server's seconds of grace.
        waiting.clear();
        quiz.action = quiz.dataset.finish;
        quiz.submit();
      }
    };
    const ticking = window.setInterval(tick, 1000);
    tick();
  }
}
