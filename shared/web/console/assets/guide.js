// Beside the reply: a canned reply goes into the box without losing what stands
// there, and what one types is looked at before it is sent. Both work without
// it: a canned reply is a link, and the reply itself is refused.
(function () {
  "use strict";
  var guide = document.querySelector("[data-guide]");
  var box = guide && document.getElementById(guide.dataset.guide);
  if (!box) return;

  guide.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-text]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    var typed = box.value, at = document.activeElement === box ? box.selectionStart : typed.length;
    var before = typed.slice(0, at), after = typed.slice(at);
    var gap = before && !/\n$/.test(before) ? "\n" : "";
    box.value = before + gap + link.dataset.text + after;
    box.focus();
    box.selectionStart = box.selectionEnd = (before + gap + link.dataset.text).length;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  var out = guide.querySelector("[data-out]"), timer = 0, last = "";
  function look() {
    var text = box.value.trim();
    if (text === last) return;
    last = text;
    if (!text) { out.replaceChildren(); return; }
    var body = new URLSearchParams({ _form: "checkText", text: text });
    var token = box.form.querySelector("[name=_token]");
    if (token) body.set("_token", token.value);
    fetch(guide.dataset.check, { method: "POST", body: body, credentials: "same-origin", headers: { Accept: "text/html" } })
      .then(function (r) { return r.ok ? r.text() : ""; })
      .then(function (html) {
        var found = html && new DOMParser().parseFromString(html, "text/html").querySelector("[data-findings]");
        if (found && text === last) out.replaceChildren.apply(out, Array.from(found.childNodes));
      })
      .catch(function () { last = ""; }); // it is looked at again with the next letter, and when it is sent
  }
  box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(look, 800); });
  if (box.value.trim()) look();
})();
