// What stands beside the score: where it lies from 0 to 100, and the meeting in a few numbers.
const summary = () => {
  const { meeting, others } = data;
  const all = people.length + others;
  byId('about').textContent = [
    count(all, 'participant', 'participants'), lasting(data.minutes * 60),
    count(data.pair_count, 'pair', 'pairs'),
  ].join(' · ') + (others ? `. Shown are the ${people.length} who speak the most; the numbers of the meeting are of all.` : '');

  if (data.score !== null) {
    const place = byId('scale');
    atWidth(place, 200, 500, wide => {
      const at = value => 10 + value * (wide - 20) / 100;
      const drawing = svg('svg', {
        viewBox: `0 0 ${wide} 46`, width: wide, height: 46, role: 'img',
        'aria-label': `Score ${fixed(data.score, 1)} on a scale from 0 to 100` + (data.low === null ? ''
          : `, interval ${fixed(data.low, 1)} to ${fixed(data.high, 1)}`),
      }, svg('line', { x1: 10, x2: wide - 10, y1: 16, y2: 16, class: 'axis' }));
      for (const tick of [0, 25, 50, 75, 100]) {
        drawing.append(
          svg('line', { x1: at(tick), x2: at(tick), y1: 11, y2: 21, class: 'axis' }),
          svg('text', { x: at(tick), y: 40, 'text-anchor': tick === 0 ? 'start' : tick === 100 ? 'end' : 'middle' }, String(tick)),
        );
      }
      if (data.low !== null) {
        drawing.append(svg('rect', {
          x: at(data.low), width: Math.max(2, at(data.high) - at(data.low)), y: 6, height: 20, rx: 3, class: 'between',
        }));
      }
      drawing.append(svg('circle', { cx: at(data.score), cy: 16, r: 6, class: 'point' }));
      place.replaceChildren(drawing);
    });
  }

  if (!meeting || spurts.number === 0) return;
  const unknown = 'unknown';
  const facts = [
    ['Someone speaks', lasting(meeting.speech_time)],
    ['Nobody speaks', lasting(meeting.silence)],
    ['Two or more at once', meeting.overlap_time === null ? unknown : lasting(meeting.overlap_time)],
    ['The floor changes hands', count(meeting.floor_transfers.count, 'time', 'times')],
    ['Median floor transfer offset', meeting.floor_transfers.median_offset === null ? 'none'
      : `${signed(meeting.floor_transfers.median_offset, 2)} s`],
    ['Responses that go both ways', meeting.reciprocity === null ? 'none' : `${fixed(100 * meeting.reciprocity, 0)} %`],
  ];
  byId('facts').append(...facts.map(([what, value]) => el('div', {}, el('dt', {}, what), el('dd', {}, value))));
};

