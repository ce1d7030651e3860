// What goes over the line: an upload with progress, and a plain post.
// A line that died without a word (a tunnel, a lift) holds an upload for ever: so long without progress is lost.
const SILENCE = 30000;

export function send(job, url, data, progress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    job.request = request;
    request.open("POST", url);
    let timer = null;
    const wait = () => { clearTimeout(timer); timer = setTimeout(() => request.abort(), SILENCE); };
    request.upload.addEventListener("progress", (event) => {
      wait();
      if (event.lengthComputable) progress(Math.floor((event.loaded / event.total) * 100));
    });
    request.addEventListener("loadend", () => { clearTimeout(timer); done({ status: request.status, text: request.responseText }); });
    request.send(data);
    wait();
  });
}

export async function post(url, form, fields = {}) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.csrfmiddlewaretoken.value, ...fields });
  const answer = await fetch(url, { method: "POST", body, redirect: "manual" }).catch(() => null);
  return Boolean(answer && (answer.ok || answer.type === "opaqueredirect"));
}

// Once there is a draft at school, reloading the page brings back this one.
export const stayWith = (form) => history.replaceState(null, "", `${form.getAttribute("action")}?concept=${form.elements.key.value}`);
