// Brings a chart to life where its picture stands, once a reader points at it, taps it or reaches
// it with the keyboard. Until then nothing is fetched; without this script the picture remains.
(() => {
  "use strict";

  const HOVER_DELAY = 80;

  const scripts = new Map();

  // Scripts, since a page opened from disk may fetch nothing else. One that fails is tried again.
  function load(address) {
    if (!scripts.has(address)) {
      const loaded = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = () => {
          scripts.delete(address);
          script.remove();
          reject(new Error(`${address} could not be loaded`));
        };
        document.head.append(script);
      });
      scripts.set(address, loaded);
    }
    return scripts.get(address);
  }

  class Chart {
    constructor(figure, stage) {
      this.figure = figure;
      this.stage = stage;
      this.narrow = window.matchMedia(stage.querySelector("source").media);
      this.at = -1;
      this.rows = rowsInWords(figure);
      this.spoken = document.createElement("div");
      this.spoken.className = "policy-chart-spoken";
      this.spoken.setAttribute("aria-live", "polite");
      const title = figure.querySelector(".policy-chart-title").textContent;
      stage.tabIndex = 0;
      stage.setAttribute("role", "group");
      stage.setAttribute("aria-label", `Chart: ${title}. The arrow keys read its values.`);
      // Plotly measures its own labels wrongly where a chart is scaled, so the label is ours.
      this.tip = document.createElement("div");
      this.tip.className = "policy-chart-tip";
      this.tip.setAttribute("aria-hidden", "true");
      this.tip.hidden = true;
      stage.append(this.spoken, this.tip);
      const wake = () => this.wake();
      stage.addEventListener("focus", wake);
      stage.addEventListener("click", wake);
      // Scrolling a page under a mouse that rests is no wish to see a chart: wait for a movement.
      stage.addEventListener("pointermove", (event) => {
        if (event.pointerType !== "touch" && (event.movementX || event.movementY)) this.wake();
      });
      stage.addEventListener("keydown", (event) => this.key(event));
    }

    wake() {
      this.awake ??= this.draw().catch(() => {
        // The picture is still there; the next touch tries again.
        this.awake = undefined;
      });
      return this.awake;
    }

    async draw() {
      const { chart, root } = this.figure.dataset;
      await Promise.all([
        load(`${root}_vendor/plotly.min.js`),
        load(`${root}charts/${chart}/spec.js`),
      ]);
      this.Plotly = window.Plotly;
      this.specs = window.policyCharts[chart];
      const layer = document.createElement("div");
      layer.className = "policy-chart-live";
      layer.setAttribute("aria-hidden", "true");
      this.plot = document.createElement("div");
      layer.append(this.plot);
      this.stage.append(layer);
      await this.show();
      this.figure.dataset.live = "yes";
      new ResizeObserver(() => this.fit()).observe(this.stage);
      this.narrow.addEventListener("change", () => this.show());
    }

    async show() {
      const spec = structuredClone(this.specs[this.narrow.matches ? "narrow" : "wide"]);
      for (const trace of spec.data) if (trace.hoverinfo === "text") trace.hoverinfo = "none";
      this.tip.hidden = true;
      this.size = spec.layout.width;
      await this.Plotly.react(this.plot, spec.data, spec.layout, {
        displayModeBar: false,
        displaylogo: false,
        showSendToCloud: false,
        doubleClick: false,
        showTips: false,
      });
      if (!this.heard) {
        this.plot.on("plotly_hover", ({ points: [point] }) => this.label(point));
        this.plot.on("plotly_unhover", () => (this.tip.hidden = true));
        // A tap sends no hover: it sends a click where it met a mark.
        this.plot.on("plotly_click", ({ points: [point] }) => this.label(point));
        this.stage.addEventListener("pointerdown", () => (this.tip.hidden = true));
        this.heard = true;
      }
      this.fit();
    }

    label(point) {
      const lines = (point.data.hovertext[point.pointNumber] ?? "").split("<br>").map((line) => {
        const row = document.createElement(line.startsWith("<b>") ? "strong" : "span");
        row.textContent = line.replaceAll(/<[^>]*>/g, "");
        return row;
      });
      this.tip.replaceChildren(...lines);
      this.tip.hidden = false;
      const scale = this.stage.clientWidth / this.size;
      const middle = ((point.bbox.x0 + point.bbox.x1) / 2) * scale;
      const room = this.stage.clientWidth - this.tip.offsetWidth;
      this.tip.style.left = `${Math.min(Math.max(0, middle - this.tip.offsetWidth / 2), room)}px`;
      this.tip.style.top = `${point.bbox.y0 * scale - this.tip.offsetHeight - 6}px`;
    }

    // The live chart is drawn at the picture's own size and scaled as the picture is.
    fit() {
      this.plot.style.transform = `scale(${this.stage.clientWidth / this.size})`;
    }

    async key(event) {
      const last = this.rows.length - 1;
      const to = {
        ArrowRight: Math.min(this.at + 1, last),
        ArrowDown: Math.min(this.at + 1, last),
        ArrowLeft: Math.max(this.at - 1, 0),
        ArrowUp: Math.max(this.at - 1, 0),
        Home: 0,
        End: last,
        Escape: -1,
      }[event.key];
      if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.at = to;
      this.spoken.textContent = to < 0 ? "" : this.rows[to];
      await this.wake();
      if (this.plot && this.at === to) this.point(to);
    }

    async point(row) {
      for (const [curveNumber, trace] of this.plot.data.entries()) {
        const pointNumber = row < 0 ? -1 : (trace.customdata ?? []).indexOf(row);
        if (pointNumber >= 0) {
          const panel = (trace.xaxis ?? "x") + (trace.yaxis ?? "y");
          this.Plotly.Fx.hover(this.plot, [{ curveNumber, pointNumber }], [panel]);
          // Plotly sends no event for a hover that it was told to do, and does it a little later.
          await new Promise((resolve) => setTimeout(resolve, HOVER_DELAY));
          const [point] = this.plot._hoverdata ?? [];
          if (this.at === row && point?.customdata === row) this.label(point);
          return;
        }
      }
      this.Plotly.Fx.unhover(this.plot);
      this.tip.hidden = true;
    }
  }

  function rowsInWords(figure) {
    const table = figure.querySelector("table");
    const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    // The last column names the ledger row, which is for eyes and links.
    return [...table.tBodies[0].rows].map((row) =>
      [...row.cells]
        .slice(0, -1)
        .map((cell, i) => `${heads[i]}: ${cell.textContent}`)
        .join("; "),
    );
  }

  function copies(button, citation) {
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(citation.textContent);
        button.textContent = "Copied";
      } catch {
        window.getSelection().selectAllChildren(citation);
        button.textContent = "Selected: copy with your keyboard";
      }
      setTimeout(() => (button.textContent = label), 3000);
    });
  }

  for (const figure of document.querySelectorAll(".policy-chart")) {
    const stage = figure.querySelector(".policy-chart-stage");
    if (stage) new Chart(figure, stage);
    const button = figure.querySelector(".policy-chart-copy");
    if (button) copies(button, figure.querySelector(".policy-chart-citation"));
  }
})();
