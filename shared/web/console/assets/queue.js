// Keys of a list: j and k move through its lines, x ticks one; and all lines of
// a page are ticked at once without fetching it anew.
(function () {
  "use strict";
  var all = function (selector) { return Array.from(document.querySelectorAll(selector)); };
  var last = ""; // the line that one was at, by its number
  function here() {
    var line = document.activeElement && document.activeElement.closest(".lines > li");
    return line || last && document.querySelector('.lines > li[data-id="' + CSS.escape(last) + '"]');
  }
  function move(by) {
    var lines = all(".lines > li"), line = here();
    if (!lines.length) return;
    var at = line ? lines.indexOf(line) + by : by > 0 ? 0 : lines.length - 1;
    var to = lines[Math.min(Math.max(at, 0), lines.length - 1)];
    last = to.dataset.id;
    to.querySelector(".open").focus();
    to.scrollIntoView({ block: "nearest" });
  }
  function tick() {
    var line = here(), box = line && line.querySelector("input");
    if (box) box.checked = !box.checked;
  }
  all(".moving").forEach(function (hint) { hint.hidden = !document.querySelector(".lines"); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-move]"), ticks = event.target.closest("[data-tick]");
    if (button) {
      if (button.dataset.move === "x") tick(); else move(Number(button.dataset.move));
    } else if (ticks) {
      var boxes = all(".lines input"), whole = boxes.every(function (b) { return b.checked; });
      boxes.forEach(function (b) { b.checked = !whole; });
      event.preventDefault();
    }
  });
})();
