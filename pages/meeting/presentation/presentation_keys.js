// What keys do while slides are shown. Those of a presenter's remote control are PageUp and PageDown.
const LONGEST_NUMBER = 4;
const STEPS = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
};

function onKey(show, event) {
  const { key, shiftKey } = event;
  // The keys of the browser and of the system stay theirs.
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // Streamlit has shortcuts of its own, such as R to run again; nothing below the slides may answer.
  event.stopPropagation();
  const onButton = event.composedPath()[0].matches?.("button") ?? false;
  const isPress = onButton && (key === " " || (key === "Enter" && !show.typed));
  if (isPress) return;
  const isHandled = isChoosing(show) ? inAgendaOrOut(show, key, shiftKey) : onSlides(show, key, shiftKey);
  if (isHandled) event.preventDefault();
}

function inAgendaOrOut(show, key, isBack) {
  if (key === "Escape") return escape(show, true);
  return keyInAgenda(show, key, isBack);
}

function onSlides(show, key, isBack) {
  const typed = show.typed;
  type(show, /^[0-9]$/.test(key) ? (typed + key).slice(-LONGEST_NUMBER) : "");
  if (show.typed) return true;
  if (key in STEPS) goTo(show, show.at + (key === " " && isBack ? -1 : STEPS[key]));
  else if (key === "Home") goTo(show, 0);
  else if (key === "End") goTo(show, Infinity);
  else if (key === "Enter") goTo(show, typed ? Number(typed) - 1 : show.at + 1);
  else if (key === "a" || key === "A") openAgenda(show);
  else if (key === "f" || key === "F") toggleFull(show);
  else if (key === "Escape") escape(show, true);
  else if (key === "Tab") tabOn(show, isBack ? -1 : 1);
  else return false;
  return true;
}

// The number that is being typed stands where the number of the slide stands.
function type(show, typed) {
  show.typed = typed;
  writeNumber(show);
}

// The focus stays on the slide and its controls.
function tabOn(show, step) {
  const stops = [show.part("slide"), ...show.part("bar").querySelectorAll("button")];
  stops[(stops.indexOf(show.root.activeElement) + step + stops.length) % stops.length].focus({ focusVisible: true });
}

function toggleFull(show) {
  if (isFull(show)) unfill(show);
  else fill(show);
}

// Out of the agenda, else out of the presentation.
function escape(show, isKey = false) {
  if (isKey) show.escapedAt = performance.now();
  if (isChoosing(show)) closeAgenda(show);
  else end(show);
  return true;
}
