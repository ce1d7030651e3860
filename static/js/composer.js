// The composer: keeps the draft while one writes, uploads photos at once, and says what is still missing.
import { keepDraft } from "./composer/draft.js";
import { watchMissing } from "./composer/missing.js";
import { takeUploads } from "./composer/uploads.js";
import { watchDayWords, watchWhen } from "./composer/when.js";
import { askWho } from "./composer/recognise.js";
import { watchNames } from "./composer/names.js";
import { countCharacters } from "./composer/count.js";

document.querySelectorAll("[data-count]").forEach(countCharacters);
document.querySelector("#problems")?.focus();

const form = document.querySelector("#composer");
if (form) {
  document.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; });
  const words = document.querySelector("#words").dataset;
  const draft = keepDraft(form, words);
  document.querySelector("#discard")?.addEventListener("submit", async (event) => {
    // What is still on its way would make the draft anew: wait for it, then throw all away.
    event.preventDefault();
    draft.stop();
    await draft.settled;
    event.target.submit();
  });
  const uploads = takeUploads(form, words, draft);
  askWho(form, words, uploads);
  watchMissing(form, words, { draft, uploads });
  watchWhen(form);
  watchDayWords(form);
  watchNames(form);
}
