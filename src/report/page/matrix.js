// Who responds to whom, as a table of buttons.
const matrix = () => {
  const place = show('matrix');
  const most = Math.max(...data.directed.map(one => one[2]), 0);
  const heat = amount => amount > 0 && most > 0 ? Math.max(1, Math.ceil(6 * amount / most)) : 0;
  const cells = [];
  const table = el('table', { class: 'matrix' });
  const numbered = people.length > 12;
  const head = (who, scope) => el('th', { scope },
    el('span', { class: scope === 'col' ? 'down' : 'across' }, numbered ? `${who + 1} ` : null, name(who, 24)));
  table.append(el('thead', {}, el('tr', {},
    el('td', {}, el('span', { class: 'unseen' }, 'responder in rows, who is responded to in columns')),
    ...people.map((_, who) => head(who, 'col')))));
  const body = el('tbody');
  people.forEach((_, from) => {
    const row = el('tr', {}, head(from, 'row'));
    people.forEach((__, to) => {
      if (from === to) {
        row.append(el('td', { class: 'self' }));
        return;
      }
      const amount = given(from, to);
      const cell = button(fixed(amount, 1), () => choose(from, to), {
        class: `heat${heat(amount)}`,
        'aria-label': `${within(from)} responds to ${within(to)}: ${fixed(amount, 1)}`,
      });
      cells.push({ cell, from, to });
      row.append(el('td', {}, cell));
    });
    body.append(row);
  });
  table.append(body);
  place.append(table);
  // A row has one cell fewer than there are people, and so have all: up and down stay in line but
  // at the diagonal.
  roving(cells.map(one => one.cell), people.length - 1);
  const mark = () => {
    for (const { cell, from, to } of cells) {
      const is = chosen.pair !== null && part(from) > 0 && part(to) > 0;
      cell.classList.toggle('who1', is && part(from) === 1);
      cell.classList.toggle('who2', is && part(from) === 2);
      cell.setAttribute('aria-pressed', String(is));
    }
  };
  mark();
  whenChosen.push(mark);
};

