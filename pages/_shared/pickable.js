// Mounts the markup, reports the key of the picked region and shows a card beside the pointer or the focused region.
export default function ({ data, parentElement, setTriggerValue }) {
  const drawing = parentElement.querySelector("#drawing");
  const card = parentElement.querySelector("#card");
  const regionOf = (event) => event.target.closest("[data-ags]");
  // What cannot be picked may have a card all the same.
  const describedOf = (event) => event.target.closest("[data-card]");

  const pick = (event) => {
    const region = regionOf(event);
    if (region) setTriggerValue("picked", region.dataset.ags);
  };
  const show = (region, x, y) => {
    card.textContent = region.dataset.card;
    card.style.display = "block";
    const frame = drawing.getBoundingClientRect();
    const left = Math.min(x - frame.left + 14, frame.width - card.offsetWidth - 4);
    card.style.left = `${Math.max(0, left)}px`;
    card.style.top = `${Math.max(0, y - frame.top + 14)}px`;
  };
  const hide = () => { card.style.display = "none"; };

  // This function runs again after every rerun: its listeners take the place of those before.
  drawing.listeners?.abort();
  drawing.listeners = new AbortController();
  const on = (event, react) => drawing.addEventListener(event, react, { signal: drawing.listeners.signal });
  on("click", pick);
  on("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pick(event);
    }
  });
  on("mousemove", (event) => {
    const region = describedOf(event);
    if (region?.dataset.card) show(region, event.clientX, event.clientY);
    else hide();
  });
  on("mouseleave", hide);
  on("focusin", (event) => {
    const region = describedOf(event);
    if (!region?.dataset.card || !region.matches(":focus-visible")) return;
    const box = region.getBoundingClientRect();
    show(region, box.left + box.width / 2, box.top + box.height / 2);
  });
  on("focusout", hide);

  card.setAttribute("aria-hidden", "true");
  if (drawing.dataset.shown === data.markup) return;
  // A rerun must not take the focus away from somebody who uses the keyboard.
  const focused = drawing.getRootNode().activeElement;
  const ags = focused?.dataset?.ags;
  const panel = focused?.closest("[data-panel]")?.dataset.panel;
  hide();
  drawing.innerHTML = data.markup;
  drawing.dataset.shown = data.markup;
  const within = panel === undefined ? "" : `[data-panel="${panel}"] `;
  if (ags) drawing.querySelector(`${within}[data-ags="${CSS.escape(ags)}"][tabindex]`)?.focus();
}
