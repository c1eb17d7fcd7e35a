// What was read, and everything in its place.
const inputPanel = () => {
  const place = show('input');
  const { input } = data;
  const can = {
    yes: 'The input can show several people speaking at once, so overlap is as it was heard.',
    no: 'The input shows one speaker at a time, whatever happened: overlap is unknown here, which is not none, and offsets cannot be negative.',
    unknown: 'Whether the input could show several people speaking at once, its makers do not say: overlap may be too low.',
  };
  const list = [can[input.overlap] ?? 'Turns did not come from a file, so nothing is known of how they were made.'];
  for (const [kind, times, where] of input.repairs) list.push(`Repaired: ${kind}, ${times.toLocaleString('en')} ×, first at ${where}.`);
  const counts = [
    [input.unknown_speaker_turns, 'turn', 'turns', 'of unknown speakers.'],
    [input.unscored_turns, 'turn', 'turns', 'cut or left out for lying in time that is not scored.'],
    [input.skipped_records, 'record', 'records', 'without a turn passed over.'],
  ];
  for (const [number, one, many, what] of counts) if (number) list.push(`${count(number, one, many)} ${what}`);
  const more = number => number ? ` and ${number.toLocaleString('en')} more` : '';
  if (input.min_talk_left_out.length) {
    list.push(`Not counted as participants, for speaking too little: ${input.min_talk_left_out.map(one => `\u2068${cut(one, 40)}\u2069`).join(', ')}${more(input.more_left_out)}.`);
  }
  for (const warning of input.warnings) list.push(`Looks wrong and was left as it is: \u2068${cut(warning, 300)}\u2069.`);
  if (input.more_warnings) list.push(`${count(input.more_warnings, 'more warning', 'more warnings')}.`);
  if (!input.repairs.length && input.overlap !== null) list.push('Nothing was repaired.');
  place.append(el('ul', {}, ...list.map(text => el('li', {}, text))));
};

summary();
if (people.length > 1) {
  pairPanel();
  sociogram();
  matrix();
}
if (people.length > 0) {
  if (spurts.number > 0) timeline();
  if (data.score !== null && (data.windows.length > 0 || data.no_windows !== null)) course();
  peopleTable();
}
inputPanel();
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') forget();
});
document.documentElement.dataset.ready = 'yes';
performance.mark('ready');
