// How many characters are left, near the limit only; counted as the portal counts (code points, one per line end).
const NEAR = 500;

export const lengthOf = (text) => [...text.replace(/\r\n?/g, "\n").trim()].length;

export function countCharacters(line) {
  const field = document.getElementById(line.id.replace("count-", "id_"));
  const limit = Number(line.dataset.count);
  const show = () => {
    const left = limit - lengthOf(field.value);
    line.hidden = left > NEAR;
    line.classList.toggle("bad", left < 0);
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", Math.abs(left));
  };
  field.addEventListener("input", show);
  show();
}
