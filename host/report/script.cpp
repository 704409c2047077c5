// The report's only script. It makes its own controls, so that nothing on the page is dead without it, and writes
// text only through textContent: what a file named a cell stays text.
#include "host/report/script.hpp"

namespace myriad::report {

const std::string_view kScript = R"js(
"use strict";
(() => {
const make = (tag, attributes, ...inside) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
};
const labelled = (text, control) => make("label", {}, text + " ", control);

// What a table cell is sorted by: the number that it begins with, else its text. Dashes go last.
const keyOf = cell => {
  const text = (cell.firstChild ? cell.firstChild.textContent : "").trim();
  if (text === "" || text === "–") return null;
  const number = /^[+-]?[\d,]*\.?\d+(e[+-]?\d+)?/i.exec(text);
  return number ? parseFloat(number[0].replace(/,/g, "")) : text;
};
const before = (a, b) => a === null || b === null ? (a === null) - (b === null)
  : typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;

const sortable = table => {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const state = {column: 0, down: false};
  const sort = (column, down) => {
    Object.assign(state, {column, down});
    const rows = [...body.rows].map(row => [row.cells[column] ? keyOf(row.cells[column]) : null, row]);
    rows.sort((a, b) => a[0] === null || b[0] === null || !down ? before(a[0], b[0]) : before(b[0], a[0]));
    body.append(...rows.map(pair => pair[1]));
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    state.changed?.();
  };
  heads.forEach((head, column) => {
    if (head.dataset.plain !== undefined) return;
    const button = make("button", {type: "button"}, head.textContent);
    button.addEventListener("click", () => sort(column, state.column === column ? !state.down : column > 0));
    head.dataset.name = head.textContent;  // printed in its place: a button is not repeated on the next page
    head.replaceChildren(button);
  });
  return {heads, body, state, sort};
};

const controls = table => {
  const {heads, body, state, sort} = sortable(table);
  const rows = [...body.rows];
  const words = make("input", {type: "search", size: "14"});
  const choices = JSON.parse(table.dataset.axes).map(([name, values], axis) => {
    const select = make("select", {}, make("option", {value: ""}, "all"));
    values.forEach((value, i) => select.append(make("option", {value: String(i)}, value)));
    select.dataset.axis = axis;
    return [name, select];
  });
  const order = make("select", {});
  heads.forEach((head, i) => {
    if (head.dataset.plain === undefined) order.append(make("option", {value: String(i)}, head.textContent));
  });
  const turn = make("button", {type: "button"}, "reverse");
  const count = make("output", {});
  const filter = () => {
    const wanted = words.value.toLowerCase();
    const chosen = choices.filter(([, select]) => select.value !== "");
    let shown = 0;
    for (const row of rows) {
      const axes = row.dataset.a.split(" ");
      row.hidden = !(row.cells[0].textContent.toLowerCase().includes(wanted)
        && chosen.every(([, select]) => axes[select.dataset.axis] === select.value));
      shown += !row.hidden;
    }
    count.textContent = shown + " of " + rows.length + " cells";
  };
  state.changed = () => { order.value = String(state.column); };
  words.addEventListener("input", filter);
  for (const [, select] of choices) select.addEventListener("change", filter);
  order.addEventListener("change", () => sort(Number(order.value), Number(order.value) > 0));
  turn.addEventListener("click", () => sort(state.column, !state.down));
  const form = make("form", {class: "controls", "aria-label": "Sort and filter the cells"}, labelled("find", words),
    ...choices.map(([name, select]) => labelled(name, select)), labelled("sort by", order), turn, count);
  form.addEventListener("submit", event => event.preventDefault());
  table.closest(".scroll").before(form);
  filter();
};

// The values of a survival chart at one epoch, under a pointer or a slider.
const readout = chart => {
  const epochs = chart.dataset.epochs.split(" ");
  const lines = [...chart.querySelectorAll("[data-alive]")].map(line => [line.dataset.letter, line.dataset.alive.split(" ")]);
  const longest = Number(epochs[epochs.length - 1]);
  const [left, right] = chart.dataset.span.split(" ").map(Number);
  const place = epoch => left + (right - left) * Math.log1p(epoch) / Math.log1p(Math.max(longest, 1));
  const rule = document.createElementNS("http://www.w3.org/2000/svg", "path");
  rule.setAttribute("class", "rule now");
  chart.append(rule);
  const slider = make("input", {type: "range", min: "0", max: String(epochs.length - 1), value: "0"});
  const values = make("output", {});
  const show = () => {
    const epoch = epochs[slider.value];
    const text = lines.map(([letter, alive]) => letter + " " + (alive[slider.value] ?? "–") + "%").join("   ");
    values.textContent = "epoch " + Number(epoch).toLocaleString("en") + ":  " + text;
    slider.setAttribute("aria-valuetext", values.textContent);
    rule.setAttribute("d", "M" + place(Number(epoch)) + " 8V202");
  };
  slider.addEventListener("input", show);
  chart.addEventListener("pointermove", event => {
    const box = chart.getBoundingClientRect();
    const x = (event.clientX - box.left) * chart.viewBox.baseVal.width / box.width;
    let nearest = 0;
    epochs.forEach((epoch, i) => {
      if (Math.abs(place(Number(epoch)) - x) < Math.abs(place(Number(epochs[nearest])) - x)) nearest = i;
    });
    slider.value = nearest;
    show();
  });
  chart.after(make("div", {class: "readout"}, labelled("alive at", slider), values));
  show();
};

document.querySelectorAll("table[data-axes]").forEach(controls);
document.querySelectorAll("table.sortable:not([data-axes])").forEach(sortable);
document.querySelectorAll("svg[data-epochs]").forEach(readout);
})();
)js";

}  // namespace myriad::report
