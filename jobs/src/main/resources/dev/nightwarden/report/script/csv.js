// Files for download, made here of the rows in this page.

/** A text in which hidden characters are spelled out, as it was. */
const exact = (text) =>
  text.replace(/\\(\\|u[0-9a-f]{4})/g, (all, what) =>
    (what === "\\" ? what : String.fromCharCode(parseInt(what.slice(1), 16))));

/** What an attribute of a row holds; null where it has none. */
const held = (element, name) =>
  (element.dataset[name] === undefined ? null : exact(element.dataset[name]));

/** The text of an element as it was logged; null for none. */
const textOf = (element) =>
  (element === null ? null : held(element, "exact") ?? element.textContent);

/** The values of a list of fields by name; null is a missing one. */
function valuesOf(list) {
  const values = new Map();
  for (const name of list === null ? [] : list.querySelectorAll("dt")) {
    const content = name.nextElementSibling;
    values.set(textOf(name), content.className === "missing" ? null : textOf(content));
  }
  return values;
}

const FORMULA = /^'*([\t\r\n]|['\p{Z}\p{C}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;
const NEGATIVE_NUMBER = /^-\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A cell of a CSV file; an apostrophe goes in front of what a spreadsheet would run. */
function cell(content) {
  if (content === null || content === undefined) {
    return "";
  }
  let text = String(content);
  if (text === "") {
    return '""';
  }
  if (!NEGATIVE_NUMBER.test(text) && FORMULA.test(text)) {
    text = `'${text}`;
  }
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function download(name, columns, rows) {
  const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
  const file = new Blob([lines.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" });
  const link = el("a", { href: URL.createObjectURL(file), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const dates = report.from === report.to ? report.from : `${report.from}--${report.to}`;
const fileName = (...parts) =>
  [...parts, dates].map((part) => part.replace(/[^\p{L}\p{N}_.-]+/gu, "-").slice(0, 60)).join("-") + ".csv";

/** Rows of records as rows of a file, with a column for each field that any of them has. */
function downloadRecords(name, rows, form, extra = []) {
  const values = rows.map((row) => valuesOf(row.querySelector(`dl.${form}`)));
  const names = [...new Set(values.flatMap((of) => [...of.keys()]))];
  download(
    name,
    [...extra, "message_id", "event_time", "actor", "reason", ...names],
    rows.map((row, i) => [
      ...extra.map((column) => Number(row.dataset[column])),
      held(row, "id"),
      row.dataset.time,
      held(row, "actor"),
      textOf(row.querySelector(".reason > .v")),
      ...names.map((field) => values[i].get(field)),
    ]));
}
