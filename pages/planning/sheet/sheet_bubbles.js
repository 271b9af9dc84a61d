// Why an entry was refused, in a bubble above its cell.
const DISTANCE = 8; // pixels between a bubble and its cell

function refuse(state, refusal) {
  state.bubbles += 1;
  state.refused.set(keyOf(refusal.post, refusal.column), { ...refusal, id: `reason-${state.bubbles}` });
}

function forgive(state, post, column) {
  state.refused.delete(keyOf(post, column));
}

// One bubble for every refused cell of the table. A new one is read aloud, one that stays is not.
function showBubbles(state) {
  const wanted = new Map();
  state.grid.rows.forEach((row, number) => state.grid.columns.forEach((column, place) => {
    const refused = row.canEdit && state.refused.get(keyOf(row.post, column));
    if (refused) wanted.set(refused.id, { refused, cell: row.cells[place], name: `${row.post}, ${state.grid.names[place]}: ` });
  }));
  for (const bubble of state.area.querySelectorAll(".bubble")) if (!wanted.has(bubble.id)) bubble.remove();
  for (const [id, { refused, cell, name }] of wanted) {
    let bubble = state.area.querySelector(`#${id}`);
    if (!bubble) {
      bubble = element("div", { id, class: "bubble", role: "alert" });
      state.area.append(bubble);
      bubble.append(element("span", { class: "unseen" }, name), refused.reason);
    }
    place(state, bubble, cell);
  }
}

function place(state, bubble, cell) {
  const [area, box] = [state.area.getBoundingClientRect(), cell.getBoundingClientRect()];
  const middle = box.left + box.width / 2 - area.left;
  const [first, last] = [state.scroller.scrollLeft, state.scroller.scrollLeft + state.scroller.clientWidth - bubble.offsetWidth];
  const left = Math.max(first, Math.min(middle - bubble.offsetWidth / 2, last));
  bubble.style.left = `${left}px`;
  bubble.style.bottom = `${area.bottom - box.top + DISTANCE}px`;
  bubble.style.setProperty("--tip", `${middle - left}px`);
}
