// What the eye and the thumb need, measured in the page as it is drawn. Each returns a list of faults.
(() => {
  const LEAST = 4.5;
  const TARGET = 44;
  const seen = (el) => {
    const box = el.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !el.closest(".vh");
  };
  const named = (el) => `${el.tagName.toLowerCase()}${el.className && typeof el.className === "string" ? `.${el.className.trim().replace(/\s+/g, ".")}` : ""} “${(el.textContent || el.getAttribute("aria-label") || "").trim().slice(0, 24)}”`;
  const rgba = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return text.startsWith("color(srgb") ? [parts[0] * 255, parts[1] * 255, parts[2] * 255, parts[3] ?? 1] : [parts[0], parts[1], parts[2], parts[3] ?? 1];
  };
  const over = (top, under) => [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3])).concat(1);
  const ground = (el) => {
    const layers = [];
    for (let at = el; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const worded = () => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    while (walk.nextNode()) if (walk.currentNode.textContent.trim() && walk.currentNode.parentElement.tagName !== "NOSCRIPT") found.add(walk.currentNode.parentElement);
    return [...found].filter(seen);
  };

  const contrast = () => {
    const faults = [];
    const judge = (el, colour, what) => {
      const under = ground(el);
      const got = ratio(over(colour, under), under);
      if (got < LEAST) faults.push(`${what}${named(el)} ${got.toFixed(2)}:1`);
    };
    worded().forEach((el) => judge(el, rgba(getComputedStyle(el).color), ""));
    document.querySelectorAll("input, textarea, select").forEach((el) => {
      if (!seen(el)) return;
      judge(el, rgba(getComputedStyle(el).color), "");
      if (el.placeholder && !el.value) judge(el, rgba(getComputedStyle(el, "::placeholder").color), "placeholder ");
    });
    return faults;
  };

  /** A control is as large as what answers to the thumb: itself, its label, the field it fills. */
  const targets = () => {
    const wanted = "a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=radio], [role=switch]";
    return [...document.querySelectorAll(wanted)].flatMap((el) => {
      const whole = el.closest("label, .field") ?? el;
      if (!seen(whole)) return [];
      const box = whole.getBoundingClientRect();
      return box.width < TARGET - 0.5 || box.height < TARGET - 0.5 ? [`${named(el)} ${Math.round(box.width)}×${Math.round(box.height)}`] : [];
    });
  };

  /** Text outside of what hides it, or wider than the screen. */
  const clipped = () => worded().flatMap((el) => {
    const range = document.createRange();
    range.selectNodeContents(el);
    const box = range.getBoundingClientRect();
    // what scrolls in a frame of its own is reached there
    const apart = el.closest("[role=region][tabindex]");
    if (!(apart && apart.scrollWidth > apart.clientWidth) && (box.right > innerWidth + 1.5 || box.left < -1.5)) return [`${named(el)} is wider than the screen`];
    // glyphs reach a little beyond their line
    const reach = parseFloat(getComputedStyle(el).fontSize) / 4;
    for (let at = el; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      const frame = at.getBoundingClientRect();
      const across = overflowX !== "visible" && overflowX !== "auto" && overflowX !== "scroll" && (box.right > frame.right + 1.5 || box.left < frame.left - 1.5);
      const scrolls = overflowY === "auto" || overflowY === "scroll";
      if (scrolls) break;
      if (across || (overflowY !== "visible" && (box.bottom > frame.bottom + reach || box.top < frame.top - reach))) return [`${named(el)} is cut off by ${named(at)}`];
    }
    return [];
  });

  return { contrast, targets, clipped };
})();
