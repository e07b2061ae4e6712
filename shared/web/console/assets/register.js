// Where a file can be read, a table need not be pasted; where there is a
// clipboard, a link need not be marked.
"use strict";
(() => {
  for (const place of document.querySelectorAll("[data-file]")) {
    place.hidden = false;
    const input = place.querySelector("input");
    input.addEventListener("change", async () => {
      const file = input.files[0];
      const table = document.getElementById(input.dataset.into);
      if (!file || !table) return;
      const raw = await file.arrayBuffer();
      try {
        table.value = new TextDecoder("utf-8", {fatal: true}).decode(raw);
      } catch {
        table.value = new TextDecoder("gb18030").decode(raw); // what Chinese spreadsheets still like to write
      }
      table.dispatchEvent(new Event("input", {bubbles: true}));
      table.focus();
    });
  }

  // The browser knows under which address it sees the link; the server may not.
  const panel = document.getElementById("link");
  const link = panel && panel.querySelector("[data-link]");
  if (!link) return;
  const shown = link.textContent;
  link.textContent = link.href;
  const mail = panel.querySelector("[data-mail]");
  mail.href = mail.href.replace(encodeURIComponent(shown), encodeURIComponent(link.href));
  const copy = panel.querySelector("[data-copy]");
  const told = panel.querySelector("[data-copied]");
  if (!navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.href);
    told.textContent = told.dataset.copied;
  });
})();
