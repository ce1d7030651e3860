// First names without consent, pointed out as they are typed; they never stop anything.
export function watchNames(form) {
  const place = form.querySelector("[data-names]"), shape = document.querySelector("#shape-names");
  const names = place.dataset.names.split("|").filter(Boolean);
  const found = names.map((name) => [name, new RegExp(`(?<![\\p{L}\\p{N}_-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:['’]?s)?(?![\\p{L}\\p{N}_-])`, "u")]);

  function show() {
    const text = `${form.elements.title.value}\n${form.elements.text.value}`;
    const named = found.filter(([, whole]) => whole.test(text)).map(([name]) => name);
    if (place.dataset.shown === named.join()) return;
    place.dataset.shown = named.join();
    if (!named.length) { place.replaceChildren(); return; }
    const hint = shape.content.cloneNode(true);
    hint.querySelector("[data-quotes]").replaceChildren(...named.flatMap((name, index) => {
      const quote = document.createElement("q");
      quote.textContent = name;
      return index ? [", ", quote] : [quote];
    }));
    place.replaceChildren(hint);
  }

  form.addEventListener("input", show);
  show();
}
