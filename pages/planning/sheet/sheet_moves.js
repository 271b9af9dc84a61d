// Where the active cell goes. A grid has rows {key, canEdit} and columns (keys); a place in it is {row, column}, two numbers.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// The place that an arrow, Home or End leads to; null where a key leads nowhere. With Control as far as it goes.
function placeAfter(grid, at, key, isFar) {
  const last = { row: grid.rows.length - 1, column: grid.columns.length - 1 };
  if (key === "Home") return { row: isFar ? 0 : at.row, column: 0 };
  if (key === "End") return { row: isFar ? last.row : at.row, column: last.column };
  if (!(key in STEPS)) return null;
  const stride = isFar ? Infinity : 1;
  const moved = (from, step, most) => (step ? Math.max(0, Math.min(from + step * stride, most)) : from);
  const [down, right] = STEPS[key];
  return { row: moved(at.row, down, last.row), column: moved(at.column, right, last.column) };
}

// The next cell to write in, row after row; null beyond the first and the last, where Tab leaves the table.
function nextToWrite(grid, at, step) {
  const column = at.column + step;
  if (grid.rows[at.row].canEdit && column >= 0 && column < grid.columns.length) return { row: at.row, column };
  const row = rowToWrite(grid, at.row, step);
  return row === null ? null : { row, column: step > 0 ? 0 : grid.columns.length - 1 };
}

// The next cell to write in of the same column; where there is none, the place itself.
function belowToWrite(grid, at, step) {
  return { row: rowToWrite(grid, at.row, step) ?? at.row, column: at.column };
}

function rowToWrite(grid, from, step) {
  for (let row = from + step; row >= 0 && row < grid.rows.length; row += step) if (grid.rows[row].canEdit) return row;
  return null;
}

// All places between two corners, row after row.
function placesBetween(one, other) {
  const numbers = (a, b) => Array.from({ length: Math.abs(a - b) + 1 }, (_, more) => Math.min(a, b) + more);
  const columns = numbers(one.column, other.column);
  return numbers(one.row, other.row).map((row) => columns.map((column) => ({ row, column })));
}

// The same cell after rows have come or gone; where it is gone itself, the one that took its place.
function relocated(before, after, at) {
  const row = after.rows.findIndex((each) => each.key === before.rows[at.row]?.key);
  const column = after.columns.indexOf(before.columns[at.column]);
  return {
    row: row >= 0 ? row : Math.max(0, Math.min(at.row, after.rows.length - 1)),
    column: column >= 0 ? column : Math.max(0, Math.min(at.column, after.columns.length - 1)),
  };
}
