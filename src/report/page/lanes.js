// Drawing speech: a lane for each participant, at any scale.
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400]
  .map(seconds => seconds * 1000);

// A canvas as sharp as the screen, and its pen, in pixels of the page.
const prepared = (canvas, wide, high) => {
  const scale = Math.min(3, window.devicePixelRatio || 1);
  canvas.width = Math.round(wide * scale);
  canvas.height = Math.round(high * scale);
  canvas.style.height = `${high}px`;
  const pen = canvas.getContext('2d');
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, wide, high);
  return pen;
};

// Where full marks of time stand between two times.
const marks = (from, to, most) => {
  const span = Math.max(1, to - from);
  const step = STEPS.find(one => span / one <= most) || Math.ceil(span / most / 86400000) * 86400000;
  const zero = data.clock * 1000;
  const times = [];
  for (let at = Math.ceil((from + zero) / step); at * step - zero <= to && times.length < 100; at += 1) {
    times.push(at * step - zero);
  }
  return { times, decimals: step < 1000 ? 1 : 0 };
};

// The first spurt that may reach beyond a time: ends are not in order, but their highest so far is.
const reach = (() => {
  const highest = new Float64Array(spurts.number);
  let most = 0;
  for (let at = 0; at < spurts.number; at += 1) {
    most = Math.max(most, spurts.end[at]);
    highest[at] = most;
  }
  return highest;
})();

const firstWhere = (list, holds) => {
  let [no, yes] = [-1, list.length];
  while (yes - no > 1) {
    const middle = (no + yes) >> 1;
    if (holds(list[middle])) yes = middle;
    else no = middle;
  }
  return yes;
};
const firstSeen = from => firstWhere(reach, end => end > from);
const lastSeen = to => firstWhere(spurts.start, start => start >= to);

// Bars for the spurts between two times. What falls on a pixel that is full is not drawn again, so
// that a hundred thousand take no longer than the picture is wide.
const drawSpurts = (pen, { from, to, wide, top, lane, thick, paint }) => {
  const scale = wide / Math.max(1, to - from);
  const full = people.map(() => -1);
  const end = lastSeen(to);
  let last = null;
  for (let at = firstSeen(from); at < end; at += 1) {
    if (spurts.end[at] <= from) continue;
    const who = spurts.who[at];
    // To half a pixel, so that one is soon full.
    const left = Math.max(0, Math.floor((spurts.start[at] - from) * scale * 2) / 2);
    const right = Math.min(wide, Math.max(left + 1, Math.ceil((spurts.end[at] - from) * scale * 2) / 2));
    if (right <= full[who]) continue;
    const begin = Math.max(left, full[who]);
    full[who] = right;
    const ink = paint(who);
    if (ink !== last) pen.fillStyle = last = ink;
    pen.fillRect(begin, top + who * lane + (lane - thick) / 2, right - begin, thick);
  }
};

// The responses of a pair: a stroke from lane to lane where the responder starts, with its head at
// the one who is answered, in the colour of the responder.
const drawResponses = (pen, { from, to, wide, top, lane, thick }, [a, b], inks) => {
  const scale = wide / Math.max(1, to - from);
  const middle = who => top + who * lane + lane / 2;
  let drawn = 0;
  [[a, b], [b, a]].forEach(([responder, addressee], which) => {
    const down = addressee > responder ? 1 : -1;
    const [y0, y1] = [middle(responder) + down * thick / 2, middle(addressee) - down * thick / 2];
    // Of those that fall on one pixel, the heaviest.
    const heaviest = new Map();
    for (const { spurt, amount } of responses(responder, addressee)) {
      const time = spurts.start[spurt];
      if (time < from || time >= to) continue;
      drawn += 1;
      const x = Math.floor((time - from) * scale) + 0.5;
      if (!(heaviest.get(x) >= amount)) heaviest.set(x, amount);
    }
    pen.strokeStyle = pen.fillStyle = inks[which];
    // Heads would hide each other where strokes are close.
    const heads = heaviest.size * 12 < wide;
    for (const [x, amount] of heaviest) {
      pen.globalAlpha = Math.min(1, 0.25 + amount);
      pen.lineWidth = 1 + 2.5 * amount;
      const head = heads ? 3 + 3 * amount : 0;
      pen.beginPath();
      pen.moveTo(x, y0);
      pen.lineTo(x, y1 - down * head);
      pen.stroke();
      if (!heads) continue;
      pen.beginPath();
      pen.moveTo(x, y1);
      pen.lineTo(x - head, y1 - down * head * 1.4);
      pen.lineTo(x + head, y1 - down * head * 1.4);
      pen.fill();
    }
    pen.globalAlpha = 1;
  });
  return drawn;
};

