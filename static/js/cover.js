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

// A tap is a tick, by the browser itself; a stroke begins once it leaves its first square.
let first = null, paints = false, isStroke = false;
const cellAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".cells label")?.querySelector("input");
grid.classList.add("drawn");
grid.addEventListener("pointerdown", (event) => {
  first = cellAt(event);
  paints = first && !first.checked;
  isStroke = false;
});
window.addEventListener("pointermove", (event) => {
  const cell = first && cellAt(event);
  if (!cell || (cell === first && !isStroke)) return;
  isStroke = true;
  first.checked = cell.checked = paints;
  stop(cell);
});
["pointerup", "pointercancel"].forEach((name) => window.addEventListener(name, () => { first = null; }));
grid.addEventListener("click", (event) => {
  if (isStroke && event.detail > 0) event.preventDefault();
  else if (cells.includes(event.target)) stop(event.target);
});
