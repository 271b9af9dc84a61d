// What keys, mouse and clipboard do in the table.
// Which cell Tab comes to, and what is selected.
function mark(state) {
  const selected = new Set(placesBetween(state.anchor, state.at).flat().map((at) => cellAt(state, at)));
  for (const row of state.grid.rows) {
    for (const cell of row.cells) {
      cell.tabIndex = -1;
      if (selected.size > 1 && selected.has(cell)) cell.setAttribute("aria-selected", "true");
      else cell.removeAttribute("aria-selected");
    }
  }
  const active = cellAt(state, state.at);
  if (active) active.tabIndex = 0;
}

function goTo(state, at, isExtending = false) {
  state.at = at;
  if (!isExtending) state.anchor = at;
  mark(state);
  cellAt(state, at)?.focus();
}

function onFocus(state, event) {
  const cell = event.target.closest("td");
  if (!cell || event.target !== cell) return;
  const at = { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
  if (at.row !== state.at.row || at.column !== state.at.column) goTo(state, at);
}

function onMouseDown(state, event) {
  const cell = event.target.closest("td");
  if (!cell || event.target.closest("input") || event.button !== 0) return;
  event.preventDefault(); // or the browser would begin to select text
  endEditing(state, true);
  goTo(state, { row: Number(cell.dataset.row), column: Number(cell.dataset.column) }, event.shiftKey);
}

function onKey(state, event) {
  if (!event.target.closest("td")) return;
  const isCommand = event.ctrlKey || event.metaKey;
  const isHandled = state.editor ? keyInEditor(state, event) : keyInGrid(state, event, isCommand);
  if (isHandled) event.preventDefault();
  // Streamlit has shortcuts of its own, such as R to run again.
  if (isHandled || state.editor || !isCommand) event.stopPropagation();
}

function keyInEditor(state, { key, shiftKey, isComposing }) {
  if (isComposing) return false;
  const step = shiftKey ? -1 : 1;
  if (key === "Escape") return restore(state);
  if (key === "Enter") return leaveEditor(state, belowToWrite(state.grid, state.at, step));
  if (key === "Tab") {
    const next = nextToWrite(state.grid, state.at, step);
    endEditing(state, true);
    if (next) goTo(state, next);
    return next !== null;
  }
  const isUpOrDown = key === "ArrowUp" || key === "ArrowDown";
  if (isUpOrDown || (state.editor.isTyped && key.startsWith("Arrow"))) return leaveEditor(state, placeAfter(state.grid, state.at, key, false));
  return false;
}

function leaveEditor(state, at) {
  endEditing(state, true);
  goTo(state, at);
  return true;
}

function keyInGrid(state, event, isCommand) {
  const { key, shiftKey } = event;
  const step = shiftKey ? -1 : 1;
  const isLeaving = state.isLeaving;
  if (key !== "Shift") state.isLeaving = false;
  if (isCommand) {
    const letter = key.toLowerCase();
    if (letter === "z") return report(state, shiftKey ? "redo" : "undo");
    if (letter === "y") return report(state, "redo");
  }
  const at = placeAfter(state.grid, state.at, key, isCommand);
  if (at) goTo(state, at, shiftKey);
  if (at || isCommand || event.altKey) return Boolean(at);
  if (key === "Enter") goTo(state, belowToWrite(state.grid, state.at, step));
  else if (key === "Tab") {
    const next = isLeaving ? null : nextToWrite(state.grid, state.at, step);
    if (next) goTo(state, next);
    return next !== null;
  } else if (key === "F2") beginEditing(state, false);
  else if (key === "Delete" || key === "Backspace") empty(state);
  else if (key === "Escape") {
    if (!restore(state)) {
      goTo(state, state.at);
      state.isLeaving = true;
    }
    write(state, "said", state.isLeaving ? state.data.words.left : "");
  } else {
    // The key itself then goes into the field that has just got the focus.
    if (key.length === 1) beginEditing(state, true);
    return false;
  }
  return true;
}

function report(state, trigger) {
  enqueue(state.queue, trigger, {}, state.send);
  return true;
}

function onCopy(state, event) {
  event.preventDefault();
  event.clipboardData.setData("text/plain", copied(state));
  if (event.type === "cut") empty(state);
}

function onPaste(state, event) {
  event.preventDefault();
  paste(state, event.clipboardData.getData("text/plain"));
  goTo(state, state.at, true);
}
