// Keeps the draft at school a second after typing stops. Nothing is kept in the browser.
import { stayWith } from "./wire.js";

const PAUSE = 1000, AGAIN = 5000, PATIENCE = 20000;

export function keepDraft(form, words) {
  const line = form.querySelector("[data-saved]");
  const check = document.querySelector("#shape-check");
  let timer = null, busy = false, dirty = false, stopped = false, last = null;

  const say = (text, isSaved = false) => {
    line.classList.toggle("bad", !isSaved);
    line.replaceChildren(...(isSaved ? [check.content.cloneNode(true), " "] : []), text);
  };

  const fields = () => {
    const data = new FormData(form);
    data.delete("photos");
    data.delete("files");
    return new URLSearchParams(data);
  };

  async function save() {
    timer = null;
    if (busy) return last;
    if (stopped || !dirty) return;
    busy = true;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST", body: fields(), redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) { dirty = true; stopped = true; say(words.signedOut); }
      else if (answer.ok) { say(words.saved.replace("{time}", (await answer.json()).saved), true); stayWith(form); }
      else if (answer.status === 422 || answer.status === 409) { say((await answer.json()).error); }
      else throw new Error(String(answer.status));
    } catch {
      dirty = true;
      if (!stopped) say(words.offline);
      plan(AGAIN);
    } finally {
      busy = false;
      if (dirty && timer === null && !stopped) plan(PAUSE);
    }
  }

  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => { last = save(); }, wait);
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    if (!busy) plan(PAUSE);
  });
  window.addEventListener("online", () => { if (dirty) plan(0); });
  window.addEventListener("beforeunload", (event) => { if ((dirty || busy) && !form.dataset.sent) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && dirty) plan(0); });

  return {
    // The form itself is going out: nothing more to keep, unless the page stays.
    stop() { clearTimeout(timer); stopped = true; form.dataset.sent = "1"; },
    resume() { stopped = false; delete form.dataset.sent; if (dirty) plan(0); },
    get isUnsaved() { return dirty || busy; },
    // Settles once what was on its way to school has arrived.
    get settled() { return last; },
  };
}
