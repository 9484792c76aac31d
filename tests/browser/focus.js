// Returns what has the focus, and what is wrong with how it is shown; null where nothing has it.
() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const name = element.outerHTML.slice(0, 100);
  const { top, bottom } = element.getBoundingClientRect();
  // A box that is drawn by its label does not show anything itself.
  const drawn = [element, element.closest("label")].filter(
    (part) => part && getComputedStyle(part).opacity > 0,
  );
  const look = () =>
    drawn.map((part) => {
      const style = getComputedStyle(part);
      const outline = style.outlineStyle === "none" ? "none" : style.outline;
      return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join(" ");
    }).join();
  const focused = look();
  element.blur();
  const faults = look() === focused ? [`looks as without the focus: ${name}`] : [];
  element.focus({ focusVisible: true });
  if (bottom <= 0 || top >= innerHeight) faults.push(`is not on the screen: ${name}`);
  return faults;
}
