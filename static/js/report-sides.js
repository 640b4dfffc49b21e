// Two texts side by side, with what differs between them marked.
"use strict";
window.reportSides = (() => {
  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  // The words as the page shows them: of a choice its label, not its value.
  function shown(field, text) {
    if (field instanceof RadioNodeList) {
      return [...field].find((choice) => choice.value === text)?.parentElement.textContent || text;
    }
    return field.tagName === "SELECT" ? [...field.options].find((choice) => choice.value === text)?.text || text : text;
  }

  // Marks what lies between the common beginning and the common end.
  function compared(text, other) {
    const whole = [...text];
    const against = [...other];
    const least = Math.min(whole.length, against.length);
    let from = 0;
    while (from < least && whole[from] === against[from]) { from += 1; }
    let behind = 0;
    while (behind < least - from && whole[whole.length - 1 - behind] === against[against.length - 1 - behind]) { behind += 1; }
    const line = element("p", "", "pre");
    const middle = whole.slice(from, whole.length - behind).join("");
    line.append(whole.slice(0, from).join(""));
    if (middle) { line.append(element("mark", middle)); }
    line.append(whole.slice(whole.length - behind).join(""));
    if (!text) { line.textContent = "–"; }
    return line;
  }
  function side(title, text, other) {
    const box = element("div");
    box.append(element("b", title), compared(text, other));
    return box;
  }

  function button(text, className, act) {
    const made = element("button", text, className);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  return { element, shown, side, button };
})();
