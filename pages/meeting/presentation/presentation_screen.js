// The window while slides are shown: how large the sheet is, whether it fills the screen, and when the pointer rests.
const SHEET = { width: 1920, height: 1080 };
const POINTER_RESTS = 3000; // milliseconds
const KEYS_TOLD = 4000;

function fit(show) {
  const { clientWidth, clientHeight } = show.screen;
  const scale = Math.min(clientWidth / SHEET.width, clientHeight / SHEET.height);
  const [left, top] = [(clientWidth - SHEET.width * scale) / 2, (clientHeight - SHEET.height * scale) / 2];
  show.stage.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
}

const isFull = (show) => show.screen.matches(":fullscreen");

// Where the browser refuses, the slides fill its window all the same. A dialog cannot be shown full screen, what is in it can.
function fill(show) {
  show.screen.requestFullscreen?.({ navigationUI: "hide" })?.then(() => { show.wantsFull = true; }, () => {});
}

function unfill(show) {
  show.wantsFull = false;
  if (isFull(show)) document.exitFullscreen().catch(() => {});
}

// Browsers leave full screen by Escape without telling the page of the key, so this means what the key does. Where the page was
// told, that has been done.
function onFullScreen(show) {
  const isTold = performance.now() - show.escapedAt < 1000;
  if (!show.dialog.open) show.start.focus(); // a screen that is no longer full has let go of it
  else if (show.wantsFull && !isFull(show) && !isTold) escape(show);
}

function onPointer(show, event) {
  const place = `${event.screenX} ${event.screenY}`;
  // A slide that is put below a resting pointer is no movement of it.
  if (event.type === "pointermove" && (show.pointer ?? place) === place) {
    show.pointer = place;
    return;
  }
  show.pointer = place;
  show.screen.classList.add("pointing");
  clearTimeout(show.resting);
  show.resting = setTimeout(() => show.screen.classList.remove("pointing"), POINTER_RESTS);
}

function tellKeys(show) {
  const keys = show.part("keys");
  keys.hidden = false;
  clearTimeout(show.telling);
  show.telling = setTimeout(() => { keys.hidden = true; }, KEYS_TOLD);
}
