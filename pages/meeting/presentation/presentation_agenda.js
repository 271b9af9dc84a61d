// The list of slides over the slide that is shown.
function entryOf(show, title, number) {
  const [item, button, count, name] = ["li", "button", "span", "span"].map((tag) => document.createElement(tag));
  button.type = "button";
  count.className = "number";
  count.textContent = number + 1;
  name.textContent = title;
  button.append(count, name);
  button.addEventListener("click", () => {
    closeAgenda(show);
    goTo(show, number);
  });
  item.append(button);
  return item;
}

function fillAgenda(show) {
  show.part("agenda").querySelector("ol").replaceChildren(...show.data.slides.map((slide, number) => entryOf(show, slide.title, number)));
}

const entries = (show) => [...show.part("agenda").querySelectorAll("button")];
const isChoosing = (show) => !show.part("agenda").hidden;

function openAgenda(show) {
  show.part("agenda").hidden = false;
  show.part("slide").inert = true;
  show.part("bar").inert = true;
  show.screen.classList.add("choosing");
  entries(show).forEach((entry, number) => {
    if (number === show.at) entry.setAttribute("aria-current", "true");
    else entry.removeAttribute("aria-current");
  });
  entries(show)[show.at].focus();
}

function closeAgenda(show) {
  show.part("agenda").hidden = true;
  show.part("slide").inert = false;
  show.part("bar").inert = false;
  show.screen.classList.remove("choosing");
  show.part("slide").focus();
}

// Moves the focus in the list; whether the key was one of the list.
function keyInAgenda(show, key, isBack) {
  const list = entries(show);
  const at = list.indexOf(show.root.activeElement);
  const step = { ArrowDown: 1, ArrowRight: 1, PageDown: 1, ArrowUp: -1, ArrowLeft: -1, PageUp: -1, Tab: isBack ? -1 : 1 }[key];
  if (key === "Home") list[0].focus();
  else if (key === "End") list.at(-1).focus();
  else if (step) list[(at + step + list.length) % list.length].focus();
  else return key === "a" || key === "A" ? (closeAgenda(show), true) : false;
  return true;
}
