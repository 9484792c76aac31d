// Returns what reaches over the edge of the screen. Blocks of code and tables scroll by themselves.
() => {
  const width = document.documentElement.clientWidth;
  const reaching = [...document.querySelectorAll("body *")].filter(
    (element) =>
      !element.parentElement.closest("pre, table") && element.getBoundingClientRect().right > width,
  );
  const faults = reaching.map((element) => element.outerHTML.slice(0, 100));
  return document.documentElement.scrollWidth > width ? ["the page scrolls", ...faults] : faults;
}
