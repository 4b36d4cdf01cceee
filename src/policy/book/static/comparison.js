/* The comparison: picks questions to show. The table is whole without this script; on a phone
   it begins with one question. What is chosen stands in the address. */
(() => {
  "use strict";

  const root = document.querySelector("div.comparison");
  const form = root && root.querySelector(".comparison-control");
  if (!form) return;
  const PHONE = matchMedia("(max-width: 48rem)");
  const ANCHOR = "dimension-";
  const ALL = "all";
  const ANNOUNCE_AFTER = 400;
  const { show, words } = form.elements;
  const rows = [...root.querySelector("table.comparison").tBodies[0].rows];
  const folded = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  const texts = new Map(rows.map((row) => [row, folded(row.textContent)]));
  const count = root.querySelector(".comparison-count");
  const steps = [...form.querySelectorAll("[data-step]")];
  let timer = 0;

  const named = (row) => row.id.slice(ANCHOR.length);
  const usual = () => (PHONE.matches ? named(rows[0]) : ALL);

  const fitting = () => {
    const wanted = folded(words.value).split(" ");
    return rows.filter((row) => wanted.every((word) => texts.get(row).includes(word)));
  };

  const beside = (fit, step) => fit[fit.findIndex((row) => named(row) === show.value) + step];

  const apply = () => {
    const fit = fitting();
    const chosen = show.value === ALL ? fit : fit.filter((row) => named(row) === show.value);
    for (const row of rows) row.hidden = !chosen.includes(row);
    for (const option of show.options) {
      option.disabled = option.value !== ALL && !fit.some((row) => named(row) === option.value);
    }
    for (const button of steps) {
      button.disabled = show.value === ALL || !beside(fit, Number(button.dataset.step));
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      const fits = words.value.trim() ? ` ${fit.length} have these words.` : "";
      count.firstElementChild.textContent = `${chosen.length} of ${rows.length} questions shown.${fits}`;
    }, ANNOUNCE_AFTER);
  };

  const remember = () => {
    const query = new URLSearchParams(location.search);
    const keep = { show: show.value === usual() ? "" : show.value, words: words.value.trim() };
    for (const [name, value] of Object.entries(keep)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    const asked = query.toString();
    try {
      history.replaceState(null, "", location.pathname + (asked && `?${asked}`) + location.hash);
    } catch {
      // A page opened as a file may not change its address; the choices work all the same.
    }
  };

  const restore = () => {
    const query = new URLSearchParams(location.search);
    const asked = query.get("show");
    const known = [...show.options].some((option) => option.value === asked);
    show.value = known ? asked : usual();
    words.value = query.get("words") ?? "";
    refit();
    apply();
  };

  // A question that the words leave out gives way to one that they find.
  const refit = () => {
    const fit = fitting();
    if (show.value === ALL || fit.some((row) => named(row) === show.value)) return;
    show.value = PHONE.matches && fit.length ? named(fit[0]) : ALL;
  };

  // The row that the address names is shown, whatever was chosen before.
  const reveal = () => {
    const row = rows.find((each) => `#${each.id}` === location.hash);
    if (!row) return;
    if (PHONE.matches || row.hidden) {
      words.value = "";
      show.value = PHONE.matches ? named(row) : ALL;
      apply();
    }
    row.scrollIntoView({ block: "start" });
  };

  form.addEventListener("input", () => {
    refit();
    apply();
    remember();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    words.value = "";
    show.value = ALL;
    apply();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of steps) {
    button.addEventListener("click", () => {
      show.value = named(beside(fitting(), Number(button.dataset.step)));
      apply();
      remember();
      // At an end the button is off: the keyboard goes on from the other one.
      if (button.disabled) steps.find((each) => !each.disabled)?.focus();
    });
  }
  PHONE.addEventListener("change", restore);
  window.addEventListener("hashchange", reveal);
  window.addEventListener("popstate", restore);

  form.hidden = false;
  count.hidden = false;
  restore();
  reveal();
})();
