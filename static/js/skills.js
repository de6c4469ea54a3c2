// The filter above the skills. Without it every skill is still there, under its category.
for (const field of document.querySelectorAll("[data-skills]")) {
  const filter = field.querySelector("[data-skill-filter]");
  const count = field.querySelector("[data-skill-count]");
  const groups = [...field.querySelectorAll("[data-skill-group]")];

  const say = () => {
    const names = [...field.querySelectorAll("input:checked")].map((box) => box.nextElementSibling.textContent);
    const none = filter.value.trim() && groups.every((group) => group.hidden) ? `${count.dataset.unknown.replace("{words}", () => filter.value.trim())} ` : "";
    const chosen = () => count.dataset.chosen.replace("{n}", names.length).replace("{names}", () => names.join(", "));
    count.textContent = none + (names.length ? chosen() : count.dataset.none);
  };

  const narrow = () => {
    const sought = filter.value.trim().toLowerCase();
    for (const group of groups) {
      const boxes = [...group.querySelectorAll("[data-skill]")];
      for (const box of boxes) box.hidden = !box.dataset.skill.includes(sought);
      const some = boxes.some((box) => !box.hidden);
      group.hidden = !some;
      group.open = some && (sought !== "" || group.querySelector("input:checked") !== null);
    }
    say();
  };

  filter.addEventListener("input", narrow);
  // Enter in the filter takes the only match instead of sending the form.
  filter.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const left = [...field.querySelectorAll("[data-skill]:not([hidden]) input")];
    if (filter.value.trim() && left.length === 1) left[0].click();
  });
  field.addEventListener("change", say);
  say();
}
