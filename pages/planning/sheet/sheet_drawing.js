// The table as elements. Everything is put in as text: names of posts and carriers come from files.
const TOTAL = "total";

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter(Boolean));
  return made;
}

// The parts of the table below its head: a focus area with its sums and posts each, and the sums at the foot.
function partsOf(data) {
  const groups = data.groups.map((group) => ({
    tag: "tbody",
    rows: [
      { ...group, kind: "group", key: `group ${group.label}` },
      ...group.rows.map((row) => ({ ...row, kind: "post", key: `post ${row.post}`, label: row.post })),
    ],
  }));
  return [...groups, { tag: "tfoot", rows: data.sums.map((sum) => ({ ...sum, kind: "sum", key: `sum ${sum.label}` })) }];
}

// As long as this stays the same, new figures go into the elements there are.
const shapeOf = (data) =>
  JSON.stringify([data.columns, data.words, partsOf(data).map((part) => part.rows.map((row) => [row.key, row.is_gone ?? false]))]);

// A grid: the table, its columns with their names, its rows with their cells. It has no figures yet.
function build(data) {
  const names = [...data.columns, [TOTAL, data.words.total]];
  const kindOf = (column) => (column === TOTAL ? "whole" : "place");
  const corner = element("th", { scope: "col" }, element("span", {}, data.words.post));
  const heads = names.map(([column, name]) => element("th", { scope: "col", class: kindOf(column) }, element("span", {}, name)));
  const widths = names.map(([column]) => element("col", { class: kindOf(column) }));
  const table = element(
    "table", { role: "grid", "aria-multiselectable": "true", "aria-describedby": "legend keys" },
    element("caption", {}, data.words.caption), element("colgroup", {}, element("col"), ...widths),
    element("thead", {}, element("tr", {}, corner, ...heads)),
  );
  const grid = { table, rows: [], columns: names.map(([column]) => column), names: names.map(([, name]) => name) };
  for (const part of partsOf(data)) {
    const lines = part.rows.map((row) => {
      const head = element("th", { scope: row.kind === "group" ? "rowgroup" : "row" });
      const canEdit = row.kind === "post" && !row.is_gone;
      const cells = grid.columns.map((column, number) =>
        element("td", {
          role: "gridcell", tabindex: "-1", class: kindOf(column), "data-row": grid.rows.length, "data-column": number,
          ...(canEdit ? {} : { "aria-readonly": "true" }),
        }));
      const line = element("tr", { class: row.kind }, head, ...cells);
      grid.rows.push({ key: row.key, post: row.post, canEdit, head, line, cells });
      return line;
    });
    table.append(element(part.tag, {}, ...lines));
  }
  return grid;
}

// Put the figures in.
function fill(state) {
  const rows = partsOf(state.data).flatMap((part) => part.rows);
  state.grid.rows.forEach((row, number) => {
    row.given = rows[number];
    row.head.replaceChildren(...headOf(row.given));
    for (const name of ["is_decided", "is_changed", "is_new", "is_gone", "is_strong"]) {
      row.line.classList.toggle(name.replace("is_", ""), Boolean(row.given[name]));
    }
    row.cells.forEach((_, column) => fillCell(state, { row: number, column }));
  });
}

function headOf(given) {
  const gap = document.createTextNode(" ");
  const more = given.kind === "post" ? [gap, element("span", { class: "carrier" }, given.carrier)] : [];
  const note = given.note ? [gap.cloneNode(), element("span", { class: "note" }, given.note)] : [];
  return [element("span", { class: "name" }, given.label), ...note, ...more];
}

// A cell shows what was typed and is under way, else what was refused, else what the page knows.
function fillCell(state, at) {
  const row = state.grid.rows[at.row];
  const [cell, column] = [row.cells[at.column], state.grid.columns[at.column]];
  if (state.editor?.cell === cell) return;
  const pending = row.canEdit ? pendingEntry(state.queue, row.post, column) : undefined;
  const refused = pending === undefined ? state.refused.get(keyOf(row.post, column)) : undefined;
  const change = pending === undefined && !refused ? row.given.changes?.[column] : undefined;
  cell.replaceChildren(pending ?? refused?.entry ?? textAt(row, column), ...(change ? [element("span", { class: "unseen" }, ` (${change})`)] : []));
  cell.title = change ?? "";
  cell.classList.toggle("pending", pending !== undefined);
  cell.classList.toggle("changed", Boolean(change));
  cell.classList.toggle("refused", Boolean(refused));
  if (refused) {
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-describedby", refused.id);
  } else {
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-describedby");
  }
}

const keyOf = (post, column) => JSON.stringify([post, column]);
const textAt = (row, column) => row.given.cells[column] ?? "";
// What stands in a cell at this moment.
const shownAt = (state, at) => {
  const row = state.grid.rows[at.row];
  const column = state.grid.columns[at.column];
  return pendingEntry(state.queue, row.post, column) ?? state.refused.get(keyOf(row.post, column))?.entry ?? textAt(row, column);
};

// The small table below: what each carrier has today and with the plan.
function carriersOf(data) {
  const { carriers, carrier, before, after, change } = data.words;
  const heads = [carrier, before, after, change].map((word, number) => element("th", { scope: "col", ...(number ? { class: "number" } : {}) }, word));
  const rows = data.carriers.map((each) =>
    element("tr", each.change ? { class: "changed" } : {}, element("th", { scope: "row" }, each.name),
      ...[each.before, each.after, each.change].map((text) => element("td", { class: "number" }, text))));
  return element("table", { class: "carriers" }, element("caption", {}, carriers),
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}
