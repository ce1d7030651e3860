// The button that lets this device show pushes. The browser asks the person only after the tap.
import { keep, subscribe } from "./push/device.js";

const form = document.querySelector("form[data-push]");
const says = document.querySelectorAll("[data-said]");
const say = (what) => says.forEach((line) => { line.hidden = line.dataset.said !== what; });
const isApple = /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
const isInstalled = navigator.standalone || matchMedia("(display-mode: standalone)").matches;
const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function letIn() {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") {
    form.hidden = permission === "denied";
    say(permission);
    return;
  }
  const told = await subscribe(form.dataset.push);
  for (const [name, value] of Object.entries(told)) form.elements[name].value = value;
  keep(form.dataset.push, told.endpoint);
  form.submit();
}

if (!can) {
  say(isApple && !isInstalled ? "install" : "cannot");
} else if (Notification.permission === "denied") {
  say("denied");
} else {
  say("");
  if (form) form.hidden = false;
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    say("");
    letIn().catch(() => say("failed"));
  });
}
