// Returns the texts of a page that are hard to read: those whose contrast with what is behind them
// is less than WCAG 2.2 asks for on level AA (1.4.3): 4.5, or 3 for large text.
() => {
  const parse = (color) => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const over = (front, back) =>
    front.rgb.map((value, i) => value * front.alpha + back[i] * (1 - front.alpha));
  const background = (element) => {
    if (element === null) return [255, 255, 255];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own.rgb : over(own, background(element.parentElement));
  };
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const opacity = (element) =>
    element === null ? 1 : getComputedStyle(element).opacity * opacity(element.parentElement);
  const least = (style) => {
    const size = parseFloat(style.fontSize); // 18 points, or 14 bold ones, are large
    return size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
  };
  const hardToRead = (element, style, text) => {
    const color = parse(style.color);
    const behind = background(element);
    color.alpha *= opacity(element);
    const ratio = contrast(over(color, behind), behind);
    return ratio < least(style) ? [`${ratio.toFixed(2)} for ${style.color}: ${text}`] : [];
  };
  const shown = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility());
  return shown.flatMap((element) => {
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const text = own.map((node) => node.data.trim()).join(" ").trim();
    const found = text ? hardToRead(element, getComputedStyle(element), text.slice(0, 40)) : [];
    const hint = element.placeholder;
    const hintStyle = hint && getComputedStyle(element, "::placeholder");
    return hint ? [...found, ...hardToRead(element, hintStyle, hint)] : found;
  });
}
