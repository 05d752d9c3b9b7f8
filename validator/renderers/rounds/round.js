"use strict";
(function () {
  var text = function (row, at) { return row.cells[at].textContent.trim(); };
  document.querySelectorAll("table.round").forEach(function (table) {
    var heads = table.tHead.rows[0].cells;
    var body = table.tBodies[0];
    Array.prototype.forEach.call(heads, function (head, at) {
      if (body.rows.length < 2 || body.rows[0].cells[at].querySelector("svg")) { return; }
      var isNumber = head.dataset.sort === "number";
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var now = head.getAttribute("aria-sort");
        var down = now ? now === "ascending" : isNumber;
        var rows = Array.prototype.slice.call(body.rows);
        rows.sort(function (one, other) {
          var order = isNumber
            ? Number(text(one, at)) - Number(text(other, at))
            : text(one, at).localeCompare(text(other, at), document.documentElement.lang);
          return down ? -order : order;
        });
        rows.forEach(function (row) { body.appendChild(row); });
        Array.prototype.forEach.call(heads, function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      });
    });
  });
  var form = document.querySelector(".search");
  if (form) {
    var box = form.querySelector("input");
    var status = form.querySelector(".status");
    var rows = document.querySelectorAll("table.ranking tbody tr");
    var update = function () {
      var wanted = box.value.trim().toLowerCase();
      var count = 0;
      rows.forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
        if (!row.hidden) { count += 1; }
      });
      status.textContent = status.dataset.pattern.replace("{shown}", count);
    };
    box.addEventListener("input", update);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.hidden = false;
    update();
  }
})();
