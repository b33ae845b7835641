// The timeline: cooperation above the line, conflict below, by period.
import { count, el } from './dom.js';

const svg = (tag, attributes, ...children) => {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...children);
  return e;
};

const width = 1000, height = 100, left = 4, bottom = 14;

// drawChart fills a section with the timeline of something; a click on a bar
// gives its first day and that of the next.
export function drawChart(section, title, chart, onPeriod) {
  const bars = chart.bars;
  const events = bars.reduce((sum, b) => sum + b.events, 0);
  const left_out = [
    chart.earlier && `${count(chart.earlier, 'earlier ' + chart.by)} not shown`,
    chart.vague && `${count(chart.vague, 'event')} without a sharp date`, chart.undated && `${chart.undated} undated`,
  ].filter(Boolean).join(', ');
  section.replaceChildren(el('p', {}, el('b', {}, 'Timeline'), ` by ${chart.by}: `, title, ` · ${count(events, 'event')}${left_out ? ` (${left_out})` : ''}`));
  if (!bars.length) {
    section.append(el('p', { class: 'soft' }, 'No dated event.'));
    return;
  }
  const high = Math.max(1, ...bars.map((b) => b.cooperation));
  const low = Math.min(-1, ...bars.map((b) => b.conflict));
  const plot = height - bottom;
  const zero = plot * high / (high - low);
  const y = (v) => zero - v * plot / (high - low);
  const step = Math.min(40, (width - left) / bars.length);
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `Timeline by ${chart.by}, ${bars[0].from} to ${bars.at(-1).from}: ${count(events, 'event')}` });
  bars.forEach((b, i) => {
    const x = left + i * step;
    const group = svg('g', { class: 'bar' }, svg('title', {}, `${chart.by} of ${b.from}: ${count(b.events, 'event')}, cooperation ${b.cooperation}, conflict ${b.conflict}`));
    group.append(svg('rect', { class: 'none', x, y: 0, width: step, height: plot }));
    if (b.cooperation) group.append(svg('rect', { class: 'cooperation', x, y: y(b.cooperation), width: step * 0.8, height: zero - y(b.cooperation) }));
    if (b.conflict) group.append(svg('rect', { class: 'conflict', x, y: zero, width: step * 0.8, height: y(b.conflict) - zero }));
    if (b.events && !b.cooperation && !b.conflict) group.append(svg('rect', { class: 'conflict', x, y: zero - 1, width: step * 0.8, height: 2 }));
    group.addEventListener('click', () => onPeriod(b.from, chart.by));
    drawing.append(group);
  });
  drawing.append(svg('line', { x1: left, x2: width, y1: zero, y2: zero }));
  section.append(drawing);
  const days = el('p', { class: 'days-shown soft' }, `${bars[0].from} … ${bars.at(-1).from}   (click a bar to filter by its ${chart.by})`);
  section.append(days);
}

// lastDay is the last day of a period.
export function lastDay(from, by) {
  const d = new Date(`${from}T00:00:00Z`);
  if (by === 'week') d.setUTCDate(d.getUTCDate() + 6);
  else d.setUTCMonth(d.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[by], 0);
  return d.toISOString().slice(0, 10);
}
