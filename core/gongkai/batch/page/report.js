
"use strict";
(function () {
  var table = document.getElementById("documents");
  var filter = document.getElementById("filter");
  if (!table || !filter) return;
  var body = table.tBodies[0];
  var words = filter.querySelector("input");
  var state = filter.querySelector("select");
  var shown = filter.querySelector("output");
  filter.hidden = false;
  function key(row, column) {
    var cell = row.cells[column];
    var value = cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
    return value !== "" && !isNaN(value) ? Number(value) : value;
  }
  function compare(one, other) {
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), "zh");
  }
  table.tHead.addEventListener("click", function (event) {
    var head = event.target.closest("th[data-sort]");
    if (!head) return;
    var down = head.getAttribute("aria-sort") === "ascending";
    Array.from(head.parentNode.cells).forEach(function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var rows = Array.from(body.rows);
    rows.sort(function (a, b) {
      return (down ? -1 : 1) * compare(key(a, head.cellIndex), key(b, head.cellIndex));
    });
    rows.forEach(function (row) { body.appendChild(row); });
  });
  function narrow() {
    var wanted = words.value.trim().toLowerCase();
    var count = 0;
    Array.from(body.rows).forEach(function (row) {
      var fits = (!state.value || row.dataset.state === state.value) &&
        (!wanted || row.textContent.toLowerCase().indexOf(wanted) >= 0);
      row.hidden = !fits;
      if (fits) count += 1;
    });
    shown.value = count + " 行";
  }
  words.addEventListener("input", narrow);
  state.addEventListener("change", narrow);
  narrow();
})();
