// The page of one photo: a child that is named and the other answers rule each other out.
import { oneOrOther } from "./recognise.js";

document.querySelectorAll("[data-alone]").forEach((form) => {
  form.addEventListener("change", (event) => { if (event.target.dataset.field) oneOrOther(form, event.target); });
});
