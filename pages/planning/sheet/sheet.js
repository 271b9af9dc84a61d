// The table of posts and municipalities: how it begins, and what happens when the page has run again.
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
  state.scroller.style.setProperty("--places", state.data.columns.length);
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
