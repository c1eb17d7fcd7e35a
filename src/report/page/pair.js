// The pair that is chosen, in numbers.
const pairPanel = () => {
  const place = show('choice');
  const select = which => {
    const list = el('select', { id: `who${which}`, class: `who${which}` }, el('option', { value: '' }, '–'));
    people.forEach((_, who) => list.append(el('option', { value: who, dir: 'auto' }, `${who + 1}. ${within(who)}`)));
    return list;
  };
  const [first, second] = [select('first'), select('second')];
  const asked = () => {
    const [a, b] = [first.value, second.value];
    if (a !== '' && b !== '' && a !== b) choose(Number(a), Number(b));
    else if (a !== '' && b !== '') announce('A pair takes two different people.');
  };
  [first, second].forEach(list => list.addEventListener('change', asked));
  const none = button('Choose none', forget);
  place.append(
    el('label', { for: 'whofirst' }, 'First '), first, el('label', { for: 'whosecond' }, 'Second '), second, none,
  );

  const heavy = (from, to) => {
    const at = direction(from, to);
    return at === undefined ? [] : data.heaviest[at].map(one => ({ from, to, one }));
  };
  const tell = () => {
    const target = byId('chosen');
    none.disabled = chosen.pair === null && chosen.one === null;
    if (!chosen.pair) {
      target.replaceChildren();
      if (chosen.one !== null) {
        first.value = String(chosen.one);
        second.value = '';
      } else {
        first.value = second.value = '';
      }
      return;
    }
    const [a, b] = chosen.pair;
    // As they were typed, in either order.
    if (!(Number(first.value) === b && Number(second.value) === a && first.value !== '' && second.value !== '')) {
      first.value = String(a);
      second.value = String(b);
    }
    const pair = pairOf(a, b);
    const heading = el('h3', {}, el('bdi', { dir: 'auto', class: 'who1' }, people[a].name), ' and ',
      el('bdi', { dir: 'auto', class: 'who2' }, people[b].name));
    if (!pair) {
      target.replaceChildren(heading, el('p', {}, 'No responses between them: value 0.'));
      return;
    }
    const [, , both, value, low, high, overlap, forth, back] = pair;
    const offset = seconds => seconds === null ? 'none' : `${signed(seconds, 2)} s`;
    const facts = [
      [['Value'], `${fixed(value, 1)} of 100` + (low === null ? '' : ` (90 % interval ${fixed(low, 1)} to ${fixed(high, 1)})`)],
      [['Responses, both ways'], fixed(both, 2)],
      [[name(a), ' responds to ', name(b)], fixed(given(a, b), 2)],
      [[name(b), ' responds to ', name(a)], fixed(given(b, a), 2)],
      [['Median offset when the floor goes from ', name(a), ' to ', name(b)], offset(forth)],
      [['Median offset when the floor goes from ', name(b), ' to ', name(a)], offset(back)],
      [['Both speak at once'], data.input.overlap === 'no' ? 'unknown' : overlap === null ? '0.0 s' : lasting(overlap)],
    ];
    target.replaceChildren(heading, el('dl', {}, ...facts.map(([what, value]) =>
      el('div', {}, el('dt', {}, ...what), el('dd', {}, value)))));
    const rows = [...heavy(a, b), ...heavy(b, a)].sort((one, other) => one.one[0] - other.one[0]);
    if (!rows.length) return;
    const columns = ['At', 'Who to whom', 'Response', 'Offset', 'Overlap'];
    target.append(el('details', {}, el('summary', {}, 'The heaviest responses'), el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'The heaviest responses' },
      el('table', {}, el('thead', {}, el('tr', {}, ...columns.map(text => el('th', { scope: 'col' }, text)))),
        el('tbody', {}, ...rows.map(({ from, to, one: [at, amount, after, both_at_once] }) => el('tr', {},
          el('td', {}, button(clock(at, 1), () => see(at - 15000, at + 15000), { 'aria-label': `Show ${clock(at, 1)} on the timeline` })),
          el('td', {}, name(from, 20), ' → ', name(to, 20)),
          el('td', {}, fixed(amount, 2)),
          el('td', {}, `${signed(after, 2)} s`),
          el('td', {}, both_at_once === null ? 'unknown' : `${fixed(both_at_once, 2)} s`))))))));
  };
  tell();
  whenChosen.push(tell);
};

