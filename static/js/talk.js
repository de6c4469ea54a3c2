// A conversation that is open: htmx asks for news every other second; here is when it should not, and what sending leaves.
// Without this script the page is right when it is loaded again.
const HIDDEN_PAUSE = 20_000;
let asked = 0;

const isNews = (event) => event.target.matches?.("[data-talk-news]");

// Nobody looks at a hidden page: it asks rarely, and what comes then stays unread.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (!isNews(event)) return;
  if (document.hidden && performance.now() - asked < HIDDEN_PAUSE) event.preventDefault();
  else asked = performance.now();
});
document.body.addEventListener("htmx:configRequest", (event) => {
  if (isNews(event) && document.hidden) event.detail.parameters.looking = "no";
});
document.addEventListener("visibilitychange", () => {
  const news = document.querySelector("[data-talk-news]");
  if (!document.hidden && news) htmx.trigger(news, "talk:look");
});

// What was sent leaves the field; another message has another token, so that each is said once.
document.body.addEventListener("talk:sent", (event) => {
  const form = document.getElementById("talk-form");
  form.reset();
  form.elements.text.value = "";
  form.elements.token.value = event.detail.token;
  document.getElementById("talk-errors").replaceChildren();
  form.elements.text.focus();
});
