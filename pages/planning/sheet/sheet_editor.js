// Writing in a cell, and what becomes of what was written.

// Begin with nothing (`isTyped`: the key that was pressed becomes the first character), or with what stands there.
function beginEditing(state, isTyped) {
  const row = state.grid.rows[state.at.row];
  if (!row?.canEdit) return;
  const cell = row.cells[state.at.column];
  const label = state.data.words.typing.replace("{post}", row.post).replace("{place}", state.grid.names[state.at.column]);
  const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": label });
  input.value = isTyped ? "" : shownAt(state, state.at);
  state.editor = { cell, input, isTyped, post: row.post, column: state.grid.columns[state.at.column] };
  input.addEventListener("blur", () => { if (!state.isDrawing) endEditing(state, true); });
  cell.replaceChildren(input);
  cell.classList.add("writing");
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}

function endEditing(state, isAccepted) {
  if (!state.editor) return;
  const { cell, input, post, column } = state.editor;
  const hadFocus = focused(state) === input;
  state.editor = null;
  cell.classList.remove("writing");
  if (isAccepted) enter(state, [{ post, column, entry: input.value.trim() }]);
  state.grid.rows.forEach((row, number) => {
    const place = row.cells.indexOf(cell);
    if (place >= 0) fillCell(state, { row: number, column: place });
  });
  if (hadFocus) cell.focus();
}

// Send what differs from what stands there. Typing today's figure over a refused entry only takes that entry away.
function enter(state, entries) {
  const sent = entries.filter(({ post, column, entry }) => {
    const at = placeOf(state, post, column);
    if (!at || entry === shownAt(state, at)) return false;
    const isPending = pendingEntry(state.queue, post, column) !== undefined;
    forgive(state, post, column);
    return isPending || entry !== textAt(state.grid.rows[at.row], column);
  });
  if (sent.length) enqueue(state.queue, "entered", { entries: sent }, state.send);
  for (const { post, column } of entries) {
    const at = placeOf(state, post, column);
    if (at) fillCell(state, at);
  }
  showBubbles(state);
}

function placeOf(state, post, column) {
  const row = state.grid.rows.findIndex((each) => each.canEdit && each.post === post);
  return row < 0 ? null : { row, column: state.grid.columns.indexOf(column) };
}

// Escape takes back what is being written, else what was refused here, else what was refused elsewhere. Whether there was any.
function restore(state) {
  if (state.editor) {
    endEditing(state, false);
    return true;
  }
  const row = state.grid.rows[state.at.row];
  const here = keyOf(row.post, state.grid.columns[state.at.column]);
  const key = state.refused.has(here) ? here : [...state.refused.keys()].at(-1);
  if (key === undefined) return false;
  state.refused.delete(key);
  const at = placeOf(state, ...JSON.parse(key));
  if (at) fillCell(state, at);
  showBubbles(state);
  return true;
}

// Rows of cells as text that a spreadsheet understands, and back.
const copied = (state) =>
  placesBetween(state.anchor, state.at).map((row) => row.map((at) => shownAt(state, at)).join("\t")).join("\n");

// One value fills what is selected; a block begins at the upper left corner of it and ends where the table does.
function paste(state, text) {
  const block = text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
  const selected = placesBetween(state.anchor, state.at);
  const corner = selected[0][0];
  const isOne = block.length === 1 && block[0].length === 1;
  const pasted = isOne
    ? selected.flat().map((at) => [at, block[0][0]])
    : block.flatMap((line, down) => line.map((entry, right) => [{ row: corner.row + down, column: corner.column + right }, entry]));
  const inside = pasted.filter(([at]) => state.grid.rows[at.row]?.canEdit && at.column < state.grid.columns.length);
  if (!isOne && inside.length) {
    state.anchor = corner;
    state.at = inside.at(-1)[0];
  }
  enter(state, inside.map(([at, entry]) => entryAt(state, at, entry)));
}

function empty(state) {
  const places = placesBetween(state.anchor, state.at).flat().filter((at) => state.grid.rows[at.row].canEdit);
  enter(state, places.map((at) => entryAt(state, at, "")));
}

const entryAt = (state, at, entry) => ({ post: state.grid.rows[at.row].post, column: state.grid.columns[at.column], entry: entry.trim() });
