// The sociogram: who sits where depends on their names alone, so meetings of the same people can be
// laid side by side.
const FAINT = 0.02;
const LETTERS = '13px system-ui, sans-serif';

const fit = (() => {
  const pen = document.createElement('canvas').getContext('2d');
  return (text, most) => {
    pen.font = LETTERS;
    const whole = cut(text, 60);
    if (pen.measureText(whole).width <= most) return whole;
    const parts = graphemes(whole);
    let [fits, no] = [0, parts.length];
    while (no - fits > 1) {
      const middle = (fits + no) >> 1;
      if (pen.measureText(parts.slice(0, middle).join('') + '…').width <= most) fits = middle;
      else no = middle;
    }
    return parts.slice(0, fits).join('') + '…';
  };
})();

// Where everyone is on a drawing of this width.
const layout = wide => {
  const number = people.length;
  const radial = number > 10;
  const room = Math.min(130, wide * 0.2);
  // Circles take at most three fifths of the way from one to the next.
  const portion = Math.min(0.5, 0.3 * 2 * Math.PI / number);
  const around = Math.max(40, Math.min(number <= 3 ? 130 : 235, (wide / 2 - room - 6) / (1 + portion)));
  const largest = Math.max(4, Math.min(40, portion * around));
  const high = 2 * (around + largest + (radial ? room + 6 : 30));
  const spacing = 2 * Math.PI * (around + largest) / number;
  const most = Math.max(...people.map(one => one.talk), 0);
  const seats = people.map(one => ({
    x: wide / 2 + one.x * (number > 1 ? around : 0),
    y: high / 2 + one.y * (number > 1 ? around : 0),
    r: most > 0 && one.talk > 0 ? Math.max(3, largest * Math.sqrt(one.talk / most)) : 3,
  }));
  return { wide, high, room, radial, seats, numbers: spacing < 14 };
};

