// Everyone's part in the meeting, in any order that is asked for.
const LEFT_OUT = { silent: 'silent', unanswered: 'unanswered' };

const peopleTable = () => {
  const place = show('people');
  const overlaps = data.input.overlap !== 'no';
  const columns = [
    { head: '#', value: (_, who) => who + 1, text: (_, who) => String(who + 1) },
    { head: 'Who', value: one => one.name, text: (one, who) => {
      if (one.name.length <= 40) return name(who);
      return el('details', { class: 'whole' }, el('summary', {}, name(who)), el('bdi', { dir: 'auto' }, one.name));
    } },
    { head: 'Talk share', value: one => one.share, bar: true, text: one => one.share === null ? 'none' : `${fixed(100 * one.share, 1)} %` },
    { head: 'Talk time', value: one => one.talk, text: one => lasting(one.talk) },
    { head: 'Turns', value: one => one.spurts, text: one => String(one.spurts) },
    { head: 'Responses given', value: one => one.given, text: one => fixed(one.given, 1) },
    { head: 'Responses received', value: one => one.received, text: one => fixed(one.received, 1) },
    { head: 'Median offset', value: one => one.offset, text: one => one.offset === null ? 'none' : `${signed(one.offset, 2)} s` },
    { head: 'In overlap', value: one => one.overlap, text: one => overlaps ? lasting(or(one.overlap, 0)) : 'unknown' },
    { head: 'Left out', value: one => one.left_out ?? '', text: one => one.left_out === null ? 'no' : LEFT_OUT[one.left_out] ?? one.left_out },
  ];
  const largest = Math.max(...people.map(one => one.share ?? 0), 0);
  const rows = people.map((one, who) => {
    const row = el('tr', {}, ...columns.map((column, at) => {
      const cell = el(at === 1 ? 'th' : 'td', { scope: at === 1 ? 'row' : null }, column.text(one, who));
      if (column.bar && largest > 0) {
        const share = svg('svg', { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
          svg('rect', { width: (100 * (one.share ?? 0) / largest).toFixed(1), height: 8 }));
        cell.append(share);
      }
      if (column.head === 'Left out' && one.left_out !== null) cell.className = 'noted';
      return cell;
    }));
    return { row, values: columns.map(column => column.value(one, who)), who };
  });
  const body = el('tbody', {}, ...rows.map(one => one.row));
  let [by, down] = [0, false];
  const compare = (one, other) => {
    const [a, b] = [one.values[by], other.values[by]];
    if (a === null || b === null) return (a === null) - (b === null) || one.who - other.who;
    const order = typeof a === 'string' ? a.localeCompare(b, 'en') : a - b;
    return (down ? -order : order) || one.who - other.who;
  };
  const heads = columns.map((column, at) => {
    const head = el('th', { scope: 'col' });
    head.append(button(column.head, () => {
      // Numbers start from the largest, names from the first.
      down = by === at ? !down : at > 1;
      by = at;
      body.append(...rows.sort(compare).map(one => one.row));
      mark();
      announce(`Sorted by ${column.head}, ${down ? 'descending' : 'ascending'}.`);
    }));
    return head;
  });
  const mark = () => heads.forEach((head, at) => {
    if (at === by) head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
  });
  mark();
  place.append(el('table', { class: 'people' }, el('thead', {}, el('tr', {}, ...heads)), body));
  byId('people-words').textContent = 'The median offset is how long after the end of the one before someone takes the floor; negative is in overlap. ' +
    'Unanswered is who speaks and receives less than half of the responses that what they say would draw on average; silent is who is on the roster and never speaks. ' +
    'Timing alone says so: it is a reason to look, not a finding.' +
    (data.others ? ` ${count(data.others, 'participant who speaks less is', 'participants who speak less are')} not shown.` : '');
};

