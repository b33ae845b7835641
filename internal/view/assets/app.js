// The page: what is in focus, what is selected and what is filtered, and the
// parts that show it.
import { ask, count, el, inWords, name } from './dom.js';
import { drawChart, lastDay } from './chart.js';
import * as details from './details.js';
import { Picture } from './picture.js';
import { kinds, search } from './search.js';

const $ = (id) => document.getElementById(id);
const form = $('filter'), panel = $('details'), notice = $('notice');
const state = { focus: [], paths: false, network: { actors: [], lines: [] }, selected: null, start: null };
let picture = null, asked = null, askedEdge = null, askedTime = null;

const actorOf = (id) => state.network.actors.find((a) => a.id === id);
const names = (id) => actorOf(id)?.name ?? id;
const quiet = (error) => error.name === 'AbortError';

function say(text, ...more) { notice.replaceChildren(...(text ? [el('div', {}, text, ...more)] : [])); }
function fail(error, again) {
  notice.replaceChildren(el('div', { class: 'error', role: 'alert' }, error.message, again ? el('button', { type: 'button', onclick: again }, 'Try again') : ''));
}

// filtered are the parameters of the filter.
function filtered() {
  const p = new URLSearchParams();
  for (const [key, value] of new FormData(form)) if (value !== '' && value !== '0') p.append(key, value);
  return p;
}

async function load() {
  asked?.abort();
  asked = new AbortController();
  const p = filtered();
  state.focus.forEach((a) => p.append('actor', a.id));
  say('Loading …');
  $('picture').setAttribute('aria-busy', 'true');
  try {
    state.network = await ask(state.paths ? 'paths' : 'network', p, asked.signal);
  } catch (error) {
    if (!quiet(error)) fail(error, load);
    return;
  } finally {
    $('picture').removeAttribute('aria-busy');
  }
  const { actors, lines, left, steps, cut } = state.network;
  state.network.lines.forEach((l) => l.edges.sort((x, y) => y.independent - x.independent || (x.key < y.key ? -1 : 1)));
  if (state.start && !state.start.articles) say('The graph is empty. Import articles first: entente import ARTICLES');
  else if (state.paths) say(`${steps ? `Shortest paths, of ${count(steps, 'edge')}` : 'No path of up to 4 edges passes the filter'}${cut ? '; the search was cut short' : ''}${left ? `; ${count(left, 'actor')} on others not shown` : ''}`, el('button', { type: 'button', onclick: () => between(false) }, 'Show all edges'));
  else if (!lines.length) say('No edge passes the filter.', el('button', { type: 'button', onclick: clear }, 'Clear the filter'));
  else if (left) say(`${count(left, 'neighbour')} with fewer sources not shown`);
  else say('');
  $('picture').setAttribute('aria-label', `Network of ${count(actors.length, 'actor')} and ${count(lines.length, 'line')}; the details list its edges`);
  picture?.show(state.network);
  chips();
  reselect();
  time();
}

function chips() {
  $('focus').replaceChildren(...state.focus.map((a) => el('li', {}, el('button', { type: 'button', 'aria-label': `Hide the edges of ${a.name}`, onclick: () => collapse(a.id) }, name(a.name), ' ×'))));
  if (state.focus.length === 2 && !state.paths) $('focus').append(el('li', {}, el('button', { type: 'button', class: 'main', onclick: () => between(true) }, 'Paths between them')));
}

// between shows the paths between the two actors in focus, or all their edges.
function between(paths) {
  state.paths = paths;
  state.selected = null;
  load();
}

// reselect shows the details of the selection again, after the network changed.
function reselect() {
  const s = state.selected;
  if (s?.actor && actorOf(s.actor)) return selectActor(s.actor);
  if (s?.a && state.network.lines.some((l) => l.a === s.a && l.b === s.b)) return selectLine(s.a, s.b, s.key);
  if (state.focus.length === 1 && actorOf(state.focus[0].id)) return selectActor(state.focus[0].id);
  return nothing();
}

function nothing() {
  state.selected = null;
  picture?.select(null);
  const edges = state.network.lines.flatMap((l) => l.edges).sort((x, y) => y.independent - x.independent || (x.key < y.key ? -1 : 1));
  const title = el('span', {}, ...(state.focus.length ? state.focus.flatMap((a, i) => [i ? ', ' : '', name(a.name)]) : ['The whole graph']));
  details.intro(panel, title, state.start, edges, names, (e) => selectLine(...ends(e), e.key));
}

const ends = (e) => (e.from < e.to ? [e.from, e.to] : [e.to, e.from]);

function selectActor(id) {
  const a = actorOf(id);
  if (!a) return;
  state.selected = { actor: id };
  picture?.select(state.selected);
  details.actor(panel, a, state.network.lines, names, {
    onExpand: () => expand(a), onCollapse: () => collapse(id), onOnly: () => only(a), onEdge: (e) => selectLine(...ends(e), e.key),
  });
}

