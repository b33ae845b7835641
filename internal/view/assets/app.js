// The page: what is in focus, what is selected and what is filtered, and the
// parts that show it.
import { ask, count, el, inWords, name } from './dom.js';
import { drawChart } from './chart.js';
import { Decisions } from './decide.js';
import * as details from './details.js';
import * as exporting from './export.js';
import * as filter from './filter.js';
import * as look from './look.js';
import { WorldMap } from './map.js';
import { Picture } from './picture.js';
import { search } from './search.js';

const $ = (id) => document.getElementById(id);
const form = $('filter'), panel = $('details'), notice = $('notice');
const state = { focus: [], paths: false, network: { actors: [], lines: [] }, selected: null, start: null, map: false };
let picture = null, map = null, decisions = null, asked = null, askedEdge = null, askedTime = null, done = null;

const actorOf = (id) => state.network.actors.find((a) => a.id === id);
const names = (id) => actorOf(id)?.name ?? id;
const quiet = (error) => error.name === 'AbortError';
const looks = () => ({ size: $('size').value, colour: $('colour').value });

// say tells something above the picture, after what has just been decided.
function say(text, ...more) {
  notice.replaceChildren(...[done, text && el('span', {}, text, ...more)].filter(Boolean));
  done = null;
}
function fail(error, again) {
  notice.replaceChildren(el('div', { class: 'error', role: 'alert' }, error.message, again ? el('button', { type: 'button', onclick: again }, 'Try again') : ''));
}

// wanted are the parameters of what is seen.
function wanted() {
  const p = filter.parameters(form, { network: true });
  state.focus.forEach((a) => p.append('actor', a.id));
  const { size, colour } = looks();
  if (size || colour) p.set('measured', '1');
  return p;
}

async function load() {
  asked?.abort();
  asked = new AbortController();
  const p = wanted(), size = picture?.size();
  if (size?.width && size.height) state.laid = size; // else it is hidden
  if (state.laid) for (const [side, length] of Object.entries(state.laid)) p.set(side, length);
  notice.setAttribute('aria-busy', 'true');
  const slow = setTimeout(() => say('Loading …'), 250); // most answers come sooner
  try {
    state.network = await ask(state.paths ? 'paths' : 'network', p, asked.signal);
  } catch (error) {
    if (!quiet(error)) fail(error, load);
    return;
  } finally {
    clearTimeout(slow);
    notice.removeAttribute('aria-busy');
  }
  state.network.lines.forEach((l) => l.edges.sort((x, y) => y.independent - x.independent || (x.key < y.key ? -1 : 1)));
  const within = panel.contains(document.activeElement);
  tell();
  show();
  chips();
  reselect();
  if (within && !panel.contains(document.activeElement)) panel.focus({ preventScroll: true }); // the keyboard stays where it was
  time();
}

// tell says what is seen, and what is left out.
function tell() {
  const { actors, lines, left, steps, cut } = state.network;
  if (state.start && !state.start.articles) say('The graph is empty. Import articles first: entente import ARTICLES');
  else if (state.paths) say(`${steps ? `Shortest paths, of ${count(steps, 'edge')}` : 'No path of up to 4 edges passes the filter'}${cut ? '; the search was cut short' : ''}${left ? `; ${count(left, 'actor')} on others not shown` : ''}`, el('button', { type: 'button', onclick: () => between(false) }, 'Show all edges'));
  else if (!lines.length) say('No edge passes the filter.', el('button', { type: 'button', onclick: clear }, 'Clear the filter'));
  else if (left) say(`and ${left.toLocaleString('en')} more ${left === 1 ? 'neighbour' : 'neighbours'} with fewer sources, not shown`, more());
  else say('');
  $('picture').setAttribute('aria-label', `Network of ${count(actors.length, 'actor')} and ${count(lines.length, 'line')}; the details list its edges`);
  const until = form.elements.asof.value || state.start?.asof;
  $('printed').textContent = [`Entente: ${state.focus.map((f) => f.name).join(', ') || 'the whole graph'}`, filter.words(form), `${count(actors.length, 'actor')}, ${count(lines.length, 'line')}${left ? `, ${left} neighbours left out` : ''}`,
    state.start && `${count(state.start.articles, 'article')} of ${count(state.start.papers, 'source')}`, until && `as known on ${until}`, `seen ${new Date().toISOString().slice(0, 10)}`].filter(Boolean).join(' · ');
}

// more offers the next larger number of neighbours.
function more() {
  const around = form.elements.around, next = around.selectedIndex + 1;
  if (next >= around.options.length) return '';
  return el('button', { type: 'button', onclick: () => { around.selectedIndex = next; changed(); } }, `Show up to ${around.options[next].value}`);
}

function show() {
  if (state.map) map.show(state.network).catch((error) => fail(error, show));
  else picture?.show(state.network, looks(), state.laid);
  look.legend($('legend'), state.network.actors, looks(), state.map);
}

// onMap shows the map, or the network.
function onMap(yes) {
  state.map = yes;
  $('as-map').setAttribute('aria-pressed', String(yes));
  $('as-network').setAttribute('aria-pressed', String(!yes));
  $('map').hidden = !yes;
  $('picture').hidden = yes;
  for (const id of ['size', 'colour']) $(id).disabled = yes;
  show();
}

