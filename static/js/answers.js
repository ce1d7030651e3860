// The consent form: "the same answers" without a round trip, and how many questions are still open.

const form = document.querySelector("form[data-answers]");
const left = form.querySelector("[data-left]");
const questions = [...form.querySelectorAll("[data-question]")];
const inputs = (child) => [...form.querySelectorAll(`[data-child="${child}"] input[type=radio]`)];

const count = () => {
  const open = questions.filter((question) => !question.querySelector("input:checked")).length;
  left.textContent = open === 0 ? left.dataset.none : open === 1 ? left.dataset.one : left.dataset.more.replace("#", open);
};

for (const button of form.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const section = button.closest("[data-child]");
    const chosen = inputs(button.dataset.copy).filter((input) => input.checked);
    for (const one of chosen) {
      const same = inputs(section.dataset.child).find(
        (input) => input.dataset.code === one.dataset.code && input.value === one.value,
      );
      if (same) same.checked = true;
    }
    const said = section.querySelector("[data-copied]");
    said.textContent = chosen.length ? said.dataset.done : said.dataset.nothing;
    count();
  });
}

form.addEventListener("change", count);
count();
form.querySelector("[data-alert]")?.focus();
