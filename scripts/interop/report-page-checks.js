// Runs inside the report in the browser; every check returns what is wrong as lines of text, none when all is well.
// The whole file is one expression, so that it can be handed to the page by the debugging protocol, past its policy.
(() => {
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const describe = (element) => `<${element.tagName.toLowerCase()}> “${element.textContent.trim().slice(0, 40)}”`;

  const channels = (color) => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const luminance = (color) => {
    const [red, green, blue] = channels(color).rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (first, second) => {
    const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const backgroundOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (channels(backgroundColor).alpha > 0) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const shapeBeneath = (text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const shapes = [...text.ownerSVGElement.querySelectorAll('rect')].filter((shape) => {
      const box = shape.getBoundingClientRect();
      return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    });
    return shapes.length === 0 ? undefined : getComputedStyle(shapes[shapes.length - 1]).fill;
  };

  /** WCAG 2.2, 1.4.3 and 1.4.11: text 4.5 to 1 (large text 3 to 1), graphics 3 to 1. */
  const contrasts = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Set();
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (seen.has(element) || walker.currentNode.data.trim() === '' || !isShown(element)) continue;
      if (element.closest('script, style, option, title') !== null) continue;
      seen.add(element);
      const style = getComputedStyle(element);
      const isDrawn = element.namespaceURI === 'http://www.w3.org/2000/svg';
      const drawn = isDrawn ? element.closest('text') : null;
      const behind = (drawn === null ? undefined : shapeBeneath(drawn)) ?? backgroundOf(element);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = contrast(isDrawn ? style.fill : style.color, behind);
      if (ratio < (isLarge ? 3 : 4.5)) found.push(`contrast ${ratio.toFixed(2)} of ${describe(element)}`);
    }
    for (const shape of document.querySelectorAll(
      '.swatch rect, #mix .plot rect, .plot rect[fill*="miss"], .plot rect[fill="var(--strict)"], .plot circle, .plot path[fill="var(--ste)"]',
    )) {
      const ratio = contrast(getComputedStyle(shape).fill, backgroundOf(shape.ownerSVGElement));
      if (isShown(shape) && ratio < 3)
        found.push(`contrast ${ratio.toFixed(2)} of a mark ${shape.getAttribute('fill')}`);
    }
    return [...new Set(found)];
  };

  /** Nothing runs over the page's edge, no label is cut, none is too small to read. */
  const layout = () => {
    const found = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide on a screen of ${clientWidth}`);
    for (const svg of document.querySelectorAll('svg.plot')) {
      if (!isShown(svg)) continue;
      const frame = svg.getBoundingClientRect();
      const scale = frame.width / svg.viewBox.baseVal.width;
      for (const text of svg.querySelectorAll('text')) {
        const box = text.getBoundingClientRect();
        if (box.width === 0) continue;
        if (
          box.left < frame.left - 1 ||
          box.right > frame.right + 1 ||
          box.top < frame.top - 1 ||
          box.bottom > frame.bottom + 1
        )
          found.push(`cut by the chart's edge: ${describe(text)}`);
        const size = Number.parseFloat(getComputedStyle(text).fontSize) * scale;
        if (size < 11) found.push(`${size.toFixed(1)} px: ${describe(text)}`);
      }
    }
    for (const box of document.querySelectorAll('.scroll'))
      if (box.scrollWidth > box.clientWidth && (box.tabIndex !== 0 || !box.hasAttribute('aria-label')))
        found.push('a box that scrolls cannot be reached by keyboard');
    return [...new Set(found)];
  };

  /** What a screen reader relies on. */
  const structure = () => {
    const found = [];
    if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
    for (const section of document.querySelectorAll('main section'))
      if (document.getElementById(section.getAttribute('aria-labelledby'))?.tagName !== 'H2')
        found.push(`no heading: ${section.id}`);
    for (const link of document.querySelectorAll('a[href^="#"]'))
      if (document.querySelector(link.getAttribute('href')) === null) found.push(`leads nowhere: ${describe(link)}`);
    for (const head of document.querySelectorAll('th'))
      if (!head.hasAttribute('scope')) found.push(`no scope: ${describe(head)}`);
    for (const svg of document.querySelectorAll('svg'))
      if (
        svg.getAttribute('aria-hidden') !== 'true' &&
        !(svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label'))
      )
        found.push('a drawing without a description');
    for (const field of document.querySelectorAll('select'))
      if (field.labels.length === 0) found.push('a field without a label');
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    if (new Set(ids).size !== ids.length) found.push('an id that is there twice');
    return found;
  };

  /** Data stays text: no element, handler or script of its making. */
  const inertness = () => {
    const found = [];
    if ('broken' in window) found.push('a script from data ran');
    const policy = document.querySelector('meta[http-equiv]').content;
    const scripts = policy.includes('script-src') ? 1 : 0;
    if (document.scripts.length !== scripts || document.querySelectorAll('style').length !== 1)
      found.push('a script or style too many');
    if (document.querySelector('img, iframe, object, embed, link, base') !== null) found.push('an element from data');
    for (const element of document.querySelectorAll('*'))
      for (const { name } of element.attributes)
        if (name.startsWith('on') || name === 'style') found.push(`${name} on ${element.tagName}`);
    return found;
  };

  const openAll = () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  };

  return { contrasts, layout, structure, inertness, openAll };
})();
