// What the console's pages can do besides: count down, show what is new, keep
// what was typed, and listen to keys. Every page works without it.
(function () {
  "use strict";
  var say = document.body.dataset;
  var words = (say.long || "").split("|");
  var ahead = say.now ? Date.parse(say.now) - Date.now() : 0; // the desk's clock
  var all = function (selector, root) { return Array.from((root || document).querySelectorAll(selector)); };

  function long(ms) {
    var minutes = Math.floor(ms / 60000), days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24;
    minutes %= 60;
    var unit = function (i, n) { return words[i].replace("{n}", n); };
    var two = function (a, b) { return words[0].replace("{a}", a).replace("{b}", b); };
    if (days && hours) return two(unit(1, days), unit(2, hours));
    if (days) return unit(1, days);
    if (hours && minutes) return two(unit(2, hours), unit(3, minutes));
    if (hours) return unit(2, hours);
    return minutes ? unit(3, minutes) : words[4];
  }

  function count() {
    var now = Date.now() + ahead;
    all("[data-due]").forEach(function (e) {
      var left = Date.parse(e.dataset.due) - now;
      var look = left < 0 ? "late" : "held" in e.dataset ? "held" : now >= Date.parse(e.dataset.warn) ? "soon" : "ok";
      var text = (left < 0 ? say.late : say.left).replace("{time}", long(Math.abs(left)));
      if (e.textContent !== text) e.textContent = text;
      if (!e.classList.contains(look)) e.className = "due " + look;
    });
  }

  // A line at the foot of the page, read out to those who hear it.
  var toast = document.createElement("div");
  toast.setAttribute("role", "status");
  document.body.append(toast);
  function tell(text, link) {
    toast.className = text ? "toast" : "";
    toast.textContent = text || "";
    if (text && link) {
      var a = document.createElement("a");
      a.href = link; a.textContent = " →"; a.style.color = "inherit";
      toast.append(a);
    }
  }

  // What was typed and not sent outlives the page, in this tab only.
  function draftKey(form) { return "draft " + say.account + " " + location.pathname + " " + form.dataset.draft; }
  function typedIn(form) {
    return all("input, textarea, select", form).filter(function (e) {
      return e.name && e.type !== "hidden" && e.type !== "password" && e.type !== "file";
    });
  }
  function changed(form) {
    return typedIn(form).some(function (e) {
      if (e.type === "checkbox" || e.type === "radio") return e.checked !== e.defaultChecked;
      if (e.tagName === "SELECT") return Array.from(e.options).some(function (o) { return o.selected !== o.defaultSelected; }) && e.selectedIndex > 0;
      return e.value !== e.defaultValue;
    });
  }
  function keep(form) {
    var kept = typedIn(form).map(function (e) { return e.type === "checkbox" || e.type === "radio" ? e.checked : e.value; });
    try {
      if (changed(form)) sessionStorage.setItem(draftKey(form), JSON.stringify(kept));
      else sessionStorage.removeItem(draftKey(form));
    } catch (full) { /* then the draft lives as long as the page */ }
  }
  function restore(form) {
    var raw = sessionStorage.getItem(draftKey(form));
    if (!raw || form.querySelector(".summary")) return false;
    var kept = JSON.parse(raw), fields = typedIn(form);
    if (kept.length !== fields.length || changed(form)) return false;
    fields.forEach(function (e, i) {
      if (e.type === "checkbox" || e.type === "radio") e.checked = kept[i]; else e.value = kept[i];
    });
    var fold = form.closest("details");
    if (fold) fold.open = true;
    return changed(form);
  }
  function drafts() {
    var address = new URL(location.href), done = address.searchParams.get("done");
    if (done) {
      Object.keys(sessionStorage).forEach(function (key) {
        if (key.startsWith("draft ") && key.endsWith(" " + done)) sessionStorage.removeItem(key);
      });
      address.searchParams.delete("done");
      history.replaceState(null, "", address);
    }
    var back = all("form[data-draft]").filter(restore);
    if (back.length) tell(say.kept);
  }
  document.addEventListener("input", function (e) {
    var form = e.target.closest && e.target.closest("form[data-draft]");
    if (form) keep(form);
  });

  // Live regions are fetched anew; one in which somebody types is left alone. In
  // a list whose lines have a data-id, whoever stands on a line, or has ticked
  // some, goes on doing so.
  function busy(region) {
    var at = document.activeElement;
    return region.contains(at) && at !== document.body && (typing(at) || !at.closest("[data-id]")) ||
      all("form", region).some(changed) || all("details[open]", region).length > 0 || all("dialog[open]", region).length > 0;
  }
  function inLine(line) { return all("a, button, input, summary", line); }
  function standing(region) {
    var at = region.contains(document.activeElement) && document.activeElement, line = at && at.closest("[data-id]");
    if (!line) return null;
    var id = line.dataset.id, place = inLine(line).indexOf(at);
    return function () {
      var again = region.querySelector('[data-id="' + CSS.escape(id) + '"]');
      if (again && inLine(again)[place]) inLine(again)[place].focus();
    };
  }
  var asking = false;
  function refresh() {
    if (asking || document.hidden || !all("[data-live]").length) return Promise.resolve();
    asking = true;
    return fetch(location.href, { headers: { "X-Refresh": "1", Accept: "text/html" }, credentials: "same-origin" }).then(function (response) {
      if (response.redirected && response.url.indexOf("/console/signin") >= 0) { tell(say.gone, response.url); clearInterval(beat); return; }
      if (!response.ok) throw new Error(response.status);
      return response.text().then(swap);
    }).catch(function () { tell(say.stale); }).then(function () { asking = false; });
  }
  function swap(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    if (toast.textContent === say.stale) tell("");
    if (page.body.dataset.now) ahead = Date.parse(page.body.dataset.now) - Date.now();
    all("[data-live]").forEach(function (old) {
      var fresh = page.querySelector('[data-live="' + CSS.escape(old.dataset.live) + '"]');
      if (!fresh || fresh.innerHTML === old.dataset.was || busy(old)) return;
      if (old.dataset.was === undefined && fresh.innerHTML === old.innerHTML) return;
      var known = new Set(all("[data-id]", old).map(function (e) { return e.dataset.id; }));
      var stay = standing(old), ticked = all("[data-id] input:checked", old).map(function (e) { return e.value; });
      old.dataset.was = fresh.innerHTML;
      old.replaceChildren.apply(old, Array.from(fresh.childNodes));
      all("[data-id] input", old).forEach(function (e) {
        if (known.has(e.closest("[data-id]").dataset.id)) e.checked = ticked.indexOf(e.value) >= 0;
      });
      if (stay) stay();
      all("[data-id]", old).forEach(function (e) { if (!known.has(e.dataset.id)) e.classList.add("fresh"); });
    });
    count();
  }

  // Keys: one letter does what stands beside it in a label; ? lists them.
  function typing(e) { return e && (e.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName) && !/^(checkbox|radio|button|submit)$/.test(e.type)); }
  function act(e) {
    if (e.tagName === "SUMMARY") {
      e.parentElement.open = true;
      var first = e.parentElement.querySelector("input:not([type=hidden]), textarea, select, button");
      (first || e).focus();
      e.scrollIntoView({ block: "nearest" });
    } else if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName)) {
      var fold = e.closest("details");
      if (fold) fold.open = true;
      e.focus();
    } else e.click();
  }
  function label(e) {
    var named = e.labels && e.labels[0] || e;
    var text = named.cloneNode(true);
    all("kbd, select, textarea", text).forEach(function (k) { k.remove(); });
    return (e.dataset.says || text.textContent || e.getAttribute("aria-label") || "").replace(/\s+/g, " ").trim();
  }
  function listKeys() {
    var box = document.createElement("dialog"), title = document.createElement("h2"), list = document.createElement("dl"), close = document.createElement("button");
    title.textContent = say.keys; list.className = "facts"; close.textContent = say.close; close.className = "quiet";
    function line(key, text) {
      var dt = document.createElement("dt"), kbd = document.createElement("kbd"), dd = document.createElement("dd");
      kbd.textContent = key; dt.append(kbd); dd.textContent = text; list.append(dt, dd);
    }
    all("[data-key]").filter(visible).forEach(function (e) { line(e.dataset.key, label(e)); });
    line("Ctrl ↵", say.send);
    line("Esc", say.leave);
    close.addEventListener("click", function () { box.close(); });
    box.addEventListener("close", function () { box.remove(); });
    box.append(title, list, close);
    document.body.append(box);
    box.showModal();
  }
  function visible(e) { return !e.disabled && e.getClientRects().length > 0; }
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      var form = document.activeElement && document.activeElement.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(form.querySelector("button:not([type=button])")); }
      return;
    }
    if (event.key === "Escape" && typing(document.activeElement)) { document.activeElement.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(document.activeElement) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") { event.preventDefault(); listKeys(); return; }
    var found = all("[data-key]").filter(function (e) { return e.dataset.key === event.key && (visible(e) || e.closest("details")); })[0];
    if (found) { event.preventDefault(); act(found); }
  });

  // A button is pressed once.
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    setTimeout(function () { delete event.target.dataset.sent; }, 5000);
  });

  // On a telephone the menu is folded.
  var menu = document.querySelector(".menu details"), small = matchMedia("(max-width: 760px)");
  function fold() { if (menu) menu.open = !small.matches; }
  small.addEventListener("change", fold);
  fold();

  drafts();
  count();
  setInterval(count, 5000);
  var beat = say.refresh ? setInterval(refresh, say.refresh * 1000) : 0;
  document.addEventListener("visibilitychange", function () { if (!document.hidden && beat) refresh(); });
})();
