"use strict";
// All documents can be searched and sorted; only some of their rows are laid out at a time, the others wait in a template.
(function () {
  var body = document.getElementById("documents").tBodies[0];
  var filter = document.getElementById("filter");
  var more = document.getElementById("more");
  var rest = document.getElementById("rest");
  var words = filter.querySelector("input");
  var state = filter.querySelector("select");
  var shown = filter.querySelector("output");
  var step = body.rows.length;
  var room = step;
  var rows = Array.from(body.rows).concat(rest ? Array.from(rest.content.querySelectorAll("tr")) : []);
  var order = new Intl.Collator("zh", { numeric: true });
  filter.hidden = false;
  function key(row, column) {
    var cell = row.cells[column];
    var value = cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
    return value !== "" && !isNaN(value) ? Number(value) : value;
  }
  function compare(one, other, sign) {
    if (one === "" || other === "") return (one === "") - (other === "");  // what is not known comes last, always
    if (typeof one === "number" && typeof other === "number") return sign * (one - other);
    return sign * order.compare(String(one), String(other));
  }
  document.getElementById("documents").tHead.addEventListener("click", function (event) {
    var head = event.target.closest("th[data-sort]");
    if (!head) return;
    var sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    Array.from(head.parentNode.cells).forEach(function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
    var keyed = rows.map(function (row) { return [key(row, head.cellIndex), row]; });
    keyed.sort(function (one, other) { return compare(one[0], other[0], sign); });
    rows = keyed.map(function (pair) { return pair[1]; });
    show();
  });
  function show() {
    var wanted = words.value.trim().toLowerCase();
    var fitting = rows.filter(function (row) {
      return (!state.value || row.dataset.state === state.value) &&
        (!wanted || row.textContent.toLowerCase().indexOf(wanted) >= 0);
    });
    body.replaceChildren.apply(body, fitting.slice(0, room));
    more.hidden = fitting.length <= room;
    shown.value = fitting.length + " 个" + (more.hidden ? "" : "，显示前 " + room + " 个");
  }
  function narrow() {
    room = step;
    show();
  }
  words.addEventListener("input", narrow);
  state.addEventListener("change", narrow);
  more.addEventListener("click", function () {
    room += step;
    show();
  });
  narrow();
})();
