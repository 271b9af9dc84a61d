// Slides over the whole window. All of them are here from the beginning: going from one to the next asks nobody.
export default function ({ data, parentElement }) {
  const start = parentElement.querySelector("#start");
  // This function runs again after every rerun: what is being shown lives on.
  start.show ??= begun(parentElement, start);
  update(start.show, data);
}

function begun(parentElement, start) {
  const part = (id) => parentElement.querySelector(`#${id}`);
  const [dialog, screen, stage] = [part("show"), part("screen"), part("stage")];
  const show = { part, dialog, screen, stage, start, root: start.getRootNode(), at: 0, typed: "", escapedAt: -Infinity };
  start.addEventListener("click", () => begin(show));
  // Escape is a key like the others here: it may first have to close the agenda.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => closed(show));
  screen.addEventListener("fullscreenchange", () => onFullScreen(show));
  for (const name of ["pointermove", "pointerdown"]) screen.addEventListener(name, (event) => onPointer(show, event));
  new ResizeObserver(() => fit(show)).observe(screen);
  return show;
}

function update(show, data) {
  const isSame = show.data && JSON.stringify(show.data) === JSON.stringify(data);
  show.data = data;
  if (isSame) return;
  show.sheets = data.slides.map(() => null);
  const { words } = data;
  show.start.textContent = words.start;
  show.dialog.setAttribute("aria-label", words.name);
  show.part("slide").setAttribute("aria-roledescription", words.slide);
  show.part("bar").setAttribute("aria-label", words.controls);
  show.part("agenda").setAttribute("aria-label", words.agenda);
  show.part("agenda").querySelector("h2").textContent = words.agenda;
  show.part("keys").textContent = words.keys;
  const controls = [
    [words.back, () => goTo(show, show.at - 1)],
    [words.next, () => goTo(show, show.at + 1)],
    [words.agenda, () => openAgenda(show)],
    [words.full, () => toggleFull(show)],
    [words.end, () => end(show)],
  ];
  show.part("bar").replaceChildren(...controls.map(([name, react]) => control(show, name, react)));
  fillAgenda(show);
  if (show.dialog.open) goTo(show, show.at);
}

function control(show, name, react) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.addEventListener("click", (event) => {
    // After a click of the mouse the keys mean slides again, not the button that was clicked.
    if (event.detail) show.part("slide").focus();
    react();
  });
  return button;
}

function begin(show) {
  show.listeners = new AbortController();
  window.addEventListener("keydown", (event) => {
    if (show.dialog.isConnected) onKey(show, event);
    else show.listeners.abort();
  }, { capture: true, signal: show.listeners.signal });
  show.pointer = undefined;
  show.screen.classList.remove("pointing");
  show.dialog.showModal();
  fill(show);
  fit(show);
  goTo(show, 0);
  show.part("slide").focus();
  tellKeys(show);
}

function end(show) {
  unfill(show);
  show.dialog.close();
}

function closed(show) {
  show.listeners?.abort();
  for (const timer of [show.resting, show.telling]) clearTimeout(timer);
  if (isChoosing(show)) closeAgenda(show);
  show.part("slide").replaceChildren();
  show.part("said").textContent = "";
  show.typed = "";
  show.start.focus();
}

function goTo(show, number) {
  const before = show.at;
  show.at = Math.max(0, Math.min(number, show.data.slides.length - 1));
  if (show.at !== before) show.part("keys").hidden = true; // it lies over the foot of slides
  const [slide, slot] = [show.data.slides[show.at], show.part("slide")];
  const said = [["{number}", show.at + 1], ["{all}", show.data.slides.length], ["{title}", slide.title]]
    .reduce((text, [field, value]) => text.replace(field, () => value), show.data.words.said);
  slot.replaceChildren(sheetOf(show, show.at));
  slot.setAttribute("aria-label", said);
  show.part("said").textContent = said;
  writeNumber(show);
  // The next one is made ready while this one is looked at.
  setTimeout(() => { if (show.at + 1 < show.data.slides.length) sheetOf(show, show.at + 1); });
}

// A copy of a slide's elements, which are made once.
function sheetOf(show, number) {
  if (!show.sheets[number]) {
    show.sheets[number] = document.createElement("template");
    show.sheets[number].innerHTML = show.data.slides[number].html;
  }
  return show.sheets[number].content.cloneNode(true);
}

function writeNumber(show) {
  const count = show.data.slides.length;
  show.part("number").textContent = show.typed ? `→ ${show.typed} / ${count}` : `${show.at + 1} / ${count}`;
}
