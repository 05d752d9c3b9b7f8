"use strict";
(function () {
  var form = document.querySelector(".filter");
  if (form) {
    var boxes = form.querySelectorAll("input");
    var status = form.querySelector(".status");
    var marked = document.querySelectorAll("[data-severity]");
    var update = function () {
      var shown = {};
      boxes.forEach(function (box) { shown[box.value] = box.checked; });
      var count = 0;
      marked.forEach(function (part) {
        part.hidden = !shown[part.dataset.severity];
        if (part.tagName === "ARTICLE" && !part.hidden) { count += 1; }
      });
      document.querySelectorAll("[data-marked]").forEach(function (cell) {
        cell.classList.toggle(cell.dataset.marked, cell.querySelector(".chip:not([hidden])") !== null);
      });
      status.textContent = status.dataset.pattern.replace("{shown}", count);
    };
    boxes.forEach(function (box) { box.addEventListener("change", update); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.hidden = false;
    update();
  }
  document.querySelectorAll("a.letter").forEach(function (letter) {
    var cell = document.getElementById(letter.getAttribute("href").slice(1));
    var light = function (on) { return function () { if (cell) { cell.classList.toggle("hot", on); } }; };
    letter.addEventListener("mouseenter", light(true));
    letter.addEventListener("focus", light(true));
    letter.addEventListener("mouseleave", light(false));
    letter.addEventListener("blur", light(false));
  });
})();