function selectLine(a, b, key) {
  if (a > b) [a, b] = [b, a];
  const l = state.network.lines.find((x) => x.a === a && x.b === b);
  if (!l) return;
  const e = l.edges.find((x) => x.key === key) ?? l.edges[0];
  state.selected = { a, b, key: e.key };
  picture?.select(state.selected);
  const section = details.line(panel, l, names, e.key, (x) => { selectLine(a, b, x.key); panel.querySelector('[aria-current=true]')?.focus(); });
  panel.scrollTop = 0;
  evidence(section, e, 0);
  time();
}

async function evidence(section, e, skip) {
  askedEdge?.abort();
  askedEdge = new AbortController();
  const wait = el('p', { class: 'soft more' }, 'Loading the sentences …');
  section.querySelector('.more')?.remove();
  section.append(wait);
  const p = filtered();
  p.delete('around');
  p.set('key', e.key);
  if (skip) p.set('skip', skip);
  try {
    details.events(section, await ask('edge', p, askedEdge.signal), (next) => evidence(section, e, next));
  } catch (error) {
    if (!quiet(error)) wait.replaceChildren(error.message, ' ', el('button', { type: 'button', onclick: () => evidence(section, e, skip) }, 'Try again'));
  }
}

async function time() {
  askedTime?.abort();
  askedTime = new AbortController();
  const section = $('time');
  const p = filtered();
  p.delete('around');
  const title = el('span');
  if (state.selected?.key) {
    const [from, relation, to] = state.selected.key.split('|');
    p.set('key', state.selected.key);
    title.append(name(names(from)), ` ${inWords(relation)} `, name(names(to)));
  } else if (state.focus.length) {
    state.focus.forEach((a) => p.append('actor', a.id));
    title.append(...state.focus.flatMap((a, i) => [i ? ', ' : '', name(a.name)]));
  } else {
    section.replaceChildren(el('p', {}, el('b', {}, 'Timeline')), el('p', { class: 'soft' }, 'Find an actor or choose a line to see its events by time.'));
    return;
  }
  try {
    drawChart(section, title, await ask('timeline', p, askedTime.signal), (from, by) => {
      form.elements.from.value = from;
      form.elements.to.value = lastDay(from, by);
      changed();
    });
  } catch (error) {
    if (!quiet(error)) section.replaceChildren(el('p', {}, error.message));
  }
}

function expand(a) {
  state.paths = false;
  if (!state.focus.some((f) => f.id === a.id)) state.focus.push({ id: a.id, name: a.name });
  state.selected = { actor: a.id };
  load();
}
function only(a) {
  state.focus = [];
  expand(a);
}
function collapse(id) {
  state.paths = false;
  state.focus = state.focus.filter((a) => a.id !== id);
  if (state.selected?.actor === id) state.selected = null;
  load();
}

let timer = 0;
function changed() {
  $('sources-shown').textContent = form.elements.sources.value;
  $('confidence-shown').textContent = form.elements.confidence.value;
  const n = form.querySelectorAll('#relations input:checked').length;
  $('relations-shown').textContent = n ? `(${n})` : '(all)';
  clearTimeout(timer);
  timer = setTimeout(load, 200);
}
function clear() {
  form.reset();
  changed();
}

function legend() {
  $('legend').append(...Object.entries(kinds).map(([kind, words]) => el('li', {}, el('span', { class: `dot ${kind}`, 'aria-hidden': 'true' }), words)),
    ...['cooperation', 'conflict'].map((sign) => el('li', {}, el('span', { class: `dot dash ${sign}`, 'aria-hidden': 'true' }), sign)),
    el('li', {}, 'wider: more sources'));
}

function keys(event) {
  if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    $('search').focus();
  } else if (event.key === 'Escape') {
    nothing();
    time();
    $('search').focus();
  }
}

async function begin() {
  legend();
  try {
    picture = new Picture($('picture'), { onActor: (id) => { selectActor(id); time(); }, onLine: (a, b) => selectLine(a, b), onExpand: (id) => expand(actorOf(id)), onNothing: () => { nothing(); time(); } });
  } catch (error) {
    $('picture').removeAttribute('role'); // its text is to be read
    $('picture').replaceChildren(el('p', {}, `The picture needs WebGL, which this browser does not give (${error.message}); search and lists work without it.`));
  }
  search($('search'), $('found'), (a) => ($('add').checked ? expand(a) : only(a)), (error) => fail(error));
  form.addEventListener('input', changed);
  form.addEventListener('submit', (event) => event.preventDefault());
  $('clear').addEventListener('click', clear);
  $('in').addEventListener('click', () => picture?.zoom(1 / 1.5));
  $('out').addEventListener('click', () => picture?.zoom(1.5));
  $('fit').addEventListener('click', () => picture?.zoom(0));
  document.addEventListener('keydown', keys);
  try {
    const s = await ask('start', '');
    state.start = s;
    $('counts').textContent = `${count(s.articles, 'article')}, ${count(s.sources, 'source')}, ${count(s.entities, 'actor')}, ${count(s.edges, 'edge')}`;
    $('relations').append(...s.relations.map((r) => el('label', {}, el('input', { type: 'checkbox', name: 'relation', value: r }), inWords(r))));
  } catch (error) {
    fail(error, () => location.reload());
    return;
  }
  load();
}

begin();
