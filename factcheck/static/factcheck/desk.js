/* The desk's keys. Everything here is a shortcut: each form and link works without it. */
"use strict";

(() => {
  const text = document.getElementById("text");
  const record = document.getElementById("record");

  /* Offsets into the stored text are Unicode code points; the DOM counts UTF-16 units. */
  const codePoints = (string) => Array.from(string).length;

  /* The code point at which a point of the DOM stands in the article's text. */
  const offsetAt = (node, offset) => {
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(node, offset);
    return codePoints(range.toString());
  };

  const selected = () => {
    const selection = window.getSelection();
    if (!text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const words = range.toString();
    const start = offsetAt(range.startContainer, range.startOffset) + codePoints(words) - codePoints(words.trimStart());
    const end = start + codePoints(words.trim());
    return end > start ? { start, end, words: words.trim() } : null;
  };

  const fill = () => {
    const found = selected();
    if (!found || !record) return;
    record.elements.start.value = found.start;
    record.elements.end.value = found.end;
    record.elements.words.value = found.words;
  };

  if (text && record) {
    document.addEventListener("selectionchange", fill);
    record.elements.words.addEventListener("input", () => {
      record.elements.start.value = record.elements.end.value = "";
    });

    /* Sentences, for people without a mouse. */
    const starts = Array.from(text.querySelectorAll("[data-sentence]"));
    let first = -1;
    let last = -1;
    const select = () => {
      const range = document.createRange();
      range.setStartBefore(starts[first]);
      if (starts[last + 1]) range.setEndBefore(starts[last + 1]);
      else range.setEndAfter(text.lastChild);
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      starts[last].scrollIntoView({ block: "nearest" });
    };
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && selected()) {
        event.preventDefault();
        fill();
        record.requestSubmit();
        return;
      }
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !starts.length) return;
      event.preventDefault();
      const to = Math.min(Math.max(last + step, 0), starts.length - 1);
      if (!event.shiftKey) first = to;
      last = Math.max(to, first);
      if (first < 0) first = last;
      select();
    });
    /* A mouse selection anywhere in the text is recorded by Enter too. */
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== document.body || !selected()) return;
      event.preventDefault();
      fill();
      record.requestSubmit();
    });
    const point = (id, on) => {
      for (const piece of text.querySelectorAll("[data-claims]")) {
        piece.classList.toggle("pointed", on && piece.dataset.claims.split(" ").includes(id));
      }
    };
    for (const row of document.querySelectorAll(".aside-column li[id^=c]")) {
      row.addEventListener("focusin", () => point(row.id.slice(1), true));
      row.addEventListener("focusout", () => point(row.id.slice(1), false));
      row.addEventListener("mouseenter", () => point(row.id.slice(1), true));
      row.addEventListener("mouseleave", () => point(row.id.slice(1), false));
    }
  }

  const typing = (target) => target.closest("input, textarea, select, dialog, [contenteditable]");
  const rows = () => Array.from(document.querySelectorAll(".row-link"));
  const move = (step) => {
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) next.focus();
  };
  const jump = (id) => {
    const heading = document.getElementById(id);
    if (!heading) return;
    heading.scrollIntoView();
    heading.focus();
  };
  const keys = {
    "?": () => {
      const help = document.getElementById("keys");
      if (help.open) help.close();
      else help.showModal();
    },
    j: () => move(1),
    k: () => move(-1),
    e: () => jump("evidence"),
    a: () => jump("rating"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const link = document.querySelector(`.desk-nav [data-key="${CSS.escape(event.key)}"]`);
    if (link) link.click();
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
})();
