/* The desk's keys, and what is said when the server does not answer. Everything here is a shortcut: each form
   and link works without it. */
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const typing = (target) => target.closest("input, textarea, select, dialog, [contenteditable]");
  const shown = (node) => node && node.offsetParent !== null;

  const jump = (...ids) => {
    const target = ids.map(byId).find((node) => node);
    if (!target) return false;
    for (let node = target.closest("details"); node; node = node.parentElement.closest("details")) node.open = true;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
    return true;
  };
  /* The rows of a list: focus the next one; at the workbench, open it beside the text too. */
  const step = (by) => {
    const rows = Array.from(document.querySelectorAll(".row-link")).filter(shown);
    let at = rows.indexOf(document.activeElement);
    if (at < 0) at = rows.findIndex((row) => row.closest(".chosen"));
    const row = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (!row) return;
    row.focus();
    if (row.closest(".rows")) row.click();
  };
  /* What the page only offers until it is asked for. */
  const ask = (name) => byId(`offer-${name}`)?.querySelector("a").click();
  const suggestion = () => {
    const all = Array.from(document.querySelectorAll(".suggestion"));
    const next = all[all.indexOf(document.activeElement) + 1] || all[0];
    if (next) next.focus();
    else if (byId("suggested")) byId("suggested").querySelector("a")?.click();
  };
  const help = () => {
    const dialog = byId("keys");
    if (dialog.open) dialog.close();
    else dialog.showModal();
  };
  const keys = {
    "?": help,
    j: () => step(1),
    k: () => step(-1),
    n: suggestion,
    t: () => jump("text", "copy"),
    w: () => jump("claim_statement_de"),
    f: () => {
      const first = document.querySelector("details.proposed, details.figure");
      if (!first) return ask("figures");
      first.open = true;
      first.querySelector("select, input:not([type=hidden])")?.focus();
    },
    e: () => jump("evidence"),
    c: () => jump("cite_url") || ask("cite"),
    a: () => jump("assign_to"),
    r: () => jump("rating"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(event.target) && !byId("keys").open) {
      if (!jump("text")) event.target.blur();
      return;
    }
    if (typing(event.target)) return;
    const link = document.querySelector(`.desk-nav [data-key="${CSS.escape(event.key)}"]`);
    if (link) link.click();
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
  if (byId("problems")) byId("problems").focus();

  /* What a part of a page could not be told. The form stands as it was typed. */
  const trouble = (name, why = "") => {
    for (const line of document.querySelectorAll("#trouble [data-for]")) line.hidden = line.dataset.for !== name;
    byId("trouble").querySelector(".said-why").textContent = why;
    byId("trouble").hidden = !name;
    if (name) byId("trouble").scrollIntoView({ block: "nearest" });
  };
  const read = (html) => new DOMParser().parseFromString(html, "text/html");
  /* Who signed in anew in another tab has other tokens than the forms of this one: take them from the page as it
     is now, so that what was typed here can be sent. */
  const renew = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const token = read(await answer.text()).querySelector("main [name=csrfmiddlewaretoken]")?.value;
    if (!answer.ok || answer.redirected || !token) return trouble("out");
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    trouble("stale");
  };
  document.addEventListener("htmx:beforeRequest", () => trouble(""));
  document.addEventListener("htmx:sendError", () => trouble("silence"));
  document.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    if (status === 401) return trouble("out");
    if (status !== 403) return trouble("silence");
    const page = read(responseText);
    if (page.getElementById("stale")) return renew().catch(() => trouble("silence"));
    // Told in one line: the page that would come instead may no longer hold the form.
    const why = [...page.querySelectorAll("#why, #problems li")].map((line) => line.textContent.trim());
    trouble("refused", why.join(" "));
  });
})();
