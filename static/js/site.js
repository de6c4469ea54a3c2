// Small comforts. Every page is right without them. What they say stands on <body>, in the language of the page.
const LANGUAGE = document.documentElement.lang;

// A menu closes when one clicks or goes on elsewhere.
for (const elsewhere of ["click", "focusin"]) {
  document.addEventListener(elsewhere, (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

// Escape closes a menu, and whatever else was opened around the keyboard; there it goes back to what opened it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.matches("select, textarea, [type='search'], [type='date']")) return;
  const opened = event.target.closest("details:is(.confirm, .fold)[open]");
  for (const part of document.querySelectorAll("details[data-menu][open]")) shut(part);
  if (opened) shut(opened);
});

function shut(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

// The balance counts from what this person last saw to what it is now, so that spending is seen to happen.
const purse = document.querySelector("[data-balance]");
if (purse) {
  const now = Number(purse.dataset.balance);
  const before = Number(sessionStorage.getItem("balance") ?? now);
  sessionStorage.setItem("balance", String(now));
  const figure = purse.querySelector("[data-figure]");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (figure && before !== now && !still) count(figure, before, now);
} else {
  sessionStorage.removeItem("balance");
}

function count(figure, from, to) {
  const start = performance.now();
  const step = (time) => {
    const part = Math.min(1, Math.max(0, (time - start) / 900));
    const eased = 1 - (1 - part) ** 3;
    figure.textContent = Math.round(from + (to - from) * eased).toLocaleString(LANGUAGE);
    if (part < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Copy buttons: data-copy holds the id of what to copy.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
  const label = button.querySelector("[data-copy-label]") ?? button;
  const was = label.textContent;
  label.textContent = document.body.dataset.copied;
  setTimeout(() => (label.textContent = was), 2000);
});

// Receipts: data-print prints the page.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// On a narrow screen the tab one is on, or the page of the settings, may be out of sight.
for (const here of document.querySelectorAll(".tabs [aria-current], .side-nav [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "center" });
}

// The count of characters under a long answer follows the typing; the server says no less without it.
document.addEventListener("input", (event) => {
  const count = event.target.id && document.querySelector(`[data-count-of="${event.target.id}"]`);
  if (count) count.textContent = event.target.value.length.toLocaleString(LANGUAGE);
});

// Filters with data-autosubmit answer as soon as something is chosen; their button stays for everyone else.
document.addEventListener("change", (event) => {
  if (event.target.closest("form[data-autosubmit]") && event.target.matches("select, [type=checkbox], [type=radio]")) {
    event.target.form.requestSubmit();
  }
});

// A passkey that could not be used says so, instead of a button that does nothing.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const said = document.createElement("div");
  said.className = "message message--warning";
  said.append(Object.assign(document.createElement("p"), {
    textContent: document.body.dataset.passkeyFailed,
  }));
  document.getElementById("toasts").replaceChildren(said);
});
