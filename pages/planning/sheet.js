// The table of posts and municipalities: what it reacts to, and what happens when the page has run again.
const focused = (state) => state.frame.getRootNode().activeElement;
const cellAt = (state, at) => state.grid.rows[at.row]?.cells[at.column];

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector("#frame");
  // This function runs again after every rerun: what is being done lives on.
  frame.state ??= begun(frame);
  frame.state.send = setTriggerValue;
  update(frame.state, data);
}

function begun(frame) {
  const [area, scroller] = [frame.querySelector("#area"), frame.querySelector("#scroller")];
  const first = { row: 0, column: 0 };
  const state = { frame, area, scroller, queue: makeQueue(), refused: new Map(), bubbles: 0, at: first, anchor: first };
  area.addEventListener("keydown", (event) => onKey(state, event));
  area.addEventListener("mousedown", (event) => onMouseDown(state, event));
  area.addEventListener("dblclick", (event) => {
    if (event.target.closest("td") && !state.editor) beginEditing(state, false);
  });
  area.addEventListener("focusin", (event) => onFocus(state, event));
  // Without a selection of text the browser tells the document, not the focused cell, that something is copied or pasted.
  const listeners = new AbortController();
  for (const [name, react] of [["copy", onCopy], ["cut", onCopy], ["paste", onPaste]]) {
    document.addEventListener(name, (event) => {
      if (!frame.isConnected) listeners.abort();
      else if (!state.editor && focused(state)?.matches("td")) react(state, event);
    }, { signal: listeners.signal });
  }
  new ResizeObserver(() => fit(state)).observe(frame);
  return state;
}

function update(state, data) {
  const isFirst = !state.data;
  const answered = takeAnswered(state.queue, data.answered);
  if (!isFirst && data.words.caption !== state.data.words.caption) state.refused.clear(); // in another unit
  const { refusal } = data;
  const isOurs = refusal && answered?.value.entries?.some(isFor(refusal.post, refusal.column));
  const isOverwritten = refusal && pendingEntry(state.queue, refusal.post, refusal.column) !== undefined;
  if (refusal && (isFirst || isOurs) && !isOverwritten) refuse(state, refusal);
  const isOther = isFirst || shapeOf(data) !== shapeOf(state.data);
  state.data = data;
  if (isOther) rebuild(state);
  fill(state);
  mark(state);
  for (const [id, text] of [["granted", data.granted], ["keys", data.words.keys]]) write(state, id, text);
  write(state, "legend", [data.words.by_rule, data.words.changed, data.words.pending].join(" · "));
  state.frame.classList.toggle("exceeds", data.exceeds_granted);
  state.frame.querySelector("#carriers").replaceChildren(carriersOf(data));
  fit(state);
  pump(state.queue, state.send);
}

// What stays the same is left alone, or a reader of screens would say it again.
function write(state, id, text) {
  const part = state.frame.querySelector(`#${id}`);
  if (part.textContent !== text) part.textContent = text;
}

function rebuild(state) {
  const [before, hadFocus, editor] = [state.grid, state.area.contains(focused(state)), state.editor];
  state.isDrawing = true;
  const range = editor && [editor.input.selectionStart, editor.input.selectionEnd];
  state.grid = build(state.data);
  if (before) [state.at, state.anchor] = [state.at, state.anchor].map((at) => relocated(before, state.grid, at));
  state.area.querySelector("table")?.remove();
  state.area.prepend(state.grid.table);
  const at = editor && placeOf(state, editor.post, editor.column);
  state.editor = at ? { ...editor, cell: cellAt(state, at) } : null;
  if (at) {
    state.editor.cell.classList.add("writing");
    state.editor.cell.replaceChildren(editor.input);
  }
  if (hadFocus) (at ? editor.input : cellAt(state, state.at))?.focus({ preventScroll: true });
  if (at) editor.input.setSelectionRange(...range);
  state.isDrawing = false;
}

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

// Names stand upright where they have the room, and the table scrolls in its own frame only where it must.
function fit(state) {
  const { frame, grid } = state;
  if (!grid) return;
  const hasRoom = (name) => name.offsetWidth <= name.parentElement.clientWidth - 8;
  frame.classList.add("upright");
  frame.classList.toggle("upright", [...grid.table.querySelectorAll("thead .place span")].every(hasRoom));
  frame.classList.toggle("scrolls", grid.table.offsetWidth > frame.clientWidth + 1);
  showBubbles(state);
}
