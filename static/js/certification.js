// A test: the clock counts down from what the server said, and answers that did not arrive are sent again.
// The server keeps the time and the answers; without this script the page's buttons save and hand in.
const test = document.querySelector("[data-test]");
const words = document.querySelector("[data-words]")?.dataset;
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
  if (ANNOUNCED.includes(left)) announce(left === 60 ? words.minute : words.minutes.replace("{n}", left / 60));
  if (left === 0 && test) {
    clearInterval(timer);
    announce(words.over);
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
    lost(words.connectionLost, words.graded);
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
    lost(words.connectionLost, words.notHandedIn);
  });

  function say(status) {
    const number = (one, several) => (unsaved.size === 1 ? one : several.replace("{n}", unsaved.size));
    if (status === 401 || status === 403) {
      lost(words.loggedOut, number(words.oneLoggedOut, words.severalLoggedOut));
    } else if (status === 400) {
      lost(words.refused, words.reload);
    } else {
      lost(words.connectionLost, number(words.oneUnsaved, words.severalUnsaved));
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
  if (!box.hidden) announce(words.found);
  box.hidden = true;
}
