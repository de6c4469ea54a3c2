// A test: the clock counts down from what the server said, and answers that did not arrive are sent again.
// The server keeps the time and the answers; without this script the page's buttons save and hand in.
const test = document.querySelector("[data-test]");
const AGAIN = 3000;
const ANNOUNCED = [300, 60];
let ends = 0;
let timer;

startClock();
if (test) {
  watchAnswers();
  // Out of the browser's memory the page would show old answers and an old clock.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

function startClock() {
  readClock();
  if (document.getElementById("progress")) timer = setInterval(tick, 500);
}

function readClock() {
  const bar = document.getElementById("progress");
  if (!bar) return;
  ends = performance.now() + Number(bar.dataset.left) * 1000;
  bar.querySelector("[data-without-script]").hidden = true;
  tick();
}

function tick() {
  const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  const bar = document.getElementById("progress");
  bar.querySelector("[data-clock]").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  bar.toggleAttribute("data-soon", left <= 60);
  if (ANNOUNCED.includes(left)) announce(left === 60 ? "One minute left." : `${left / 60} minutes left.`);
  if (left === 0 && test) {
    clearInterval(timer);
    announce("Time is up.");
    handInWhenReachable();
  }
}

function announce(words) {
  document.querySelector("[data-announce]").textContent = words;
}

// The end of the time. What was saved is graded in any case; this only leads to the result.
async function handInWhenReachable() {
  try {
    await fetch(location.href, { method: "GET", redirect: "manual", cache: "no-store" });
  } catch {
    lost("The connection is lost", "Your time is up. What was saved is graded; the result comes as soon as the site can be reached.");
    setTimeout(handInWhenReachable, AGAIN);
    return;
  }
  const sure = Object.assign(document.createElement("input"), { type: "hidden", name: "sure", value: "yes" });
  test.append(sure);
  test.requestSubmit(test.querySelector("button[formaction]"));
}

function watchAnswers() {
  const unsaved = new Set();
  const question = (event) => event.target.closest?.(".question");

  const failed = (event) => {
    const asked = question(event);
    if (!asked) return;
    const status = event.detail.xhr?.status ?? 0;
    unsaved.add(asked.id);
    asked.classList.add("question--unsaved");
    say(status);
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, failed);
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    const asked = question(event);
    if (!asked || !event.detail.successful) return;
    unsaved.delete(asked.id);
    asked.classList.remove("question--unsaved");
    if (unsaved.size === 0) found();
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target?.id === "progress") readClock();
  });

  const again = () => {
    for (const id of unsaved) htmx.trigger(`#${id}`, "again");
  };
  setInterval(again, AGAIN);
  addEventListener("online", again);
  addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
  // Handing in while the site is out of reach would only lead away from the page.
  test.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      unsaved.clear();
      return;
    }
    event.preventDefault();
    lost("The connection is lost", "Nothing can be handed in just now. Your answers stay on this page; try again in a moment.");
  });

  function say(status) {
    const number = unsaved.size === 1 ? "One answer is" : `${unsaved.size} answers are`;
    if (status === 401 || status === 403) {
      lost("You have been logged out", `${number} not saved. Log in again, then reload this page: what was saved is still there.`);
    } else if (status === 400) {
      lost("An answer could not be saved", "Reload this page: it shows what was saved.");
    } else {
      lost("The connection is lost", `${number} not saved yet. We try again by ourselves; the time goes on.`);
    }
  }
}

function lost(title, text) {
  const box = document.querySelector("[data-lost]");
  if (box.hidden) announce(`${title}. ${text}`);
  box.hidden = false;
  box.querySelector("[data-lost-title]").textContent = title;
  box.querySelector("[data-lost-text]").textContent = text;
}

function found() {
  const box = document.querySelector("[data-lost]");
  if (!box.hidden) announce("The connection is back, and every answer is saved.");
  box.hidden = true;
}
