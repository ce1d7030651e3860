// Covering: stroke over the squares, or walk over them with the arrow keys; without this each square is a box to tick.
const COLUMNS = 12;
const grid = document.querySelector("[data-cover]"), cells = [...grid.querySelectorAll("input")];
document.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
document.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; });
document.querySelector("#problems")?.focus();

// One stop for the Tab key; the arrows walk from there.
const stop = (cell) => cells.forEach((one) => { one.tabIndex = one === cell ? 0 : -1; });
stop(cells.find((one) => one.checked) || cells[0]);
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS };
grid.addEventListener("keydown", (event) => {
  const step = STEPS[event.key], now = cells.indexOf(event.target);
  if (!step || now < 0) return;
  event.preventDefault();
  const isEdge = Math.abs(step) === 1 && Math.floor((now + step) / COLUMNS) !== Math.floor(now / COLUMNS);
  const next = cells[now + step];
  if (!next || isEdge) return;
  stop(next);
  next.focus();
});

let paints = null;
const cellAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".cells label")?.querySelector("input");
grid.classList.add("drawn");
grid.addEventListener("pointerdown", (event) => {
  const cell = cellAt(event);
  if (!cell) return;
  paints = !cell.checked;
  cell.checked = paints;
  stop(cell);
});
window.addEventListener("pointermove", (event) => {
  const cell = paints !== null && cellAt(event);
  if (cell) cell.checked = paints;
});
["pointerup", "pointercancel"].forEach((name) => window.addEventListener(name, () => { paints = null; }));
// The square was set as the finger came down: the click that follows would set it back.
grid.addEventListener("click", (event) => { if (event.detail > 0) event.preventDefault(); });
