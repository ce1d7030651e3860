// Photos and files go up one by one as soon as they are chosen, two at a time, each with its own state.
import { post, send, stayWith } from "./wire.js";
import { orderTiles } from "./order.js";

const AT_ONCE = 2, LOOK_AGAIN = 1500;

export function takeUploads(form, words, draft) {
  const queue = [];
  let running = 0;
  let arrived = () => {};
  const changed = () => form.dispatchEvent(new CustomEvent("composer:changed"));
  const news = form.querySelector("[data-photo-news]");
  const kinds = {
    photo: { list: form.querySelector("[data-tiles]"), shape: document.querySelector("#shape-photo"), url: form.dataset.photoAdd, field: "photo" },
    file: { list: form.querySelector("[data-files]"), shape: document.querySelector("#shape-file"), url: form.dataset.fileAdd, field: "file" },
  };
  const order = orderTiles(form, kinds.photo.list, words, news, changed);

  const word = (job, text) => { job.tile.querySelector("[data-word]").textContent = text; };

  function begin(kind, file) {
    const tile = kind.shape.content.firstElementChild.cloneNode(true);
    const job = { kind, file, tile, state: "waiting", request: null, key: crypto.randomUUID?.() ?? "" };
    tile.dataset.state = "waiting";
    const name = tile.querySelector("[data-name]");
    if (name) name.textContent = file.name;
    const bar = tile.querySelector("progress");
    bar.setAttribute("aria-label", file.name);
    if (kind === kinds.photo) preview(tile, file);
    tile.querySelector("[data-retry]").addEventListener("click", () => { again(job); });
    tile.querySelector("[data-drop]").addEventListener("click", () => drop(job));
    kind.list.append(tile);
    queue.push(job);
    word(job, words.waiting);
    order.number();
    next();
  }

  function preview(tile, file) {
    if (!/^image\/(jpeg|png|webp|gif|avif)$/.test(file.type)) return;
    const url = URL.createObjectURL(file);
    const image = new Image();
    image.alt = "";
    image.addEventListener("load", () => { tile.querySelector(".up-blank")?.replaceChildren(image); });
    image.addEventListener("error", () => URL.revokeObjectURL(url));
    image.src = url;
    tile.preview = url;
  }

  function next() {
    while (running < AT_ONCE) {
      const job = queue.find((one) => one.state === "waiting");
      if (!job) break;
      upload(job);
    }
    changed();
  }

  async function upload(job) {
    running += 1;
    job.state = job.tile.dataset.state = "loading";
    const bar = job.tile.querySelector("progress");
    bar.hidden = false;
    const data = new FormData();
    data.append(job.kind.field, job.file, job.file.name);
    data.append("group", form.dataset.group);
    // Sent again after its answer got lost, it is still one photo.
    data.append("upload", job.key);
    data.append("csrfmiddlewaretoken", form.csrfmiddlewaretoken.value);
    const answer = await send(job, job.kind.url, data, (percent) => {
      bar.value = percent;
      word(job, percent < 100 ? words.loading.replace("{n}", `${percent}%`) : words.preparing);
    });
    running -= 1;
    if (job.state !== "dropped") finish(job, answer);
    next();
  }

  function finish(job, { status, text }) {
    if (status === 201) { arrive(job, text); return; }
    job.state = job.tile.dataset.state = "failed";
    job.tile.querySelector("progress").hidden = true;
    word(job, words.failed);
    const why = job.tile.querySelector("[data-why]");
    why.textContent = status === 422 ? text : words.noConnection;
    why.hidden = false;
    const isFinal = status === 422;
    const retry = job.tile.querySelector("[data-again]") || job.tile.querySelector("[data-retry]");
    retry.hidden = isFinal;
    if (retry.matches("[data-again]")) retry.querySelector("[data-retry]").hidden = isFinal;
    job.tile.querySelector(".up")?.classList.add("stopped");
  }

  function arrive(job, html) {
    stayWith(form);
    const fresh = piece(html);
    job.state = "done";
    queue.splice(queue.indexOf(job), 1);
    if (job.tile.preview) URL.revokeObjectURL(job.tile.preview);
    job.tile.replaceWith(fresh);
    order.number();
    if (job.kind === kinds.photo) {
      news.textContent = words.added.replace("{n}", [...kinds.photo.list.children].indexOf(fresh) + 1);
      order.save();
      look(fresh);
      arrived(fresh, job.tile);
    }
  }

  const said = (tile) => tile.querySelector("[data-mark]")?.dataset.said;
  const piece = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;

  // A photo that is still being prepared: ask until it is ready or refused; what is open or typed in it stays.
  async function look(tile) {
    let isTwice = false;
    while (tile.isConnected && tile.dataset.state === "uploaded") {
      await new Promise((done) => { setTimeout(done, LOOK_AGAIN); });
      if (document.visibilityState === "hidden") continue;
      const answer = await fetch(tile.dataset.status, { redirect: "manual" }).catch(() => null);
      if (!answer?.ok || !tile.isConnected) continue;
      const fresh = piece(await answer.text());
      if (fresh.dataset.state === tile.dataset.state) continue;
      // What was said while this answer was on its way is not in it: ask once more.
      if (!isTwice && said(fresh) !== said(tile)) { isTwice = true; continue; }
      swap(tile, fresh);
      order.number();
      changed();
      return;
    }
  }

  function swap(tile, fresh) {
    const typed = tile.querySelector("input[name^=alt_]"), into = fresh.querySelector("input[name^=alt_]");
    if (typed && into) into.value = typed.value;
    const details = tile.querySelector("details");
    if (details?.open) fresh.querySelector("details").open = true;
    const focused = tile.contains(document.activeElement) ? document.activeElement : null;
    tile.replaceWith(fresh);
    if (focused) (focused.id ? document.getElementById(focused.id) : fresh.querySelector("summary"))?.focus();
  }

  function again(job) {
    job.state = job.tile.dataset.state = "waiting";
    job.tile.querySelector("[data-why]").hidden = true;
    (job.tile.querySelector("[data-again]") || job.tile.querySelector("[data-retry]")).hidden = true;
    word(job, words.waiting);
    next();
  }

  function drop(job) {
    job.state = "dropped";
    job.request?.abort();
    queue.splice(queue.indexOf(job), 1);
    order.leave(job.tile);
    changed();
  }

  // The buttons of what is at school already work without script too; here they do it in place.
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=remove_photo], button[name=remove_file]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("li");
    button.setAttribute("aria-busy", "true");
    const isGone = await post(line.dataset.remove, form);
    button.removeAttribute("aria-busy");
    if (!isGone) { news.textContent = words.noConnection; return; }
    order.leave(line);
    news.textContent = words.removed;
    changed();
  });

  const choose = (input, kind) => input.addEventListener("change", () => {
    [...input.files].forEach((file) => begin(kind, file));
    input.value = "";
  });
  choose(form.querySelector("#id_photos"), kinds.photo);
  choose(form.querySelector("[data-camera-input]"), kinds.photo);
  choose(form.querySelector("#id_files"), kinds.file);
  const opens = (button, input) => form.querySelector(button).addEventListener("click", () => form.querySelector(input).click());
  opens("[data-pick]", "#id_photos");
  opens("[data-camera]", "[data-camera-input]");
  opens("[data-pick-file]", "#id_files");

  const sheet = form.querySelector("[data-photos]");
  sheet.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    sheet.classList.add("drop");
  });
  ["dragleave", "drop"].forEach((name) => sheet.addEventListener(name, () => sheet.classList.remove("drop")));
  sheet.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    [...event.dataTransfer.files].forEach((file) => begin(file.type === "application/pdf" ? kinds.file : kinds.photo, file));
  });

  window.addEventListener("offline", () => queue.filter((job) => job.state === "loading").forEach((job) => job.request.abort()));
  window.addEventListener("online", () => queue.filter((job) => job.state === "failed" && !job.tile.querySelector("[data-retry]").hidden && job.tile.querySelector("[data-why]").textContent === words.noConnection).forEach(again));
  window.addEventListener("beforeunload", (event) => { if (queue.some((job) => job.state === "loading" || job.state === "waiting")) event.preventDefault(); });
  kinds.photo.list.querySelectorAll("[data-state=uploaded]").forEach(look);

  return {
    // Called with each tile that a photo at school got, and what was said of it before.
    onArrival(tell) { arrived = tell; },
    isBusy: () => queue.some((job) => job.state === "waiting" || job.state === "loading"),
  };
}
