// The score over time: a step for each window, on the clock of the whole meeting.
const course = () => {
  const place = show('course');
  const words = byId('course-words');
  const { windows, period, no_windows: none } = data;
  if (none !== null) {
    words.textContent = `Not shown: ${none}.`;
    return;
  }
  words.textContent = `Windows of ${lasting(period)}, each scored by itself; the last one may be shorter. The dashed line is the score of the meeting. ` +
    'Windows of a few minutes hold few responses, so they move more than the meeting does' +
    (people.length + data.others > 4 ? '; and not everyone meets everyone in one, so they are lower where there are many.' : '.');
  const draw = wide => {
    const [high, left, right, top, bottom] = [170, 30, 6, 8, 22];
    const [begin, end] = [Math.min(0, windows[0][0]), Math.max(length, windows[windows.length - 1][1])];
    const x = time => left + (time - begin) * (wide - left - right) / Math.max(1, end - begin);
    const y = score => high - bottom - score * (high - top - bottom) / 100;
    const picture = svg('svg', { viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, role: 'img',
      'aria-label': `Score over time, ${count(windows.length, 'window', 'windows')}; the table below has them.` });
    for (const score of [0, 50, 100]) {
      picture.append(svg('line', { x1: left, x2: wide - right, y1: y(score), y2: y(score), class: 'grid' }),
        svg('text', { x: left - 5, y: y(score), dy: '0.35em', 'text-anchor': 'end', class: 'small' }, String(score)));
    }
    const band = svg('rect', { y: top, height: high - top - bottom, class: 'seen' });
    picture.append(band);
    if (windows.length <= 400) {
      for (const [from, to, score, given_] of windows) {
        picture.append(svg('rect', {
          x: x(from).toFixed(1), width: Math.max(0.5, x(to) - x(from) - (wide / windows.length > 4 ? 1 : 0)).toFixed(1),
          y: y(score).toFixed(1), height: Math.max(0, y(0) - y(score)).toFixed(1), class: 'window',
        }, svg('title', {}, `${clock(from)} to ${clock(to)}: ${fixed(score, 1)}, ${fixed(given_, 1)} responses`)));
      }
    } else {
      picture.append(svg('polyline', { class: 'course', points:
        windows.map(([from, to, score]) => `${x(from).toFixed(1)},${y(score).toFixed(1)} ${x(to).toFixed(1)},${y(score).toFixed(1)}`).join(' ') }));
    }
    picture.append(svg('line', { x1: left, x2: wide - right, y1: y(data.score), y2: y(data.score), class: 'mean' }));
    const { times } = marks(begin, end, Math.max(2, Math.floor((wide - left) / 80)));
    let free = -1;
    for (const time of times) {
      const at = Math.max(left + 22, Math.min(wide - right - 22, x(time)));
      if (at - free < 50) continue;
      free = at;
      picture.append(svg('text', { x: at.toFixed(1), y: high - 5, 'text-anchor': 'middle', class: 'small' }, clock(time)));
    }
    const mark = () => {
      const whole = chosen.from <= 0 && chosen.to >= length;
      band.setAttribute('x', x(chosen.from).toFixed(1));
      band.setAttribute('width', whole ? 0 : Math.max(1, x(chosen.to) - x(chosen.from)).toFixed(1));
    };
    mark();
    seen = mark;
    chart.replaceChildren(picture);
  };
  let seen = () => {};
  const chart = el('div');
  const table = el('div', { class: 'scroll', role: 'region', 'aria-label': 'Score over time, as a table', tabindex: '0' });
  const listed = el('details', {}, el('summary', {}, 'As a table'), table);
  listed.addEventListener('toggle', () => {
    if (!listed.open || table.firstChild) return;
    table.append(el('table', {}, el('thead', {}, el('tr', {},
      ...['From', 'To', 'Score', 'Responses'].map(head => el('th', { scope: 'col' }, head)))),
    el('tbody', {}, ...windows.slice(0, 2000).map(([from, to, score, given_]) => el('tr', {},
      el('td', {}, clock(from)), el('td', {}, clock(to)), el('td', {}, fixed(score, 1)), el('td', {}, fixed(given_, 1)))))));
    if (windows.length > 2000) table.append(el('p', {}, `${windows.length - 2000} more windows are in the picture.`));
  });
  place.append(chart, listed);
  atWidth(chart, 260, 1216, draw);
  whenSeen.push(() => seen());
};

