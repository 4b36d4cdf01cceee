/* "Which £10bn?": picks one of the answers that the page carries, and reckons nothing.
   Without this script the control stays hidden and a table gives the readings that were said. */
(() => {
  "use strict";

  const root = document.querySelector(".which-ten");
  const block = root && root.querySelector(".which-ten-data");
  if (!block) return;
  const { answers, readings, lines } = JSON.parse(block.textContent);
  const PARAMETER = "ten";
  const find = (name) => root.querySelector(`.which-ten-${name}`);
  const form = find("control");
  const selects = [...form.querySelectorAll("select")];
  const named = [...form.querySelectorAll("button[data-ten]")];
  const items = [...root.querySelectorAll(".which-ten-basis li")];

  const element = (tag, text) => {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  };

  const chosen = () => selects.map((select) => select.value).join(".");

  const choose = (key) => {
    key.split(".").forEach((value, at) => {
      selects[at].value = value;
    });
  };

  const address = (key) => {
    const query = new URLSearchParams(location.search);
    query.set(PARAMETER, key);
    return `${location.pathname}?${query}#${root.id}`;
  };

  // An answer or the reason for none: both are announced, once the reader has chosen.
  const tell = (answer) => {
    const [figure, by] = find("figure").children;
    figure.textContent = answer.shown ?? "No answer";
    by.textContent = lines[answer.by] ?? "";
    find("about").textContent =
      lines[answer.about] ?? answer.refused.map((line) => lines[line]).join(" ");
  };

  const offer = (near) => {
    const box = find("near");
    const buttons = near.map(([key, words]) => {
      const button = element("button", words);
      button.type = "button";
      button.addEventListener("click", () => {
        const before = selects.map((select) => select.value);
        move(key);
        // The button is gone: the reader goes on from what it changed.
        selects.find((select, at) => select.value !== before[at]).focus();
      });
      return button;
    });
    box.replaceChildren(box.firstElementChild, ...buttons);
    box.hidden = !near.length;
  };

  const work = (answer) => {
    const steps = (answer.steps ?? []).map(([name, sum]) => {
      const item = element("li", `${lines[name]}: `);
      item.append(element("span", lines[sum]));
      return item;
    });
    find("steps").replaceChildren(...steps);
    const cautions = (answer.cautions ?? []).map((line) => element("li", lines[line]));
    find("cautions").replaceChildren(...cautions);
    find("working").hidden = Boolean(answer.refused);
  };

  const rest = (answer, reading) => {
    const ids = [...(reading ? [reading.figure] : []), ...(answer.rests ?? [])];
    for (const item of items) item.hidden = !ids.includes(item.id.replace("ten-", ""));
    find("basis").hidden = !ids.length;
  };

  const show = () => {
    const key = chosen();
    const answer = answers[key];
    const reading = readings[key];
    tell(answer);
    offer(answer.near ?? []);
    work(answer);
    rest(answer, reading);
    find("said").textContent = reading ? reading.words : "";
    find("said").hidden = !reading;
    for (const button of named) button.setAttribute("aria-pressed", button.dataset.ten === key);
    // Cash is as it was paid: no price figures are used.
    form.elements.series.disabled = form.elements.prices.value === "cash";
    find("link").firstElementChild.href = address(key);
  };

  const remember = () => {
    try {
      history.replaceState(null, "", address(chosen()));
    } catch {
      // A page opened as a file may not change its address; the choices work all the same.
    }
  };

  const move = (key) => {
    choose(key);
    show();
    remember();
  };

  const restore = () => {
    const asked = new URLSearchParams(location.search).get(PARAMETER);
    choose(Object.hasOwn(answers, asked) ? asked : named[0].dataset.ten);
    show();
  };

  form.addEventListener("change", () => {
    show();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of named) button.addEventListener("click", () => move(button.dataset.ten));
  window.addEventListener("popstate", restore);

  form.hidden = false;
  root.dataset.live = "yes";
  restore();
})();
