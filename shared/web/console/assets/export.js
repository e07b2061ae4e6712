// Fetches an export part by part and saves one file. Without it the page has a
// link for each part.
(function () {
  "use strict";
  var form = document.getElementById("export"), save = document.getElementById("save"), stop = document.getElementById("stop");
  var run = document.getElementById("run"), bar = run.querySelector("progress"), told = document.getElementById("told");
  var say = form.dataset, stopping = null;
  save.hidden = false;

  function tell(text, values) {
    told.textContent = Object.keys(values || {}).reduce(function (t, name) { return t.replace("{" + name + "}", values[name]); }, text);
  }
  function busy(on) {
    save.disabled = on;
    stop.hidden = run.hidden = !on;
    form.setAttribute("aria-busy", on);
  }
  function wait(ms) { return new Promise(function (done) { setTimeout(done, ms); }); }

  // One part. What failed for a moment is asked for again.
  function fetchPart(url, signal, tries) {
    return fetch(url, { credentials: "same-origin", headers: { Accept: "*/*" }, signal: signal }).then(function (answer) {
      if (answer.ok) return answer;
      if ((answer.status === 429 || answer.status >= 500) && tries < 3) return wait(1000 << tries).then(function () { return fetchPart(url, signal, tries + 1); });
      if (answer.status === 401) throw new Error(say.gone);
      return answer.json().catch(function () { return {}; }).then(function (problem) {
        var wrong = (problem.errors || []).map(function (e) { return e.message; }).join(" ");
        throw new Error(wrong || problem.detail || say.failed);
      });
    });
  }
  function nextOf(answer) {
    var link = /<([^>]*)>;\s*rel="next"/.exec(answer.headers.get("Link") || "");
    return link && new URL(link[1], answer.url).href;
  }

  // Parts of a sheet become one: the first line of all but the first is left out.
  var joins = {
    csv: { type: "text/csv;charset=utf-8", add: function (parts, text) { parts.push(parts.length ? text.slice(text.indexOf("\n") + 1) : "\ufeff" + text); }, end: function (parts) { return parts; } },
    json: { type: "application/json", add: function (parts, text) {
      var rows = JSON.stringify(JSON.parse(text).rows).slice(1, -1);
      if (rows) parts.push((parts.length ? "," : "") + rows);
    }, end: function (parts) { return ['{"rows":['].concat(parts, "]}"); } }
  };

  function go() {
    var fields = new FormData(form), format = fields.get("format"), join = joins[format], parts = [], rows = 0;
    var from = Date.parse(fields.get("from")), to = Date.parse(fields.get("to")) + 864e5;
    var name = say.name + "-" + fields.get("from") + "-" + fields.get("to") + "." + format;
    fields.set("lang", say.lang);
    stopping = new AbortController();
    bar.removeAttribute("value");
    tell("");
    busy(true);
    function part(url) {
      return fetchPart(url, stopping.signal, 0).then(function (answer) {
        rows += Number(answer.headers.get("Report-Rows"));
        var until = answer.headers.get("Report-Until"), next = nextOf(answer);
        return answer.text().then(function (text) {
          join.add(parts, text);
          bar.value = Math.min(1, Math.max(0, (Date.parse(until) - from) / (to - from)));
          tell(say.rows, { n: rows.toLocaleString(), at: until.slice(0, 10) });
          return next && part(next);
        });
      });
    }
    part(say.first + "?" + new URLSearchParams(fields)).then(function () {
      if (!rows) { tell(say.none); return; }
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(join.end(parts), { type: join.type }));
      link.download = name;
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
      tell(say.done, { n: rows.toLocaleString() });
    }).catch(function (e) {
      tell(e.name === "AbortError" ? say.stopped : e.name === "TypeError" ? say.failed : e.message);
    }).then(function () { busy(false); save.focus(); });
  }
  save.addEventListener("click", function () { if (form.reportValidity()) go(); });
  stop.addEventListener("click", function () { stopping.abort(); });
})();
