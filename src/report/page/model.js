// The meeting, and what is chosen of it: one state for all that shows it.
const data = JSON.parse(byId('data').textContent);
const { people, length } = data;

const fixed = (value, decimals) => value === null ? null : value.toFixed(decimals);
const or = (value, instead) => value === null ? instead : value;
const signed = (value, decimals) =>
  value === null ? null : (value < 0 ? '−' : '+') + Math.abs(value).toFixed(decimals);
const count = (number, one, many) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
const two = number => String(number).padStart(2, '0');

// Milliseconds from the first start, on the recording's clock.
const clock = (millis, decimals = 0) => {
  const unit = 10 ** decimals;
  const all = Math.round((data.clock * 1000 + millis) / 1000 * unit);
  const whole = Math.floor(Math.abs(all) / unit);
  const parts = [Math.floor(whole / 3600), two(Math.floor(whole / 60) % 60), two(whole % 60)];
  const rest = decimals ? '.' + String(Math.abs(all) % unit).padStart(decimals, '0') : '';
  return (all < 0 ? '−' : '') + parts.join(':') + rest;
};

const lasting = seconds => {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = hours || whole % 60 === 0 ? '' : ` ${whole % 60} s`;
  return (hours ? `${hours} h ` : '') + `${minutes} min` + rest;
};

const graphemes = text => Intl.Segmenter
  ? Array.from(new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text), one => one.segment)
  : Array.from(text);

const cut = (text, most) => {
  if (text.length <= most) return text;
  const parts = graphemes(text);
  return parts.length <= most ? text : parts.slice(0, most - 1).join('') + '…';
};

// A name within a text, whose direction it does not change.
const within = who => `\u2068${cut(people[who].name, 40)}\u2069`;
const name = (who, most = 40) => {
  const { name: whole } = people[who];
  const short = cut(whole, most);
  return el('bdi', { class: 'name', dir: 'auto', title: short === whole ? null : whole }, short);
};

// The starts of spurts in order, their ends, and whose they are.
const spurts = (() => {
  const number = data.spurts.length / 3;
  const all = { number, start: new Float64Array(number), end: new Float64Array(number), who: new Uint16Array(number) };
  let time = 0;
  for (let at = 0, from = 0; at < number; at += 1, from += 3) {
    time += data.spurts[from];
    all.start[at] = time;
    all.end[at] = time + data.spurts[from + 1];
    all.who[at] = data.spurts[from + 2];
  }
  return all;
})();

const directions = new Map(data.directed.map(([from, to], at) => [from * people.length + to, at]));
const pairs = new Map(data.pairs.map(pair => [pair[0] * people.length + pair[1], pair]));
const pairOf = (a, b) => pairs.get(Math.min(a, b) * people.length + Math.max(a, b));
const direction = (from, to) => directions.get(from * people.length + to);
const given = (from, to) => {
  const at = direction(from, to);
  return at === undefined ? 0 : data.directed[at][2];
};

// The responses from one to another that the page has: read when they are asked for.
const told = new Map();
const responses = (from, to) => {
  const at = direction(from, to);
  if (at === undefined) return [];
  if (!told.has(at)) {
    const steps = data.responses[at];
    const list = [];
    let spurt = 0;
    for (let next = 0; next < steps.length; next += 2) {
      spurt += steps[next];
      list.push({ spurt, amount: steps[next + 1] / 1000 });
    }
    told.set(at, list);
  }
  return told.get(at);
};

// A pair stands in the order of participants. `one` is a first choice that waits for a second.
const chosen = { pair: null, one: null, from: 0, to: length };
const whenChosen = [];
const whenSeen = [];

const announce = text => { byId('announce').textContent = text; };

const choose = (a, b) => {
  chosen.one = null;
  chosen.pair = a === b ? null : [Math.min(a, b), Math.max(a, b)];
  whenChosen.forEach(tell => tell());
  const [first, second] = chosen.pair;
  const pair = pairOf(first, second);
  announce(pair
    ? `${within(first)} and ${within(second)} chosen: ${fixed(pair[2], 1)} responses, value ${fixed(pair[3], 1)} of 100.`
    : `${within(first)} and ${within(second)} chosen: no responses between them.`);
};

const forget = () => {
  if (!chosen.pair && chosen.one === null) return;
  chosen.pair = null;
  chosen.one = null;
  whenChosen.forEach(tell => tell());
  announce('No pair chosen.');
};

// The first of two choices waits for the second.
const pick = who => {
  if (chosen.one === who) {
    forget();
  } else if (chosen.one !== null) {
    choose(chosen.one, who);
  } else {
    chosen.pair = null;
    chosen.one = who;
    whenChosen.forEach(tell => tell());
    announce(`${within(who)} chosen: choose a second person.`);
  }
};

// Which of the chosen someone is: 1, 2 or 0.
const part = who => {
  if (chosen.one === who) return 1;
  return chosen.pair ? chosen.pair.indexOf(who) + 1 : 0;
};

const SHORTEST = Math.max(1, Math.min(1000, length / 200));
const see = (from, to) => {
  let width = Math.max(SHORTEST, Math.min(length, to - from));
  if (!Number.isFinite(width)) width = length;
  chosen.from = Math.max(0, Math.min(length - width, from));
  chosen.to = chosen.from + width;
  whenSeen.forEach(tell => tell());
};

