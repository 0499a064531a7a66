/* Long texts survive a closed tab: what is typed into a text field is kept in this browser until it is sent. It is
   this colleague's alone, gone at sign-out or when somebody else signs in here, and after a week in any case. */
"use strict";

(() => {
  const PREFIX = "draft:";
  const WEEK = 7 * 24 * 3600 * 1000;
  const place = document.getElementById("drafts");
  if (!place) return;
  const mine = `${PREFIX}${place.dataset.user}:`;
  const all = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const forget = (keys) => keys.forEach((key) => localStorage.removeItem(key));
  const keyOf = (field) => `${mine}${new URL(field.form.action).pathname}:${field.name}`;
  const keysOf = (form) => Array.from(form.querySelectorAll("textarea")).map(keyOf);
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const line = (field) => {
    if (field.parentElement.querySelector(".draft-line")) return;
    const said = place.querySelector(".draft-line").cloneNode(true);
    said.querySelector("button").addEventListener("click", () => {
      forget([keyOf(field)]);
      field.value = field.defaultValue;
      said.remove();
      field.focus();
    });
    field.after(said);
  };
  const restore = (root) => {
    for (const field of root.querySelectorAll("main form[method=post] textarea")) {
      const key = keyOf(field);
      const kept = read(key);
      if (!kept) continue;
      // Saved meanwhile, or shown again by the server as it was typed: nothing is left to keep.
      if (kept.text === field.value) {
        if (field.value === field.defaultValue && !document.getElementById("problems")) forget([key]);
        continue;
      }
      field.value = kept.text;
      line(field);
      for (let node = field.closest("details"); node; node = node.parentElement.closest("details")) node.open = true;
    }
  };

  forget(all().filter((key) => !key.startsWith(mine) || Date.now() - (read(key)?.at ?? 0) > WEEK));
  // Sent with the page before, and not held up by the sign-in: it has arrived, or stands in the form with the reason.
  const sent = JSON.parse(sessionStorage.getItem("sent") || "[]");
  sessionStorage.removeItem("sent");
  if (!new URL(document.referrer || location.href).pathname.startsWith("/accounts/")) forget(sent);
  restore(document);

  document.addEventListener("input", ({ target }) => {
    if (!target.matches("main form[method=post] textarea")) return;
    if (target.value === target.defaultValue) forget([keyOf(target)]);
    else localStorage.setItem(keyOf(target), JSON.stringify({ text: target.value, at: Date.now() }));
  });
  document.addEventListener("submit", ({ target }) => {
    if (target.id === "sign-out") forget(all());
    else sessionStorage.setItem("sent", JSON.stringify(keysOf(target)));
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    sessionStorage.removeItem("sent");
    if (detail.successful && detail.elt.matches("form")) forget(keysOf(detail.elt));
  });
  document.addEventListener("htmx:load", () => {
    restore(document);
    // A form that the page only offers is opened where something waits for it.
    for (const offer of document.querySelectorAll(".offer a")) {
      if (all().some((key) => key.startsWith(`${mine}${offer.dataset.act}:`))) offer.click();
    }
  });
})();
