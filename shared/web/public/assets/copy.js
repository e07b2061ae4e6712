// Adds a button that copies the ticket's number, where a browser can do that.
(function () {
  "use strict";
  var number = document.getElementById("number");
  if (!number || !navigator.clipboard) return;
  var button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = number.dataset.copy;
  var said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", function () {
    navigator.clipboard.writeText(number.textContent.trim()).then(function () {
      said.textContent = number.dataset.copied;
    });
  });
  var line = document.createElement("p");
  line.className = "copy";
  line.append(button, said);
  number.after(line);
})();
