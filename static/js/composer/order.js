// The order of the photos: numbered, moved by buttons, kept at school at once.
import { post } from "./wire.js";

export function orderTiles(form, list, words, news, changed) {
  const number = () => [...list.children].forEach((tile, index) => {
    tile.querySelectorAll("[data-number]").forEach((place) => { place.textContent = index + 1; });
    const first = tile.querySelector("[name=forward]"), last = tile.querySelector("[name=backward]");
    first?.toggleAttribute("disabled", index === 0);
    last?.toggleAttribute("disabled", index === list.children.length - 1);
  });

  const save = async () => {
    const keys = [...list.children].map((tile) => tile.dataset.photo).filter(Boolean);
    if (keys.length > 1 && !await post(form.dataset.order, form, { order: keys.join(",") })) news.textContent = words.noConnection;
  };

  // Focus goes to a neighbour, never to nowhere.
  const leave = (tile) => {
    const hadFocus = tile.contains(document.activeElement);
    const next = tile.nextElementSibling || tile.previousElementSibling;
    tile.remove();
    number();
    if (hadFocus) (next?.querySelector("summary, button") || form.querySelector("[data-pick]")).focus();
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=forward], button[name=backward]");
    if (!button) return;
    event.preventDefault();
    const tile = button.closest("li");
    const other = button.name === "forward" ? tile.previousElementSibling : tile.nextElementSibling;
    if (!other) return;
    if (button.name === "forward") other.before(tile); else other.after(tile);
    number();
    (button.disabled ? tile.querySelector("summary") : button).focus();
    const all = [...list.children];
    news.textContent = words.moved.replace("{n}", all.indexOf(tile) + 1).replace("{m}", all.length);
    save();
    changed();
  });
  number();
  return { number, save, leave };
}
