// Elements, made of nodes and text alone: no text is ever read as markup.
const SVG = 'http://www.w3.org/2000/svg';

const fitted = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
};

const el = (tag, attributes = {}, ...children) =>
  fitted(document.createElement(tag), attributes, children);

const svg = (tag, attributes = {}, ...children) =>
  fitted(document.createElementNS(SVG, tag), attributes, children);

const byId = id => document.getElementById(id);

const show = id => {
  const section = byId(id).closest('section');
  section.hidden = false;
  return byId(id);
};

const button = (text, act, attributes = {}) => {
  const one = el('button', { type: 'button', ...attributes }, text);
  one.addEventListener('click', act);
  return one;
};

// One stop for the tab key in a group of many: arrows, Home and End go on from there.
const roving = (items, columns = 1) => {
  let current = 0;
  const go = to => {
    const next = Math.max(0, Math.min(items.length - 1, to));
    items[current].setAttribute('tabindex', '-1');
    current = next;
    items[current].setAttribute('tabindex', '0');
  };
  items.forEach((item, at) => {
    item.setAttribute('tabindex', at === 0 ? '0' : '-1');
    item.addEventListener('focus', () => go(at));
    item.addEventListener('keydown', event => {
      const steps = {
        ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns,
        Home: -items.length, End: items.length,
      };
      const step = steps[event.key];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      go(at + step);
      items[current].focus();
    });
  });
};

// What is drawn as a button acts as one.
const acts = (node, act) => {
  node.addEventListener('click', act);
  node.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act(event);
  });
};

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Draws at the width that there is, and again when there is another.
const atWidth = (place, least, most, draw) => {
  let last = 0;
  const again = () => {
    const wide = Math.max(least, Math.min(most, Math.floor(place.clientWidth)));
    if (wide !== last) draw(last = wide);
  };
  again();
  new ResizeObserver(again).observe(place);
};

