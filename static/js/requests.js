// What htmx asks for: it is seen to run, and where it fails it says so and offers to ask again.
// What asks by the clock, or has its own way of saying so, is left alone.
const bar = document.getElementById("busy");
const SOON = 300;
const running = new Map();

const byItself = (element) =>
  Boolean(element.closest(".question")) || /\bevery\b/.test(element.getAttribute("hx-trigger") ?? "");

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target, xhr } = event.detail;
  if (byItself(elt)) return;
  running.set(xhr, target);
  target?.setAttribute("aria-busy", "true");
  // What is answered at once needs no bar.
  setTimeout(() => (bar.hidden = running.size === 0), SOON);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const target = running.get(event.detail.xhr);
  running.delete(event.detail.xhr);
  if (![...running.values()].includes(target)) target?.removeAttribute("aria-busy");
  if (running.size === 0) bar.hidden = true;
  if (event.detail.successful) document.querySelector("[data-failed]")?.remove();
});

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => {
    const { elt, requestConfig } = event.detail;
    if (!byItself(elt)) say(elt, requestConfig);
  });
}

function say(element, asked) {
  const said = document.getElementById("request-failed").content.cloneNode(true);
  said.querySelector("[data-again]").addEventListener("click", () => {
    document.querySelector("[data-failed]")?.remove();
    again(element, asked);
  });
  said.querySelector("[data-dismiss]").addEventListener("click", () => document.querySelector("[data-failed]")?.remove());
  document.querySelector("[data-failed]")?.remove();
  document.getElementById("toasts").append(said);
}

// With whatever is in the form by now. What has left the page meanwhile is asked for as a page.
function again(element, asked) {
  if (element.isConnected) htmx.ajax(asked.verb, asked.path, { source: element, event: asked.triggeringEvent });
  else location.reload();
}
