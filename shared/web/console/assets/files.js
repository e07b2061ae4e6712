// The browser knows under which path it sees this page; the server may not.
"use strict";
(() => {
  const form = document.getElementById("upload");
  const here = location.origin + location.pathname;
  if (form && form.dataset.back !== here && !new URLSearchParams(location.search).has("at")) {
    location.replace(location.pathname + "?at=" + encodeURIComponent(location.pathname));
  }
})();
