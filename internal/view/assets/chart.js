// The timeline: cooperation above the line, conflict below, by period; and a
// slider below it whose two ends choose the days.
import { count, el, svg } from './dom.js';

const width = 1000, height = 100, bottom = 4;

// drawChart fills a section with a timeline. chosen are the days of the filter;
// onDays gets new ones, '' for no bound.
export function drawChart(section, title, chart, chosen, onDays) {
  const bars = chart.bars;
  const events = bars.reduce((sum, b) => sum + b.events, 0);
  const missing = [
    chart.earlier && `${count(chart.earlier, 'earlier ' + chart.by)} not shown`, chart.outside && `${count(chart.outside, 'event')} long before or after`,
    chart.vague && `${count(chart.vague, 'event')} without a sharp date`, chart.undated && `${chart.undated} undated`,
  ].filter(Boolean).join(', ');
  const days = el('span', { class: 'soft' });
  const held = section.contains(document.activeElement) && document.activeElement.getAttribute('aria-label'); // an end of the slider
  section.replaceChildren(el('p', { class: 'title' }, el('b', {}, 'Timeline'), ` by ${chart.by}: `, title, ` · ${count(events, 'event')} `, days, el('span', { class: 'soft' }, missing ? ` (${missing})` : '')));
  if (!bars.length) {
    section.append(el('p', { class: 'soft' }, 'No dated event.'));
    return;
  }
  const groups = bars.map((b, i) => bar(chart, i, () => onDays(b.from, lastDay(b.from, chart.by))));
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `Timeline by ${chart.by}, ${bars[0].from} to ${bars.at(-1).from}: ${count(events, 'event')}` }, ...groups);
  const zero = scale(bars).zero;
  drawing.append(svg('line', { x1: 0, x2: width, y1: zero, y2: zero }));
  section.append(drawing, slider(chart, chosen, (low, high) => {
    groups.forEach((g, i) => g.classList.toggle('out', i < low || i > high));
    const from = low > 0 ? bars[low].from : '', to = high < bars.length - 1 ? lastDay(bars[high].from, chart.by) : '';
    days.textContent = from || to ? `· shown: ${from || bars[0].from} to ${to || lastDay(bars.at(-1).from, chart.by)}` : `· ${bars[0].from} to ${lastDay(bars.at(-1).from, chart.by)}`;
    return [from, to];
  }, onDays));
  if (held) section.querySelector(`[aria-label="${held}"]`)?.focus();
}

// scale is where values lie: the line of 0, and the height of one.
function scale(bars) {
  const plain = bars.every((b) => !b.cooperation && !b.conflict); // a count of events alone
  const high = plain ? Math.max(1, ...bars.map((b) => b.events)) : Math.max(1, ...bars.map((b) => b.cooperation));
  const low = plain ? 0 : Math.min(-1, ...bars.map((b) => b.conflict));
  const one = (height - bottom) / (high - low);
  return { plain, one, zero: high * one };
}

function bar(chart, i, onClick) {
  const b = chart.bars[i], step = width / chart.bars.length, x = i * step;
  const { plain, one, zero } = scale(chart.bars);
  const tip = plain ? '' : `, cooperation ${b.cooperation}, conflict ${b.conflict}`;
  const group = svg('g', { class: 'bar' }, svg('title', {}, `${chart.by} of ${b.from}: ${count(b.events, 'event')}${tip}`));
  const wide = Math.min(step * 0.8, 40);
  const rect = (kind, y, h) => group.append(svg('rect', { class: kind, x: x + (step - wide) / 2, y, width: wide, height: h }));
  group.append(svg('rect', { class: 'none', x, y: 0, width: step, height }));
  if (plain) rect('events', zero - b.events * one, b.events * one);
  if (b.cooperation) rect('cooperation', zero - b.cooperation * one, b.cooperation * one);
  if (b.conflict) rect('conflict', zero, -b.conflict * one);
  if (b.events && !plain && !b.cooperation && !b.conflict) rect('events', zero - 1, 2);
  group.addEventListener('click', onClick);
  return group;
}

// slider is a pair of ranges, one over the other. show is told of the periods
// while an end is moved and gives their days; onDays gets these when it rests.
function slider(chart, chosen, show, onDays) {
  const n = chart.bars.length;
  const low = chart.bars.findIndex((b) => !chosen.from || lastDay(b.from, chart.by) >= chosen.from);
  const high = chart.bars.findLastIndex((b) => !chosen.to || b.from <= chosen.to);
  const range = (label, value) => el('input', { type: 'range', min: '0', max: String(n - 1), step: '1', value: String(value), 'aria-label': label });
  const first = range('First period shown', low < 0 ? n - 1 : low), last = range('Last period shown', high < 0 ? 0 : high);
  const move = (event) => {
    if (+first.value > +last.value) {
      if (event?.target === last) last.value = first.value;
      else first.value = last.value;
    }
    first.style.zIndex = +first.value > (n - 1) / 2 ? 2 : 1;
    const days = show(+first.value, +last.value);
    first.setAttribute('aria-valuetext', chart.bars[first.value].from);
    last.setAttribute('aria-valuetext', lastDay(chart.bars[last.value].from, chart.by));
    return days;
  };
  const box = el('div', { class: 'slider', role: 'group', 'aria-label': 'Days of events' }, first, last);
  for (const input of [first, last]) {
    input.addEventListener('input', (event) => { event.stopPropagation(); move(event); });
    input.addEventListener('change', (event) => onDays(...move(event)));
  }
  move();
  return box;
}

// lastDay is the last day of a period.
export function lastDay(from, by) {
  const d = new Date(`${from}T00:00:00Z`);
  if (by === 'week') d.setUTCDate(d.getUTCDate() + 6);
  else d.setUTCMonth(d.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[by], 0);
  return d.toISOString().slice(0, 10);
}
