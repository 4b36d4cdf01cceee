/* The card behind a number. Without this script each number is a link to its ledger row.

   The card follows its link in the document, so that Tab goes from the number into the card
   and assistive technology reads it once, where it belongs: the link is described by the card's
   first lines and nothing is announced. It is shown in the top layer, so no box clips it. */
(() => {
  "use strict";

  const block = document.getElementById("fig-cards");
  if (!block) return;
  const cards = JSON.parse(block.textContent);
  const OPEN_AFTER = 150;
  const CLOSE_AFTER = 250;
  const GAP = 6;
  const EDGE = 8;

  const card = document.createElement("div");
  card.id = "fig-card";
  card.className = "fig-card";
  card.setAttribute("role", "group");
  const topLayer = typeof card.showPopover === "function";
  if (topLayer) card.popover = "manual";

  let shownFor = null;
  let timer = 0;
  let wasOpen = null;

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const fill = (id) => {
    const facts = cards[id];
    const about = element("p", "", { id: "fig-card-about", class: "fig-card-about" });
    about.append(element("strong", facts.said), ` ${facts.statement}`);
    const list = element("dl");
    for (const [label, text] of facts.rows) list.append(element("dt", label), element("dd", text));
    if (facts.source) {
      const where = element("dd");
      where.append(element("a", facts.source.label, { href: facts.source.at }));
      if (facts.source.locator) where.append(`. ${facts.source.locator}`);
      list.append(element("dt", "Source"), where);
    }
    const more = element("p", "", { class: "fig-card-more" });
    more.append(element("a", "The whole row in the ledger", { href: facts.row }));
    card.setAttribute("aria-label", `About ${facts.said}`);
    card.replaceChildren(about, list, more);
  };

  const place = (link) => {
    card.style.maxHeight = "";
    const boxes = link.getClientRects();
    const first = boxes[0];
    const last = boxes[boxes.length - 1];
    const page = document.documentElement;
    const left = Math.max(EDGE, Math.min(last.left, page.clientWidth - card.offsetWidth - EDGE));
    const below = page.clientHeight - last.bottom - GAP - EDGE;
    const above = first.top - GAP - EDGE;
    const under = card.offsetHeight <= below || below >= above;
    const room = Math.max(under ? below : above, 160);
    card.style.maxHeight = `${room}px`;
    const top = under ? last.bottom + GAP : first.top - GAP - Math.min(card.offsetHeight, room);
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
  };

  const close = () => {
    clearTimeout(timer);
    if (!shownFor) return;
    shownFor.removeAttribute("aria-describedby");
    if (topLayer) card.hidePopover();
    card.remove();
    shownFor = null;
  };

  const open = (link) => {
    clearTimeout(timer);
    if (shownFor === link) return;
    close();
    fill(link.dataset.fig);
    // A heading's text must stay its own, so there the card follows the heading.
    (link.closest("h1, h2, h3, h4, h5, h6") || link).after(card);
    if (topLayer) card.showPopover();
    place(link);
    link.setAttribute("aria-describedby", "fig-card-about");
    shownFor = link;
  };

  const numberAt = (target) => target instanceof Element && target.closest("a.fig[data-fig]");
  const inside = (target) => target instanceof Node && card.contains(target);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = numberAt(event.target);
    if (inside(event.target) || (link && link === shownFor)) clearTimeout(timer);
    else if (link) {
      clearTimeout(timer);
      timer = setTimeout(() => open(link), OPEN_AFTER);
    }
  });

  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse") return;
    const to = event.relatedTarget;
    if (!numberAt(event.target) && !inside(event.target)) return;
    if (inside(to) || (shownFor && numberAt(to) === shownFor)) return;
    clearTimeout(timer);
    const focused = document.activeElement;
    if (focused !== shownFor && !inside(focused)) timer = setTimeout(close, CLOSE_AFTER);
  });

  document.addEventListener("focusin", (event) => {
    const link = numberAt(event.target);
    if (link) open(link);
    else if (!inside(event.target)) close();
  });

  document.addEventListener("pointerdown", (event) => {
    wasOpen = shownFor;
    if (!numberAt(event.target) && !inside(event.target)) close();
  });

  // A finger cannot hover: the first tap opens the card, the second follows the link.
  document.addEventListener("click", (event) => {
    const link = numberAt(event.target);
    if (!link || event.pointerType === "mouse" || event.detail === 0) return;
    if (wasOpen === link) return;
    event.preventDefault();
    open(link);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shownFor) return;
    const link = shownFor;
    const returns = inside(document.activeElement);
    close();
    if (returns) {
      link.focus();
      close();
    }
  });

  window.addEventListener("resize", close);
  window.addEventListener("scroll", () => shownFor && place(shownFor), { passive: true });
})();
