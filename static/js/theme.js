// Light or dark: the system's choice until the person makes their own. Runs before the first paint, so nothing flashes.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const show = () => {
    const theme = chosen();
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    root.dataset.shown = theme || (system.matches ? "dark" : "light");
  };
  const turn = () => {
    const wanted = root.dataset.shown === "dark" ? "light" : "dark";
    try {
      // What the system wants anyway needs no memory: the page then follows the system again.
      if (wanted === (system.matches ? "dark" : "light")) localStorage.removeItem("theme");
      else localStorage.setItem("theme", wanted);
    } catch {
      root.dataset.theme = root.dataset.shown = wanted;
      return;
    }
    show();
  };
  root.classList.add("js");
  show();
  system.addEventListener("change", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-switch]")) turn();
  });
})();
