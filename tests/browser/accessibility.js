// Returns what is wrong with a page for those who do not see it, or not well: a list of sentences.
() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const hidden = (element) => element.closest("[aria-hidden=true]") !== null;
  const told = (text) => Boolean(text && text.trim());
  const expect = (holds, sentence, element) => {
    if (!holds) faults.push(element ? `${sentence}: ${element.outerHTML.slice(0, 200)}` : sentence);
  };
  const isNamed = (element) =>
    told(element.getAttribute("aria-label")) || told(element.title) || told(element.innerText) ||
    all("img").some((image) => element.contains(image) && told(image.alt));

  expect(document.documentElement.lang === "en", "the page does not say its language");
  expect(told(document.title), "the page has no title");
  expect(all("main").length === 1, "there is not one main part");
  expect(all("header nav, nav.navbar").length > 0, "there is no navigation");
  for (const nav of all("nav")) expect(isNamed(nav), "a navigation has no name", nav);
  for (const image of all("img")) {
    expect(image.hasAttribute("alt"), "a picture has no text", image);
    expect(image.complete && image.naturalWidth > 0, "a picture was not loaded", image);
  }
  for (const field of all("input:not([type=hidden]), textarea, select")) {
    const label = [...field.labels].some((element) => told(element.textContent));
    expect(label || told(field.getAttribute("aria-label")), "a field has no label", field);
  }
  for (const element of all("a[href], button")) {
    if (hidden(element)) expect(element.tabIndex < 0, "Tab leads to something hidden", element);
    else expect(isNamed(element), "a link or a button has no name", element);
    const outer = element.parentElement.closest("a, button");
    expect(outer === null, "a link or a button stands in another", element);
  }
  const ids = all("[id]").map((element) => element.id);
  for (const id of ids.filter((id, i) => ids.indexOf(id) < i)) expect(false, `two have the id ${id}`);
  if (all(".article-preview").length === 0) {
    expect(all("h1").length <= 1, "the page has more than one heading of the first level");
  }
  if (all("main form:has([name]:not([type=hidden]))").length > 0) {
    expect(all("h1").length === 1, "a page with a form has not one heading of the first level");
  }
  return faults;
}
