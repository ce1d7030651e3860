// Cropping: what goes off is shaded while one slides, or while a frame is drawn on the photo.
const form = document.querySelector("[data-crop]"), over = form.querySelector("[data-over]");
const slides = Object.fromEntries([...form.querySelectorAll(".slide")].map((slide) => [slide.name, slide]));
const STAYS = 10;
form.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
form.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; });
document.querySelector("#problems")?.focus();

function show() {
  const { left, top, right, bottom } = Object.fromEntries(Object.entries(slides).map(([name, slide]) => [name, Number(slide.value)]));
  form.querySelector("[data-shade]").setAttribute("d", `M0 0H100V100H0ZM${left} ${top}V${100 - bottom}H${100 - right}V${top}Z`);
  Object.entries(slides).forEach(([name, slide]) => { form.querySelector(`output[data-of=${name}]`).textContent = `${slide.value}%`; });
}

// The side that was moved stops before the other one.
const OPPOSITE = { left: "right", right: "left", top: "bottom", bottom: "top" };
form.addEventListener("input", (event) => {
  const slide = event.target, most = 100 - STAYS - Number(slides[OPPOSITE[slide.name]].value);
  if (Number(slide.value) > most) slide.value = most;
  show();
});

let from = null;
const at = (event) => {
  const box = over.getBoundingClientRect();
  const part = (value, size) => Math.max(0, Math.min(100, Math.round((value / size) * 100)));
  return { x: part(event.clientX - box.left, box.width), y: part(event.clientY - box.top, box.height) };
};
over.classList.add("drawn");
over.addEventListener("pointerdown", (event) => { from = at(event); over.setPointerCapture(event.pointerId); });
over.addEventListener("pointermove", (event) => {
  if (!from) return;
  const to = at(event), [left, right] = [from.x, to.x].sort((a, b) => a - b), [top, bottom] = [from.y, to.y].sort((a, b) => a - b);
  if (right - left < STAYS || bottom - top < STAYS) return;
  slides.left.value = left; slides.right.value = 100 - right; slides.top.value = top; slides.bottom.value = 100 - bottom;
  show();
});
["pointerup", "pointercancel"].forEach((name) => over.addEventListener(name, () => { from = null; }));
show();