// among lists the edges of some lines, as the map gives them.
function among(lines, title) {
  state.selected = null;
  const edges = lines.flatMap((l) => l.edges).sort((x, y) => y.independent - x.independent || (x.key < y.key ? -1 : 1));
  details.list(panel, title, edges, names, (e) => selectLine(...ends(e), e.key));
  panel.scrollTop = 0;
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
  if (s?.decisions) return decisions.list(panel);
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

// deciding is what can decide, or null as of a former day.
const deciding = () => (state.start?.decides && !form.elements.asof.value ? decisions : null);

function selectActor(id) {
  const a = actorOf(id);
  if (!a) return;
  state.selected = { actor: id };
  picture?.select(state.selected);
  details.actor(panel, a, state.network.lines, names, deciding(), {
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
  const p = filter.parameters(form);
  p.set('key', e.key);
  if (skip) p.set('skip', skip);
  try {
    details.events(section, await ask('edge', p, askedEdge.signal), deciding(), (next) => evidence(section, e, next));
  } catch (error) {
    if (!quiet(error)) wait.replaceChildren(error.message, ' ', el('button', { type: 'button', onclick: () => evidence(section, e, skip) }, 'Try again'));
  }
}

// time draws the timeline of the selection, or of those in focus, or of all.
async function time() {
  askedTime?.abort();
  askedTime = new AbortController();
  const p = filter.parameters(form, { days: false });
  const title = el('span');
  if (state.selected?.key) {
    const [from, relation, to] = state.selected.key.split('|');
    p.set('key', state.selected.key);
    title.append(name(names(from)), ` ${inWords(relation)} `, name(names(to)));
  } else if (state.selected?.actor ?? state.focus.length) {
    const of = state.selected?.actor ? [state.selected.actor] : state.focus.map((a) => a.id);
    of.forEach((id) => p.append('actor', id));
    title.append(...of.flatMap((id, i) => [i ? ', ' : '', name(names(id))]));
  } else {
    if (state.start) draw(el('span', {}, 'all events of the graph'), state.start.chart);
    return;
  }
  try {
    draw(title, await ask('timeline', p, askedTime.signal));
  } catch (error) {
    if (!quiet(error)) $('time').replaceChildren(el('p', {}, error.message, ' ', el('button', { type: 'button', onclick: time }, 'Try again')));
  }
}

function draw(title, chart) {
  const { from, to } = form.elements;
  drawChart($('time'), title, chart, { from: from.value, to: to.value }, (first, last) => {
    from.value = first;
    to.value = last;
    changed();
  });
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
  clearTimeout(timer);
  timer = setTimeout(load, 200);
}
function clear() {
  filter.reset(form);
  changed();
}

function keys(event) {
  if ($('ask').open) return;
  if (event.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    $('search').focus();
  } else if (event.key === 'Escape') {
    nothing();
    time();
    $('search').focus();
  }
}

// shortened keeps a note short enough for an address.
const shortened = (text) => [...text].slice(0, 120).join('');

const seen = () => (state.map ? map : picture);

function makePicture() {
  try {
    picture = new Picture($('picture'), { onActor: (id) => { selectActor(id); time(); }, onLine: (a, b) => selectLine(a, b), onExpand: (id) => expand(actorOf(id)), onNothing: () => { nothing(); time(); } });
  } catch (error) {
    $('picture').removeAttribute('role'); // its text is to be read
    $('picture').replaceChildren(el('p', {}, `The picture needs WebGL, which this browser does not give (${error.message}); search and lists work without it.`));
  }
}

// begin learns what the graph has: at the beginning, and after a decision.
async function begin() {
  const s = await ask('start', '');
  const first = !state.start;
  state.start = s;
  decisions.by = s.by;
  $('decisions').hidden = !s.decides;
  $('counts').textContent = `${count(s.articles, 'article')}, ${count(s.papers, 'source')}, ${count(s.entities, 'actor')}, ${count(s.edges, 'edge')}${s.asof ? `, as known on ${s.asof}` : ''}`;
  if (first) filter.wire(form, s, changed);
}

async function main() {
  decisions = new Decisions($('ask'), {
    onDone: (text, undo) => {
      done = el('span', { class: 'done' }, text, ' ', undo ? el('button', { type: 'button', onclick: undo }, 'Undo') : '');
      load();
      begin().catch(fail);
    }, onError: (error) => fail(error),
  });
  makePicture();
  map = new WorldMap($('map'), { onPair: among, onCountry: among });
  search($('search'), $('found'), () => (form.elements.asof.value ? { asof: form.elements.asof.value } : {}), (a) => ($('add').checked ? expand(a) : only(a)), (error) => fail(error));
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const [id, act] of Object.entries({ clear, in: () => seen()?.zoom(1 / 1.5), out: () => seen()?.zoom(1.5), fit: () => seen()?.zoom(0), 'as-map': () => onMap(true), 'as-network': () => onMap(false), decisions: () => { state.selected = { decisions: true }; decisions.list(panel); } })) $(id).addEventListener('click', act);
  for (const id of ['size', 'colour']) $(id).addEventListener('input', load);
  document.addEventListener('keydown', keys);
  addEventListener('resize', () => {
    if (state.map) map.draw();
    else picture?.resize();
    changed();
  });
  exporting.wire($('export'), {
    wanted: () => { const p = wanted(); if (state.paths) p.set('paths', '1'); p.set('note', shortened($('printed').textContent)); return p; }, map: () => (state.map ? $('map').querySelector('svg') : null), caption: () => $('printed').textContent,
  });
  const shown = load(); // the picture does not wait for the sizes of a large graph
  try {
    await begin();
    await shown;
    if (!state.selected && !state.focus.length) { tell(); nothing(); time(); }
  } catch (error) {
    fail(error, () => location.reload());
  }
}

main();