const sociogram = () => {
  const place = show('sociogram');
  place.closest('.beside').classList.toggle('many', people.length > 10);
  const strongest = Math.max(...data.pairs.map(pair => pair[2]), 0);
  let widest = 10;
  const width = amount => strongest > 0 ? Math.max(0.7, widest * amount / strongest) : 0.7;
  const drawn = data.pairs.filter(pair => pair[2] >= FAINT * strongest);
  const left = data.pairs.length - drawn.length;
  const caption = byId('sociogram-caption');
  byId('sociogram-words').textContent = 'The area of a circle is talk time, the width of a line the responses between two people. ' +
    'Point at a line, or go there by keyboard, to see who responds to whom; choose it to see the pair everywhere. ' +
    'Everyone sits in order of names, in every meeting of the same people.' +
    (left ? ` ${count(left, 'pair', 'pairs')} with less than a fiftieth of the strongest ${left === 1 ? 'is' : 'are'} not drawn.` : '');
  let plan, picture, arrows, nodes, labels, lines;

  // Both directions of a pair, side by side, each in the colour of the one who responds.
  const point = pair => {
    arrows.replaceChildren();
    if (!pair) {
      caption.replaceChildren(chosen.one === null ? 'No pair chosen.' : 'Choose a second person.');
      return;
    }
    const [a, b] = pair;
    caption.replaceChildren(
      name(a), ' responds to ', name(b), `: ${fixed(given(a, b), 1)}. `,
      name(b), ' responds to ', name(a), `: ${fixed(given(b, a), 1)}.`,
    );
    const arrow = (from, to, which) => {
      const amount = given(from, to);
      if (amount <= 0) return;
      const [one, other] = [plan.seats[from], plan.seats[to]];
      const far = Math.hypot(other.x - one.x, other.y - one.y) || 1;
      const [x, y] = [(other.x - one.x) / far, (other.y - one.y) / far];
      const thick = Math.max(1.5, width(amount));
      const aside = thick / 2 + 2;
      const head = 5 + thick;
      const [begin, end] = [one.r + 2, far - other.r - 2];
      const at = (along, across) => `${(one.x + x * along - y * across).toFixed(1)},${(one.y + y * along + x * across).toFixed(1)}`;
      const neck = Math.max(begin, end - head);
      arrows.append(
        svg('polygon', {
          class: `arrow who${which}`,
          points: [
            at(begin, aside - thick / 2), at(neck, aside - thick / 2), at(neck, aside - thick / 2 - 3),
            at(end, aside), at(neck, aside + thick / 2 + 3), at(neck, aside + thick / 2), at(begin, aside + thick / 2),
          ].join(' '),
        }),
      );
    };
    arrow(a, b, 1);
    arrow(b, a, 2);
  };

  const mark = () => {
    picture.classList.toggle('some', chosen.pair !== null);
    nodes.forEach((node, who) => {
      const which = part(who);
      node.setAttribute('class', `node who${which}`);
      labels[who].setAttribute('class', `label who${which}`);
      node.setAttribute('aria-pressed', String(which > 0));
    });
    lines.forEach(({ node, pair }) => {
      const is = chosen.pair !== null && chosen.pair[0] === pair[0] && chosen.pair[1] === pair[1];
      node.setAttribute('class', is ? 'edge chosen' : 'edge');
      node.setAttribute('aria-pressed', String(is));
    });
    point(chosen.pair);
  };

  const draw = wide => {
    plan = layout(wide);
    widest = Math.min(people.length > 20 ? 7 : 10, wide / (people.length > 10 ? 80 : 40));
    const { seats } = plan;
    // The strongest is drawn last, over the others, and comes first by keyboard.
    lines = drawn.slice().sort((one, other) => one[2] - other[2]).map(pair => {
      const [a, b] = pair;
      const ends = { x1: seats[a].x.toFixed(1), y1: seats[a].y.toFixed(1), x2: seats[b].x.toFixed(1), y2: seats[b].y.toFixed(1) };
      const node = svg('g', {
        role: 'button',
        'aria-label': `${within(a)} and ${within(b)}: ${fixed(pair[2], 1)} responses; ` +
          `${within(a)} to ${within(b)} ${fixed(given(a, b), 1)}, ${within(b)} to ${within(a)} ${fixed(given(b, a), 1)}`,
      }, svg('line', { ...ends, class: 'hit' }), svg('line', { ...ends, class: 'ink', 'stroke-width': width(pair[2]).toFixed(2) }));
      acts(node, () => choose(a, b));
      ['mouseenter', 'focus'].forEach(event => node.addEventListener(event, () => point([a, b])));
      ['mouseleave', 'blur'].forEach(event => node.addEventListener(event, () => point(chosen.pair)));
      return { node, pair };
    });
    nodes = people.map((one, who) => {
      const { x, y, r } = seats[who];
      const node = svg('g', {
        role: 'button', transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
        'aria-label': `${within(who)}: ${one.share === null ? 'does not speak' : `${fixed(100 * one.share, 1)} % of talk`}, ` +
          `responses given ${fixed(one.given, 1)}, received ${fixed(one.received, 1)}`,
      }, svg('title', {}, cut(one.name, 200)), svg('circle', { r: r.toFixed(1), class: one.talk > 0 ? 'speaks' : 'silent' }));
      acts(node, () => pick(who));
      return node;
    });
    // Beside the buttons, whose names are whole where these are cut.
    labels = people.map((one, who) => {
      const { x, y, r } = seats[who];
      const group = svg('g', { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, label(one, who, r));
      group.addEventListener('click', () => pick(who));
      return group;
    });
    roving(nodes);
    if (lines.length) roving(lines.map(line => line.node).reverse());
    arrows = svg('g', { class: 'arrows', 'aria-hidden': 'true' });
    picture = svg('svg', {
      viewBox: `0 0 ${plan.wide} ${plan.high.toFixed(0)}`, width: plan.wide, height: plan.high.toFixed(0),
      role: 'group', 'aria-label': 'Sociogram: people, and lines between those who respond to each other',
    },
      svg('g', { role: 'group', 'aria-label': 'Pairs, strongest first' }, ...lines.map(line => line.node)),
      arrows,
      svg('g', { 'aria-hidden': 'true' }, ...labels),
      svg('g', { role: 'group', 'aria-label': 'People' }, ...nodes));
    place.replaceChildren(picture);
    mark();
  };

  const label = (one, who, r) => {
    if (plan.numbers || people.length === 1) {
      return svg('text', { 'text-anchor': 'middle', y: plan.numbers && one.y < 0 ? -(r + 4) : r + 14, class: 'small' },
        people.length === 1 ? fit(one.name, plan.room * 2) : String(who + 1));
    }
    const text = fit(one.name, plan.room);
    if (plan.radial) {
      const angle = Math.atan2(one.y, one.x) * 180 / Math.PI;
      const turned = one.x < -1e-6;
      return svg('text', {
        transform: `rotate(${(turned ? angle + 180 : angle).toFixed(2)})`, dy: '0.35em',
        x: turned ? -(r + 5) : r + 5, 'text-anchor': turned ? 'end' : 'start',
      }, text);
    }
    if (Math.abs(one.x) < 0.2) {
      return svg('text', { 'text-anchor': 'middle', y: one.y < 0 ? -(r + 8) : r + 18 }, text);
    }
    return svg('text', { 'text-anchor': one.x < 0 ? 'end' : 'start', x: one.x < 0 ? -(r + 6) : r + 6, dy: '0.35em' }, text);
  };

  atWidth(place, 260, 720, draw);
  whenChosen.push(mark);
};

