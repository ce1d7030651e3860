// When it goes out: asked again while the composer stands open, and said on the button; nothing that was chosen is lost.
const AGAIN = 60000;

export function watchWhen(form) {
  const places = { label: "[data-auto-label]", short: "[data-auto-short]", moment: "[data-auto-moment]" };
  const section = () => form.querySelector("#when");
  // What the school said last; what was chosen in the form does not count.
  let said = "";

  const say = () => Object.entries(places).forEach(([what, where]) => {
    form.querySelectorAll(where).forEach((place) => { place.textContent = section().dataset[what]; });
  });

  function swap(fresh) {
    const chosen = new FormData(form), focused = document.activeElement;
    const mark = section().contains(focused) && (focused.id ? `#${focused.id}` : `[name="${focused.name}"][value="${focused.value}"]`);
    section().replaceWith(fresh);
    const way = fresh.querySelector(`[name=when][value="${chosen.get("when")}"]`);
    if (way) way.checked = true;
    ["day", "reason", "swap_with", "add_to"].forEach((name) => {
      const field = fresh.querySelector(`[name="${name}"]`), value = chosen.get(name);
      if (field && value && (field.tagName !== "SELECT" || [...field.options].some((one) => one.value === value))) field.value = value;
    });
    if (mark) fresh.querySelector(mark)?.focus();
    say();
    form.dispatchEvent(new CustomEvent("composer:changed"));
  }

  async function ask() {
    if (document.visibilityState === "hidden" || form.dataset.sent) return;
    const answer = await fetch(section().dataset.outlook, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const html = await answer.text();
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("#when");
    if (!fresh || html === said) return;
    said = html;
    swap(fresh);
  }

  setInterval(ask, AGAIN);
  document.addEventListener("visibilitychange", ask);
}

// Words that are true on one day only, pointed out as they are typed when it goes out on another day.
export function watchDayWords(form) {
  const place = form.querySelector("[data-day-words]"), shape = document.querySelector("#shape-day-words");
  const words = new RegExp(`(?<![\\p{L}\\p{N}_-])(?<!goede )(?<!elke )(${place.dataset.dayWords})(?![\\p{L}\\p{N}_-])`, "giu");

  const isLater = () => {
    const chosen = form.querySelector("[name=when]:checked");
    return chosen ? chosen.hasAttribute("data-later") : form.querySelector("#when").hasAttribute("data-later");
  };

  function show() {
    const text = `${form.elements.title.value}\n${form.elements.text.value}`;
    const found = isLater() ? [...new Map([...text.matchAll(words)].map(([word]) => [word.toLowerCase(), word])).values()] : [];
    if (place.dataset.shown === found.join()) return;
    place.dataset.shown = found.join();
    if (!found.length) { place.replaceChildren(); return; }
    const hint = shape.content.cloneNode(true);
    hint.querySelector("[data-quotes]").replaceChildren(...found.flatMap((word, index) => {
      const quote = document.createElement("q");
      quote.textContent = word;
      return index ? [", ", quote] : [quote];
    }));
    place.replaceChildren(hint);
  }

  form.addEventListener("input", show);
  form.addEventListener("composer:changed", show);
  show();
}
