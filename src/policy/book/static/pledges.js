/* The tracker: list and summary as of any day, filters, and details in place. The page is whole
   without this script, as of the last day on record. What is chosen stands in the address. The
   script looks days up and counts; what became of each pledge was worked out before. */
(() => {
  "use strict";

  const block = document.getElementById("pledge-data");
  if (!block) return;
  const { last, labels, pledges } = JSON.parse(block.textContent);
  const asof = document.querySelector(".pledge-asof");
  const summary = document.querySelector(".pledge-summary-table");
  const form = document.querySelector(".pledge-filters");
  const list = document.querySelector(".pledge-list");
  const count = document.querySelector(".pledge-count");
  const rows = list ? [...list.children] : [];
  const fields = form ? [...form.elements].filter((field) => field.name) : [];
  const names = Object.keys(pledges);
  const ANNOUNCE_AFTER = 400;
  let day = last;
  let timer = 0;

  // Answers are pairs of first day and status, the first first; days in ISO form sort as text.
  const status = (id, column) => {
    let found;
    for (const [first, answer] of pledges[id][column]) {
      if (first > day) break;
      found = answer;
    }
    return found;
  };
  const made = (id) => status(id, "maker") !== undefined;

  const said = (iso) =>
    new Date(`${iso}T00:00:00Z`).toLocaleDateString("en-GB", {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });

  const known = (text) => {
    const { min } = asof.elements.on;
    if (!/^\d{4}-\d\d-\d\d$/.test(text) || text < min || text > last) return false;
    const read = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
  };

  /* --- the address --- */

  const asked = () =>
    Object.fromEntries(
      fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value),
    );

  const address = (wanted) => {
    const query = new URLSearchParams(location.search);
    for (const name of ["on", ...fields.map((field) => field.name)]) query.delete(name);
    if (day !== last) query.set("on", day);
    for (const [name, value] of Object.entries(wanted)) query.set(name, value);
    const text = query.toString();
    return location.pathname + (text && `?${text}`);
  };

  const remember = () => {
    try {
      history.replaceState(null, "", address(asked()) + location.hash);
    } catch {
      // A page opened as a file may not change its address; the choices work all the same.
    }
  };

  /* --- the summary --- */

  const counted = (ids, column, wanted) => {
    const made = document.createElement("ul");
    made.className = "pledge-counts";
    for (const [answer, label] of Object.entries(labels[column])) {
      const those = ids.filter((id) => status(id, column) === answer);
      if (!those.length) continue;
      const item = document.createElement("li");
      item.dataset.column = column;
      item.dataset.status = answer;
      const number = document.createElement("span");
      number.className = "pledge-n";
      number.textContent = `${those.length} of ${ids.length}`;
      const choice = { ...wanted, [column]: answer };
      const told = document.createElement(list ? "a" : "span");
      if (list) {
        told.href = `${address(choice)}#pledge-list`;
        told.addEventListener("click", (event) => {
          event.preventDefault();
          show(choice);
        });
      }
      told.append(number, ` ${label}`);
      item.append(told);
      if (column === "position") item.append(counted(those, "maker", choice));
      made.append(item);
    }
    return made;
  };

  const summarise = () => {
    const begun = names.filter(made);
    summary.querySelector(".pledge-day").textContent = said(day);
    summary.querySelector(".pledge-made").textContent = `${begun.length} of ${names.length}`;
    for (const row of summary.querySelectorAll("tr[data-plan]")) {
      const { plan, kind } = row.dataset;
      const ids = begun.filter((id) => pledges[id].plan === plan && pledges[id].kind === kind);
      row.querySelector(".pledge-of").textContent = `${ids.length} made`;
      for (const cell of row.querySelectorAll("td")) {
        const wanted = { plan, type: `all-${kind}s` };
        const found = counted(ids, cell.dataset.column, wanted);
        cell.replaceChildren(ids.length ? found : "None made by this day");
      }
    }
  };

  /* --- the list --- */

  const folded = (words) => words.replace(/\s+/g, " ").trim().toLowerCase();
  const texts = new Map(
    rows.map((row) => [
      row,
      folded(`${row.querySelector(".pledge-told").textContent} ${row.dataset.pledge}`),
    ]),
  );

  const fits = (row, wanted) =>
    made(row.dataset.pledge) &&
    Object.entries(wanted).every(([name, value]) => {
      if (name === "words") {
        return folded(value)
          .split(" ")
          .every((word) => texts.get(row).includes(word));
      }
      if (name === "plan") return row.dataset.plan === value;
      if (name === "type") return row.dataset.type === value || `all-${row.dataset.kind}s` === value;
      return status(row.dataset.pledge, name) === value;
    });

  const filter = () => {
    const wanted = asked();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row, wanted);
      if (!row.hidden) shown += 1;
    }
    const begun = names.filter(made).length;
    const rest = names.length - begun;
    const later = rest ? ` ${rest} of ${names.length} had not been made by then.` : "";
    clearTimeout(timer);
    timer = setTimeout(() => {
      count.firstElementChild.textContent = `${shown} of ${begun} pledges shown, as of ${said(day)}.${later}`;
    }, ANNOUNCE_AFTER);
  };

  const answer = () => {
    for (const row of rows) {
      for (const place of row.querySelectorAll(".pledge-answers dd")) {
        const { column } = place.dataset;
        place.textContent = labels[column][status(row.dataset.pledge, column)] ?? "";
      }
      explain(row);
    }
  };

  // What is told of an opened pledge: the reasons of the chosen day, and what came after it.
  const explain = (row) => {
    const told = row.querySelector(".pledge-details");
    if (!told || !made(row.dataset.pledge)) return;
    const { rules } = window.policyPledges;
    for (const place of told.querySelectorAll("[data-why]")) {
      const column = place.dataset.why;
      const runs = [...told.querySelectorAll(`.pledge-history [data-column="${column}"]`)];
      const run = runs.filter((each) => each.dataset.day <= day).pop();
      const [reason, change] = rules[run.dataset.rule];
      place.querySelector("strong").textContent = run.querySelector("strong").textContent;
      place.querySelector(".pledge-since").textContent = said(run.dataset.day);
      place.querySelector(".pledge-reason").textContent = reason;
      place.querySelector(".pledge-change").textContent = change;
    }
    for (const item of told.querySelectorAll("li[data-day]")) {
      item.querySelector(".pledge-later")?.remove();
      if (item.dataset.day <= day) continue;
      const note = document.createElement("span");
      note.className = "pledge-later";
      note.textContent = `After ${said(day)}. `;
      (item.querySelector("p") ?? item).prepend(note);
    }
  };

  // A number of the summary leads to the pledges that it counts.
  const show = (choice) => {
    for (const field of fields) field.value = choice[field.name] ?? "";
    filter();
    remember();
    count.scrollIntoView({ block: "start" });
    count.focus({ preventScroll: true });
  };

  /* --- details in place --- */

  // All details come in one file, fetched when the first pledge is opened. It is a script, since
  // a page opened from disk may load scripts alone.
  let coming;
  const details = (file) => {
    coming ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = file;
      script.onload = () => done(window.policyPledges.cards);
      script.onerror = () => {
        coming = undefined;
        failed();
      };
      document.head.append(script);
    });
    return coming;
  };

  const fold = (row) => {
    const link = row.querySelector(".pledge-more a");
    const folds = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = link.textContent;
    const words = row.querySelector(".pledge-words");
    words.id = `words-${row.dataset.pledge}`;
    summary.setAttribute("aria-describedby", words.id);
    folds.className = "pledge-more";
    folds.append(summary);
    folds.addEventListener("toggle", async () => {
      if (!folds.open || folds.childElementCount > 1) return;
      const place = document.createElement("div");
      place.className = "pledge-details";
      folds.append(place);
      try {
        const cards = await details(new URL("../details.js", link.href).href);
        place.innerHTML = cards[row.dataset.pledge];
        const alone = document.createElement("p");
        alone.append(link);
        link.textContent = "Page of this pledge, to cite";
        place.prepend(alone);
        explain(row);
      } catch {
        place.remove();
        location.href = link.href;
      }
    });
    link.parentNode.replaceWith(folds);
  };

  // The pledge that the address names is shown and opened, whatever was chosen before.
  const reveal = () => {
    const row = rows.find((each) => `#${each.id}` === location.hash);
    if (!row) return;
    if (row.hidden) {
      for (const field of fields) field.value = "";
      if (!made(row.dataset.pledge)) turn(last);
      else filter();
      remember();
    }
    row.querySelector("details").open = true;
    row.scrollIntoView({ block: "start" });
  };

  /* --- the day --- */

  const turn = (to) => {
    day = to;
    if (asof) {
      asof.elements.on.value = day;
      asof.elements.on.removeAttribute("aria-invalid");
      for (const button of asof.querySelectorAll("[data-day]")) {
        button.setAttribute("aria-pressed", String(button.dataset.day === day));
      }
    }
    if (summary) summarise();
    if (list) {
      answer();
      filter();
    }
  };

  const restore = () => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = query.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    const on = query.get("on") ?? last;
    turn(asof && known(on) ? on : last);
  };

  if (asof) {
    for (const button of asof.querySelectorAll("[data-day]")) {
      button.addEventListener("click", () => {
        turn(button.dataset.day);
        remember();
      });
    }
    const { on } = asof.elements;
    on.addEventListener("input", () => {
      if (!known(on.value)) {
        on.setAttribute("aria-invalid", "true");
        return;
      }
      turn(on.value);
      remember();
    });
    asof.addEventListener("submit", (event) => event.preventDefault());
    asof.hidden = false;
  }
  if (form) {
    rows.forEach(fold);
    count.tabIndex = -1;
    form.addEventListener("input", () => {
      filter();
      remember();
    });
    form.addEventListener("reset", () =>
      setTimeout(() => {
        filter();
        remember();
      }),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  }
  window.addEventListener("hashchange", reveal);
  window.addEventListener("popstate", restore);
  restore();
  reveal();
})();
