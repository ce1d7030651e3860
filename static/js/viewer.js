// The photo viewer: arrow keys, Escape and a swipe follow the links that stand on the page.
const follow = (rel) => document.querySelector(`[data-viewer] a[rel="${rel}"]`)?.click();
const KEYS = { ArrowLeft: "prev", ArrowRight: "next", Escape: "up" };

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (KEYS[event.key]) follow(KEYS[event.key]);
});

let start = null;
addEventListener("touchstart", (event) => {
  // Two fingers zoom, and in a zoomed photo one finger moves it.
  const isZoomed = (visualViewport?.scale ?? 1) > 1.01;
  start = event.touches.length === 1 && !isZoomed ? event.touches[0] : null;
}, { passive: true });
addEventListener("touchend", (event) => {
  if (!start) return;
  const across = event.changedTouches[0].clientX - start.clientX;
  const down = event.changedTouches[0].clientY - start.clientY;
  start = null;
  if (Math.abs(across) > 48 && Math.abs(across) > 2 * Math.abs(down)) follow(across > 0 ? "prev" : "next");
}, { passive: true });
