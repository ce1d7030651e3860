// What is still missing before the post can go out, beside the button and in the dock.
import { lengthOf } from "./count.js";

export function watchMissing(form, words, { draft, uploads }) {
  const head = form.querySelector("[data-missing-head]");
  const list = form.querySelector("[data-missing]");
  const short = form.querySelector("[data-missing-short]");
  const complete = form.querySelector("[data-complete]");
  const buttons = form.querySelectorAll("button[name=send]");
  const textMax = Number(form.querySelector("#count-text").dataset.count);
  const hand = document.querySelector("#shape-hand");

  function missing() {
    const found = [];
    // What is added to the post of today needs no title of its own.
    if (!form.title.value.trim() && !form.querySelector("[name=when][value=add]:checked")) found.push([words.title, "id_title"]);
    const length = lengthOf(form.text.value);
    if (!length) found.push([words.text, "id_text"]);
    if (length > textMax) found.push([words.tooLong, "id_text"]);
    const tiles = [...form.querySelectorAll("[data-tiles] > li")], unsaid = [];
    tiles.forEach((tile, index) => {
      const place = tile.id || (tile.id = `tile-${index}`), nth = words.nth.replace("{n}", index + 1);
      if (tile.dataset.state === "refused" || tile.dataset.state === "failed") { found.push([nth, place]); return; }
      const mark = tile.querySelector("[data-mark]")?.dataset;
      if (!(mark?.said ?? tile.dataset.says)) unsaid.push([index + 1, place]);
      (mark?.stops || "").split("|").filter(Boolean).forEach((what) => found.push([`${nth}: ${what}`, place]));
    });
    if (unsaid.length === 1) found.push([words.whoNth.replace("{n}", unsaid[0][0]), tiles.length > 1 ? unsaid[0][1] : "who-all"]);
    else if (unsaid.length) found.push([words.who, "who-all"]);
    if (tiles.length && !form.elements.no_swimwear.checked) found.push([words.swim, "id_no_swimwear"]);
    if (uploads.isBusy()) found.push([words.busy, "h-photos"]);
    return found;
  }

  function show() {
    const found = missing();
    const count = found.length === 1 ? head.dataset.one : head.dataset.more.replace("{n}", found.length);
    const title = found.length ? count : head.dataset.none;
    if (head.textContent !== title) head.textContent = title;
    list.replaceChildren(...found.map(([what, id]) => {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = `#${id}`;
      link.textContent = what[0].toUpperCase() + what.slice(1);
      line.append(hand.content.cloneNode(true), " ", link);
      return line;
    }));
    short.hidden = !found.length;
    short.textContent = `${count}: ${found.map(([what]) => what).join(", ")}`;
    complete.hidden = Boolean(found.length);
    buttons.forEach((button) => {
      if (found.length) { button.setAttribute("aria-disabled", "true"); button.setAttribute("aria-describedby", "h-send"); }
      else { button.removeAttribute("aria-disabled"); button.removeAttribute("aria-describedby"); }
    });
  }

  function goTo(id) {
    const target = document.getElementById(id);
    const focusable = target.matches("input, textarea, [tabindex]") ? target : target.querySelector("summary, button, input");
    (focusable || target).focus();
    target.scrollIntoView({ block: "center" });
  }

  form.addEventListener("submit", (event) => {
    const isSent = event.submitter?.name === "send";
    const found = isSent ? missing() : [];
    if (found.length) { event.preventDefault(); goTo(found[0][1]); return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    draft.stop();
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    draft.resume();
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
  form.addEventListener("input", show);
  form.addEventListener("composer:changed", show);
  show();
}
