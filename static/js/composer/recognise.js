// Who can be recognised: one tap for the whole series, or for one photo that is open; kept at school at once.
const piece = (html) => new DOMParser().parseFromString(html, "text/html").body;
const HEADERS = { "X-Requested-With": "fetch" };

// A child that is named counts over the other answers, and the other way round.
export function oneOrOther(group, target) {
  const radios = group.querySelectorAll("[data-field=recognisable]"), boxes = group.querySelectorAll("[data-field=pupils]");
  if (target.dataset.field === "pupils" && target.checked) radios.forEach((one) => { one.checked = false; });
  if (target.dataset.field === "recognisable") boxes.forEach((one) => { one.checked = false; });
}

export function askWho(form, words, uploads) {
  const tiles = form.querySelector("[data-tiles]"), news = form.querySelector("[data-photo-news]");
  const series = () => form.querySelector("#series");
  const digest = () => series().dataset.digest;
  const atSchool = () => Boolean(tiles.querySelector("[data-photo]"));
  let last = Promise.resolve();

  function mark(tile, fresh) {
    const old = tile.querySelector("[data-mark]"), number = old.querySelector("[data-number]").textContent;
    fresh.querySelector("[data-number]").textContent = number;
    old.replaceWith(fresh);
  }

  function put(answer) {
    const fresh = answer.querySelector("#series"), swim = form.elements.no_swimwear.checked;
    const focused = series().contains(document.activeElement) && document.activeElement;
    const isOpen = series().querySelector("details")?.open;
    fresh.querySelector("[name=no_swimwear]").checked = swim;
    if (isOpen && fresh.querySelector("details")) fresh.querySelector("details").open = true;
    series().replaceWith(fresh);
    if (focused) fresh.querySelector(focused.name ? `[name="${focused.name}"]${focused.tagName === "BUTTON" ? `[value="${focused.value}"]` : ""}` : "summary")?.focus();
    answer.querySelectorAll("[data-of]").forEach((one) => {
      const tile = tiles.querySelector(`[data-photo="${one.dataset.of}"]`);
      if (tile) mark(tile, one.firstElementChild);
    });
    form.dispatchEvent(new CustomEvent("composer:changed"));
  }

  // One after another: the answer to what was said last stands.
  const say = (url, fields) => {
    last = last.then(async () => {
      const body = new URLSearchParams({ csrfmiddlewaretoken: form.csrfmiddlewaretoken.value, consenting: digest() });
      fields.forEach(([name, value]) => body.append(name, value));
      const answer = await fetch(url, { method: "POST", body, headers: HEADERS, redirect: "manual" }).catch(() => null);
      if (!answer || !(answer.ok || answer.status === 409)) { news.textContent = words.noConnection; return null; }
      const found = piece(await answer.text());
      put(found);
      return answer.ok ? found : null;
    });
    return last;
  };

  async function saySeries(value) {
    // What is still on its way gets the same answer when it arrives, also when that is before the school has answered.
    const waiting = [...tiles.children].filter((tile) => !tile.dataset.photo), before = waiting.map((tile) => tile.dataset.says);
    waiting.forEach((tile) => { tile.dataset.says = value; });
    if (atSchool() && !await say(series().dataset.series, [["recognisable", value]])) {
      waiting.forEach((tile, index) => { if (before[index]) tile.dataset.says = before[index]; else delete tile.dataset.says; });
      return;
    }
    news.textContent = words.seriesSaid;
    form.dispatchEvent(new CustomEvent("composer:changed"));
  }

  const answers = () => [...tiles.children]
    .filter((tile) => !["refused", "failed"].includes(tile.dataset.state))
    .map((tile) => tile.querySelector("[data-mark]")?.dataset.said ?? tile.dataset.says ?? "")
    .filter((said) => said !== "pupils");
  function press() {
    const said = answers(), same = said.length && said.every((one) => one === said[0]) ? said[0] : "";
    series().querySelectorAll("[name=series]").forEach((button) => button.setAttribute("aria-pressed", String(button.value === same)));
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=series]");
    if (!button) return;
    event.preventDefault();
    saySeries(button.value);
  });

  // A photo that is opened shows it large, with the question.
  tiles.addEventListener("toggle", async (event) => {
    const place = event.target.open && event.target.querySelector("[data-look]");
    if (!place || place.querySelector("[data-looking]")) return;
    const answer = await fetch(place.dataset.look, { headers: HEADERS, redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    place.replaceChildren(piece(await answer.text()).firstElementChild);
  }, true);

  tiles.addEventListener("change", async (event) => {
    const group = event.target.closest("[data-looking]");
    if (!group) return;
    oneOrOther(group, event.target);
    const fields = [...group.querySelectorAll("[data-field]:checked")].map((one) => [one.dataset.field, one.value]);
    const found = await say(group.dataset.looking, fields);
    const fresh = found?.querySelector("[data-looking]");
    if (!fresh || !group.isConnected) return;
    const focused = group.contains(document.activeElement) && document.activeElement;
    const open = [...group.querySelectorAll("details")].map((one) => one.open);
    fresh.querySelectorAll("details").forEach((one, index) => { one.open ||= Boolean(open[index]); });
    group.replaceWith(fresh);
    if (focused) fresh.querySelector(`[name="${focused.name}"][value="${focused.value}"]`)?.focus({ preventScroll: true });
  });

  // After what is being said now: that may turn out not to hold, because the list has changed.
  uploads.onArrival((tile, sent) => last.then(() => {
    if (sent.dataset.says) say(series().dataset.series, [["recognisable", sent.dataset.says], ["photo", tile.dataset.photo]]);
  }));
  form.addEventListener("composer:changed", press);
  // Back from the page of one photo: that one is open again.
  const back = location.hash.startsWith("#foto-") && document.getElementById(location.hash.slice(1));
  if (back) { back.querySelector("details").open = true; back.scrollIntoView({ block: "start" }); }
}
