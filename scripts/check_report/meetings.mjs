// Meetings to look at, as JSON Lines: the same for every run.

const random = seed => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

const line = (speaker, start, end) => JSON.stringify({
  recording: 'meeting', speaker, start: Number(start.toFixed(3)), end: Number(end.toFixed(3)),
});

// People who take turns: everyone answers one of the last to speak, some talk more than others.
export const talk = (labels, seconds, seed, pace = 1) => {
  const next = random(seed);
  const weights = labels.map((_, at) => 1 / (1 + 0.25 * at));
  const lines = [];
  let [time, before, last] = [0, -1, -1];
  while (time < seconds) {
    let who = last;
    if (before >= 0 && next() < 0.45) {
      who = before;
    } else {
      let point = next() * weights.reduce((sum, one) => sum + one, 0);
      who = weights.findIndex(one => (point -= one) <= 0);
    }
    if (who === last || who < 0) who = (last + 1) % labels.length;
    const length = pace * (0.3 - Math.log(1 - next()) * 2.5);
    lines.push(line(labels[who], time, time + length));
    if (next() < 0.15) {
      const nod = (who + 1 + Math.floor(next() * (labels.length - 1))) % labels.length;
      lines.push(line(labels[nod], time + length * 0.4, time + length * 0.4 + 0.35 * pace));
    }
    [before, last] = [last, who];
    time += Math.max(0.05, length + pace * (next() * 1.1 - 0.35));
  }
  return lines.join('\n') + '\n';
};

const NAMES = ['Ana', 'Ben', 'Cem', 'Dana', 'Eva', 'Farid', 'Gül', 'Hugo', 'Ines', 'Jan', 'Kofi', 'Lea', 'Mira',
  'Noor', 'Olga', 'Piet', 'Quinn', 'Rosa', 'Sven', 'Tuva'];
const crowd = number => Array.from({ length: number }, (_, at) => `${NAMES[at % 20]} ${'ABC'[Math.floor(at / 20)]}`);

const RIGHT_TO_LEFT = ['מרים כהן', 'אברהם', 'فاطمة الزهراء', 'يوسف', 'Ana'];

// Labels that someone could mean ill by, and what the page must show for them.
export const HOSTILE = [
  ['</script><script>alert(1)</script>', '</script><script>alert(1)</script>'],
  ['<img src=x onerror=alert(2)>', '<img src=x onerror=alert(2)>'],
  ['"quotes\' & <b>bold</b> {{data}}', '"quotes\' & <b>bold</b> {{data}}'],
  ['\u202eevil\u2066 \u200b', '\\u{202e}evil\\u{2066} \\u{200b}'],
  ['👩‍👩‍👧 🏳️‍🌈 e\u0301', '👩‍👩‍👧 🏳️‍🌈 e\u0301'],
  ['x'.repeat(500), 'x'.repeat(500)],
  [' \u3164\u200b ', '(blank label'],
  ['two\nlines\u2028\u0007', 'two\\nlines\\u{2028}\\u{7}'],
  ['javascript:alert(3)', 'javascript:alert(3)'],
];

export const meetings = {
  two: talk(NAMES.slice(0, 2), 1200, 2),
  five: talk(NAMES.slice(0, 5), 3600, 5),
  twenty: talk(NAMES, 3600, 20),
  fifty: talk(crowd(50), 3600, 50, 0.8),
  ten_seconds: talk(NAMES.slice(0, 3), 9, 3, 0.5),
  ten_hours: talk(NAMES.slice(0, 8), 36000, 10),
  right_to_left: talk(RIGHT_TO_LEFT, 1800, 7),
  hostile: talk(HOSTILE.map(([label]) => label), 1800, 9),
  one: [line('Ana', 0, 4), line('Ana', 6, 9)].join('\n') + '\n',
  hundred_thousand: talk(NAMES.slice(0, 6), 36000, 100, 0.13),
};
