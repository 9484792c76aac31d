// Makes a pill of every tag that is typed into the editor, at Enter or at a comma.
//
// A pill is the label of a ticked box, as the server makes them for the tags that an article has
// already. Without this script, the server reads the typed line itself.

const line = document.querySelector("input[name=new_tags]");
const pills = document.querySelector(".editor-page .tag-list");

function addTypedTags() {
  const typed = line.value.split(",").map((tag) => tag.trim());
  const known = Array.from(pills.querySelectorAll("input"), (box) => box.value);
  const tags = new Set(typed.filter((tag) => tag && !known.includes(tag)));
  pills.append(...Array.from(tags, makePill));
  line.value = "";
}

function makePill(tag) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.name = "tags";
  box.value = tag;
  box.defaultChecked = true;
  const cross = document.createElement("i");
  cross.className = "ion-close-round";
  const pill = document.createElement("span");
  pill.className = "tag-default tag-pill";
  pill.append(cross, " ", tag);
  const label = document.createElement("label");
  label.append(box, pill);
  return label;
}

line.addEventListener("keydown", (event) => {
  // While an input method composes a word, Enter only ends the composition.
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    addTypedTags();
  }
});

// The keyboards of telephones tell no key for a comma; and tags can be pasted.
line.addEventListener("input", (event) => {
  if (line.value.includes(",") && !event.isComposing) {
    addTypedTags();
  }
});

pills.addEventListener("change", (event) => {
  event.target.closest("label").remove();
  line.focus();
});
