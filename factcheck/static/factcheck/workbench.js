/* Selecting words of a stored text, with mouse or keyboard, and the marks in its margin. */
"use strict";

(() => {
  /* Offsets into the stored text are Unicode code points; the DOM counts UTF-16 units. */
  const codePoints = (string) => Array.from(string).length;
  const regions = () => Array.from(document.querySelectorAll("[data-form]"));
  const formOf = (region) => document.getElementById(region.dataset.form);
  const regionOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-form]");

  const offsetAt = (region, node, offset) => {
    const range = document.createRange();
    range.setStart(region, 0);
    range.setEnd(node, offset);
    return codePoints(range.toString());
  };
  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const region = regionOf(range.startContainer);
    if (!region || !formOf(region) || !region.contains(range.endContainer)) return null;
    const words = range.toString();
    const before = codePoints(words) - codePoints(words.trimStart());
    const start = offsetAt(region, range.startContainer, range.startOffset) + before;
    const end = start + codePoints(words.trim());
    return end > start ? { region, start, end, words: words.trim() } : null;
  };
  const fill = () => {
    const found = selected();
    if (!found) return null;
    const fields = formOf(found.region).elements;
    fields.start.value = found.start;
    fields.end.value = found.end;
    fields.words.value = found.words;
    return found;
  };
  document.addEventListener("selectionchange", fill);
  document.addEventListener("input", (event) => {
    const fields = event.target.form?.elements;
    if (event.target.name === "words" && fields.start) fields.start.value = fields.end.value = "";
  });

  /* The place in the text where a colleague is: code point, and sentence for the arrow keys. */
  let caret = 0;
  let first = -1;
  let last = -1;
  let inText = false;
  /* Who is quicker than the server waits in line: each selection is recorded, in order. */
  const line = [];
  let sending = false;
  const next = () => {
    const turn = line.shift();
    const form = turn && document.getElementById(turn.form);
    if (!form) return;
    form.elements.start.value = turn.start;
    form.elements.end.value = turn.end;
    form.elements.words.value = turn.words;
    const open = document.querySelector("#panel[data-claim]");
    if (form.elements.claim) form.elements.claim.value = turn.joins && open ? open.dataset.claim : "";
    sending = form.hasAttribute("hx-post");
    form.requestSubmit();
  };
  const send = (joins) => {
    const found = fill();
    if (!found) return false;
    const { region, start, end, words } = found;
    caret = end;
    inText = document.activeElement === region || document.activeElement === document.body;
    line.push({ form: region.dataset.form, start, end, words, joins });
    if (!sending) next();
    return true;
  };
  const sentences = (region) => Array.from(region.querySelectorAll("[data-sentence]"));
  const select = (region) => {
    const starts = sentences(region);
    const range = document.createRange();
    range.setStartBefore(starts[first]);
    if (starts[last + 1]) range.setEndBefore(starts[last + 1]);
    else range.setEndAfter(region.lastChild);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    starts[last].scrollIntoView({ block: "nearest" });
  };
  const arrow = (region, step, extend) => {
    const starts = sentences(region);
    if (!starts.length) return;
    const to = Math.min(Math.max(last + step, 0), starts.length - 1);
    if (!extend) first = to;
    last = Math.max(to, first);
    if (first < 0) first = last;
    select(region);
  };
  document.addEventListener("keydown", (event) => {
    const region = event.target.closest("[data-form]");
    if (!region && event.target !== document.body) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && send(event.shiftKey)) event.preventDefault();
    else if (region && step) {
      event.preventDefault();
      arrow(region, step, event.shiftKey);
    }
  });

  /* Marks: as long as the words they stand for. */
  const pieces = (id) => Array.from(document.querySelectorAll("[data-claims]")).filter((piece) => piece.dataset.claims.split(" ").includes(id));
  const draw = () => {
    for (const mark of document.querySelectorAll(".mark")) {
      let piece = mark.nextElementSibling;
      while (piece && piece.classList.contains("mark")) piece = piece.nextElementSibling;
      const from = piece?.getClientRects()[0];
      let bottom = from?.bottom;
      while (piece?.matches(`[data-claims~="${mark.dataset.claim}"], .mark`)) {
        if (!piece.classList.contains("mark")) bottom = piece.getBoundingClientRect().bottom;
        piece = piece.nextElementSibling;
      }
      if (from) mark.style.blockSize = `${bottom - from.top}px`;
    }
  };
  const point = (id) => {
    for (const piece of document.querySelectorAll(".pointed")) piece.classList.remove("pointed");
    for (const piece of id ? pieces(id) : []) piece.classList.add("pointed");
  };
  const open = () => document.querySelector("#panel[data-claim]")?.dataset.claim || "";
  const choose = () => {
    const id = open();
    for (const row of document.querySelectorAll(".rows .chosen")) row.classList.toggle("chosen", row.id === `c-${id}`);
    document.getElementById(`c-${id}`)?.classList.add("chosen");
    const panel = document.getElementById("panel");
    for (const mark of document.querySelectorAll(`.mark[data-claim="${id}"]`)) {
      mark.className = mark.className.replace(/state-\w+/, `state-${panel.dataset.state}`);
    }
    point(id);
  };
  const seek = (id) => document.querySelector(`.mark[data-claim="${id}"]`)?.scrollIntoView({ block: "center" });
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => {
      const row = event.target.closest(".rows li");
      if (row) point(on ? row.id.slice(2) : open());
    });
  }
  /* A click on a mark, or on words of a claim, opens it beside the text. */
  document.addEventListener("click", (event) => {
    const piece = event.target.closest(".mark, .said");
    if (!piece || !window.getSelection().isCollapsed) return;
    const ids = (piece.dataset.claim || piece.dataset.claims).trim().split(" ");
    const next = ids[(ids.indexOf(open()) + 1) % ids.length];
    event.preventDefault();
    document.getElementById(`r-${next}`)?.click();
  });

  /* Put the caret, the focus and the columns where they were before a part of the page was exchanged. */
  const nodeAt = (region, offset) => {
    const walker = document.createTreeWalker(region, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = codePoints(node.data);
      if (offset <= length) return [node, Array.from(node.data).slice(0, offset).join("").length];
      offset -= length;
    }
    return [region, 0];
  };
  let scrolled = 0;
  let suggested = -1;
  document.addEventListener("htmx:beforeRequest", (event) => {
    scrolled = document.getElementById("beside")?.scrollTop || 0;
    suggested = Number(event.detail.elt.querySelector?.(".suggestion")?.dataset.start ?? -1);
    if (event.detail.elt.classList?.contains("row-link")) {
      scrolled = 0;
      seek(event.detail.elt.id.slice(2));
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig?.elt.id !== "record") return;
    sending = false;
    next();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const beside = document.getElementById("beside");
    if (beside && event.detail.target.id !== "suggested") beside.scrollTop = event.detail.target.id === "bench" ? 0 : scrolled;
    draw();
    choose();
    const text = document.getElementById("text");
    if (event.detail.target.id !== "bench" || !text) return;
    if (suggested >= 0) {
      const rest = Array.from(document.querySelectorAll(".suggestion"));
      (rest.find((one) => Number(one.dataset.start) > suggested) || rest[0])?.focus({ preventScroll: true });
    } else if (inText) {
      text.focus({ preventScroll: true });
      const [node, offset] = nodeAt(text, caret);
      window.getSelection().collapse(node, offset);
    }
  });
  draw();
  choose();
  document.fonts?.ready.then(draw);
  window.addEventListener("resize", draw);
})();
