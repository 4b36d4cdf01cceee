/* Filters for the ledger. The table is whole without this script; the state is in the address. */
(() => {
  "use strict";

  const form = document.querySelector(".ledger-filters");
  const table = document.querySelector("table.ledger");
  if (!form || !table) return;
  const status = document.querySelector(".ledger-count [role=status]");
  const rows = [...table.tBodies[0].rows];
  // Numbers are written in one way, so that "30 billion" finds £30bn.
  const folded = (words) =>
    words
      .replace(/\s+/g, " ")
      .trim()
      .toLowerCase()
      .replace(/(\d)\s*(?:billion|bn)\b/g, "$1bn")
      .replace(/(\d)\s*(?:million|m)\b/g, "$1m")
      .replace(/(\d)\s*(?:per ?cent|%)/g, "$1%");
  // A row is found by what it shows and its id; what its details name is another row's.
  const texts = rows.map((row) => {
    const shown = [...row.cells].flatMap((cell) =>
      [...cell.childNodes].filter((node) => node.className !== "ledger-more"),
    );
    return folded([...shown.map((node) => node.textContent), row.id].join(" "));
  });
  const numbers = rows.map((row) => folded(row.cells[0].textContent));
  const actors = rows.map((row) => row.cells[2].textContent);
  const fields = [...form.elements].filter((field) => field.name);
  const ANNOUNCE_AFTER = 400;
  let timer = 0;

  // A word with a digit begins where a number begins: 30bn is not in £130bn.
  const pattern = (word) =>
    new RegExp((/\d/.test(word) ? "(?<![\\d.,])" : "") + word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const patterns = (value) => folded(value).split(" ").map(pattern);
  const has = (text, words) => words.every((word) => word.test(text));

  const matches = (row, at, wanted, words) =>
    Object.entries(wanted).every(([name, value]) => {
      if (name === "words") return has(texts[at], words);
      if (name === "actor") return actors[at] === value;
      if (name === "year") return row.dataset.year.split(" ").includes(value);
      return row.dataset[name] === value;
    });

  const chosen = () =>
    Object.fromEntries(
      fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value),
    );

  // Rows whose own number is asked for come first; without such a word, the order of the data.
  let order = rows;
  const arrange = (words) => {
    const sought = words.filter((word) => word.source.startsWith("(?<!"));
    const first = sought.length ? rows.filter((_, at) => has(numbers[at], sought)) : [];
    const wanted = first.length ? [...new Set([...first, ...rows])] : rows;
    if (wanted.some((row, at) => row !== order[at])) table.tBodies[0].append(...wanted);
    order = wanted;
  };

  const apply = () => {
    const wanted = chosen();
    const words = patterns(wanted.words ?? "");
    let count = 0;
    rows.forEach((row, at) => {
      row.hidden = !matches(row, at, wanted, words);
      if (!row.hidden) count += 1;
    });
    arrange(wanted.words ? words : []);
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

  const offerToCopy = (quotable) => {
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
  };

  // All details come in one file, fetched when the first row is opened. It is a script, since a
  // page opened from disk may load scripts alone.
  let coming;
  const details = (address) => {
    coming ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => done(window.policyEntries);
      script.onerror = () => {
        coming = undefined;
        failed();
      };
      document.head.append(script);
    });
    return coming;
  };

  // Without this script a row's details are a link away; with it they open in place.
  rows.forEach((row, at) => {
    const link = row.querySelector(".ledger-more a");
    const folds = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = link.textContent;
    const said = row.cells[0].textContent;
    summary.setAttribute("aria-label", `${link.textContent} of ${said}, ${actors[at]}`);
    folds.className = "ledger-more";
    folds.append(summary);
    folds.addEventListener("toggle", async () => {
      if (!folds.open || folds.childElementCount > 1) return;
      const place = document.createElement("div");
      folds.append(place);
      try {
        const entries = await details(new URL("../details.js", link.href).href);
        place.innerHTML = entries[row.id];
        const alone = document.createElement("p");
        alone.append(link);
        link.textContent = "Page of this entry";
        place.append(alone);
        place.querySelectorAll(".ledger-quotable").forEach(offerToCopy);
      } catch {
        place.remove();
        location.href = link.href;
      }
    });
    link.parentNode.replaceWith(folds);
  });

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
