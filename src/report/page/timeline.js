// The timeline: all of it below, and above what is chosen of it, by dragging, by two sliders or by
// three buttons.
const timeline = () => {
  const place = show('timeline');
  const number = people.length;
  const lane = number <= 4 ? 38 : number <= 12 ? 26 : number <= 25 ? 20 : 15;
  const thick = Math.round(lane * 0.62);
  const AXIS = 20;
  const names = people.map((_, who) =>
    el('li', {}, button('', () => pick(who), { 'aria-pressed': 'false' })));
  names.forEach((item, who) => item.firstChild.append(name(who, 40)));
  if (number > 1) roving(names.map(item => item.firstChild));
  const main = el('canvas', { role: 'img' });
  const small = el('canvas', { role: 'img', class: 'brush', 'aria-label': 'The whole meeting, with the part that is shown: the sliders below move its ends' });
  const slider = which => el('input', { type: 'range', id: `brush-${which}`, min: 0, max: 1000, step: 1 });
  const [from, to] = [slider('from'), slider('to')];
  const view = el('output', { for: 'brush-from brush-to' });
  const table = el('div', { class: 'scroll', role: 'region', 'aria-label': 'Turns in the part that is shown', tabindex: '0' });
  const listed = el('details', {}, el('summary', {}, 'Turns in the part that is shown, as a table'), table);
  place.append(
    el('div', { class: `lanes lane${lane}` }, el('ul', { 'aria-label': 'People' }, ...names), main),
    small,
    el('div', { class: 'controls' },
      el('label', { for: 'brush-from' }, 'From ', from), el('label', { for: 'brush-to' }, 'To ', to),
      button('Zoom in', () => zoom(0.5)), button('Zoom out', () => zoom(2)),
      button('Whole meeting', () => see(0, length)), view),
    listed,
  );
  const zoom = factor => {
    const [middle, half] = [(chosen.from + chosen.to) / 2, (chosen.to - chosen.from) / 2 * factor];
    see(middle - half, middle + half);
    announce(`Shown: ${view.textContent}`);
  };

  const { drawn } = data;
  const little = portion => portion < 0.001 ? 'less than 0.1 %' : `${fixed(100 * portion, 1)} %`;
  byId('timeline-words').textContent = 'Who speaks when. Drag over either picture to see a part of it. ' +
    'With a pair chosen, each response is a stroke from the one who responds to the one who is answered, the stronger the heavier.' +
    (drawn.count < drawn.of ? ` The page has the ${count(drawn.count, 'response', 'responses')} of ${drawn.least / 1000} or more; ` +
      `${count(drawn.of - drawn.count, 'lighter one', 'lighter ones')}, together ${little(1 - drawn.part)} of all, count in every number and are not drawn.` : '');

  const draw = () => {
    const wide = main.clientWidth;
    if (wide < 10) return;
    const inks = ['--speech', '--who1', '--who2', '--faint-speech', '--text', '--line', '--surface'].map(color);
    const [plain, one, other, faint, text, line, surface] = inks;
    const some = chosen.pair !== null || chosen.one !== null;
    const paint = who => [some ? faint : plain, one, other][part(who)];
    const high = number * lane + AXIS;
    const shown = { from: chosen.from, to: chosen.to, wide, top: 0, lane, thick, paint };
    const pen = prepared(main, wide, high);
    const ticks = marks(chosen.from, chosen.to, Math.max(2, Math.floor(wide / 80)));
    pen.font = '12px system-ui, sans-serif';
    pen.lineWidth = 1;
    for (const time of ticks.times) {
      const x = (time - chosen.from) * wide / Math.max(1, chosen.to - chosen.from);
      pen.fillStyle = line;
      pen.fillRect(Math.round(x), 0, 1, number * lane + 4);
      pen.fillStyle = text;
      const label = clock(time, ticks.decimals);
      const half = pen.measureText(label).width / 2;
      pen.fillText(label, Math.max(0, Math.min(wide - 2 * half, x - half)), high - 4);
    }
    pen.fillStyle = line;
    for (let row = 1; row <= number; row += 1) pen.fillRect(0, row * lane - 0.5, wide, 0.5);
    drawSpurts(pen, shown);
    const strokes = chosen.pair ? drawResponses(pen, shown, chosen.pair, [one, other]) : 0;
    main.setAttribute('aria-label', `Speech of ${count(number, 'person', 'people')} from ${view.textContent}` +
      (chosen.pair ? `, with ${count(strokes, 'response', 'responses')} between ${within(chosen.pair[0])} and ${within(chosen.pair[1])}` : '') +
      '. The table below has the turns.');

    const all = small.clientWidth;
    const tall = Math.max(24, Math.min(60, number * 4 + 8));
    const pencil = prepared(small, all, tall);
    const row = (tall - 6) / number;
    drawSpurts(pencil, { from: 0, to: length, wide: all, top: 3, lane: row, thick: Math.max(1, row * 0.8), paint });
    const [left, right] = [chosen.from, chosen.to].map(time => time * all / Math.max(1, length));
    pencil.globalAlpha = 0.65;
    pencil.fillStyle = surface;
    pencil.fillRect(0, 0, left, tall);
    pencil.fillRect(right, 0, all - right, tall);
    pencil.globalAlpha = 1;
    pencil.strokeStyle = text;
    pencil.lineWidth = 2;
    pencil.strokeRect(left + 1, 1, Math.max(2, right - left - 2), tall - 2);
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  };

  const MOST_ROWS = 200;
  const list = () => {
    if (!listed.open) return;
    const end = lastSeen(chosen.to);
    const rows = [];
    let more = 0;
    for (let at = firstSeen(chosen.from); at < end; at += 1) {
      if (spurts.end[at] <= chosen.from) continue;
      if (rows.length === MOST_ROWS) { more += 1; continue; }
      rows.push(el('tr', {}, el('td', {}, clock(spurts.start[at], 1)), el('td', {}, name(spurts.who[at], 30)),
        el('td', {}, `${fixed((spurts.end[at] - spurts.start[at]) / 1000, 1)} s`)));
    }
    table.replaceChildren(el('table', {}, el('thead', {}, el('tr', {},
      ...['Start', 'Who', 'Length'].map(head => el('th', { scope: 'col' }, head)))), el('tbody', {}, ...rows)));
    if (more) table.append(el('p', {}, `${count(more, 'more turn', 'more turns')}: zoom in to see them.`));
  };
  listed.addEventListener('toggle', list);

  const seen = () => {
    const scale = 1000 / Math.max(1, length);
    const decimals = chosen.to - chosen.from < 60000 ? 1 : 0;
    view.textContent = `${clock(chosen.from, decimals)} to ${clock(chosen.to, decimals)}`;
    from.value = String(Math.round(chosen.from * scale));
    to.value = String(Math.round(chosen.to * scale));
    from.setAttribute('aria-valuetext', clock(chosen.from, decimals));
    to.setAttribute('aria-valuetext', clock(chosen.to, decimals));
    soon();
    list();
  };
  from.addEventListener('input', () => see(Math.min(Number(from.value) * length / 1000, chosen.to - SHORTEST), chosen.to));
  to.addEventListener('input', () => see(chosen.from, Math.max(Number(to.value) * length / 1000, chosen.from + SHORTEST)));

  // Dragging marks a part; in the small picture, dragging the part that is shown moves it.
  const drag = (canvas, time, moves) => {
    canvas.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      const begin = time(event);
      const held = moves && begin > chosen.from && begin < chosen.to && (chosen.from > 0 || chosen.to < length)
        ? { from: chosen.from, to: chosen.to } : null;
      let end = begin;
      let far = false;
      const move = next => {
        end = time(next);
        far = far || Math.abs(next.clientX - event.clientX) > 3;
        if (!far) return;
        if (held) see(held.from + end - begin, held.to + end - begin);
        else if (moves) see(Math.min(begin, end), Math.max(begin, end));
      };
      const up = next => {
        move(next);
        canvas.removeEventListener('pointermove', move);
        if (far && !held && !moves) see(Math.min(begin, end), Math.max(begin, end));
        if (far) announce(`Shown: ${view.textContent}`);
      };
      canvas.setPointerCapture(event.pointerId);
      canvas.addEventListener('pointermove', move);
      canvas.addEventListener('pointerup', up, { once: true });
    });
  };
  const along = (canvas, event) => {
    const box = canvas.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / Math.max(1, box.width)));
  };
  drag(small, event => along(small, event) * length, true);
  drag(main, event => chosen.from + along(main, event) * (chosen.to - chosen.from), false);

  const mark = () => {
    names.forEach((item, who) => {
      item.firstChild.className = `who${part(who)}`;
      item.firstChild.setAttribute('aria-pressed', String(part(who) > 0));
    });
    soon();
  };
  whenSeen.push(seen);
  whenChosen.push(mark);
  seen();
  draw();
  new ResizeObserver(soon).observe(main);
  for (const query of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(query).addEventListener('change', draw);
  }
  addEventListener('beforeprint', draw);
};

