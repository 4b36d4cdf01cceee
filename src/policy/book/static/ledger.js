/* Filters for the ledger. The table is whole without this script; the state is in the address. */
(() => {
  "use strict";

  const form = document.querySelector(".ledger-filters");
  const table = document.querySelector("table.ledger");
  if (!form || !table) return;
  const status = document.querySelector(".ledger-count [role=status]");
  const rows = [...table.tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.replace(/\s+/g, " ").toLowerCase());
  const fields = [...form.elements].filter((field) => field.name);
  const ANNOUNCE_AFTER = 400;
  let timer = 0;

  const matches = (row, text, wanted) =>
    Object.entries(wanted).every(([name, value]) => {
      if (name === "words") return value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
      if (name === "year") return row.dataset.year.split(" ").includes(value);
      return row.dataset[name] === value;
    });

  const chosen = () =>
    Object.fromEntries(
      fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value),
    );

  const apply = () => {
    const wanted = chosen();
    let count = 0;
    rows.forEach((row, at) => {
      row.hidden = !matches(row, texts[at], wanted);
      if (!row.hidden) count += 1;
    });
    clearTimeout(timer);
    timer = setTimeout(() => {
      status.textContent = `${count} of ${rows.length} figures shown.`;
    }, ANNOUNCE_AFTER);
    return wanted;
  };

  const remember = (wanted) => {
    const query = new URLSearchParams(wanted).toString();
    const address = `${location.pathname}${query ? `?${query}` : ""}${location.hash}`;
    try {
      history.replaceState(null, "", address);
    } catch {
      // A page opened as a file may not change its address; the filters work all the same.
    }
  };

  const restore = () => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) field.value = query.get(field.name) ?? "";
  };

  // The row that the address names is shown and opened, whatever the filters say.
  const reveal = () => {
    const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row || !rows.includes(row)) return;
    if (row.hidden) {
      for (const field of fields) field.value = "";
      remember(apply());
    }
    row.querySelector("details").open = true;
    row.scrollIntoView({ block: "start" });
  };

  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  };

  for (const quotable of table.querySelectorAll(".ledger-quotable")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ledger-copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy the sentence");
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const done = await copied(quotable.textContent);
      button.focus();
      told.textContent = done ? " Copied." : " Could not copy: select the sentence instead.";
    });
    quotable.after(button, told);
  }

  form.addEventListener("input", () => remember(apply()));
  form.addEventListener("reset", () => setTimeout(() => remember(apply())));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reveal);
  window.addEventListener("popstate", () => {
    restore();
    apply();
  });

  form.hidden = false;
  restore();
  apply();
  reveal();
})();
