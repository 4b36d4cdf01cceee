/* Filters for the timeline. The list is whole without this script; the state is in the address. */
(() => {
  "use strict";

  const root = document.querySelector("div.timeline");
  const form = root && root.querySelector(".timeline-filters");
  if (!form) return;
  const ANNOUNCE_AFTER = 400;
  const status = root.querySelector(".timeline-count [role=status]");
  const fields = [...form.elements].filter((field) => field.name);
  const years = [...root.querySelectorAll(".timeline-year")];
  const events = [...root.querySelectorAll(".timeline-year li")];
  const jumps = new Map(
    [...root.querySelectorAll(".timeline-years a")].map((link) => [link.hash.slice(1), link]),
  );
  const folded = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
  const FOUND_BY = "time, .timeline-ahead, .timeline-words, .timeline-notes, .timeline-tags, .timeline-sources";
  const texts = new Map(
    events.map((event) => [
      event,
      folded([...event.querySelectorAll(FOUND_BY)].map((part) => part.textContent).join(" ")),
    ]),
  );
  let timer = 0;

  const fits = (event, wanted) =>
    (!wanted.plan || event.dataset.plan.split(" ").includes(wanted.plan)) &&
    (!wanted.kind || event.dataset.kind === wanted.kind) &&
    folded(wanted.words)
      .split(" ")
      .every((word) => texts.get(event).includes(word));

  const apply = () => {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    for (const event of events) event.hidden = !fits(event, wanted);
    for (const year of years) {
      year.hidden = !year.querySelector("li:not([hidden])");
      jumps.get(year.querySelector("h3").id).hidden = year.hidden;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      const count = events.filter((event) => !event.hidden).length;
      status.textContent = `${count} of ${events.length} events shown.`;
    }, ANNOUNCE_AFTER);
  };

  const remember = () => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = field.value.trim();
      if (value) query.set(field.name, value);
      else query.delete(field.name);
    }
    const asked = query.toString();
    try {
      history.replaceState(null, "", location.pathname + (asked && `?${asked}`) + location.hash);
    } catch {
      // A page opened as a file may not change its address; the filters work all the same.
    }
  };

  const restore = () => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      const asked = query.get(field.name) ?? "";
      const known = !field.options || [...field.options].some((option) => option.value === asked);
      field.value = known ? asked : "";
    }
    apply();
  };

  const clear = () => {
    for (const field of fields) field.value = "";
    apply();
    remember();
  };

  // What the address names is shown, whatever the filters say.
  const reveal = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place || !root.contains(place)) return;
    if (place.closest("[hidden]")) clear();
    place.scrollIntoView({ block: "start" });
  };

  form.addEventListener("input", () => {
    apply();
    remember();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reveal);
  window.addEventListener("popstate", restore);

  form.hidden = false;
  restore();
  reveal();
})();
