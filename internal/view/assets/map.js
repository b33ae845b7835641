// The map: lines between the countries that the actors of a network belong to,
// or hold office in.
import { count, el, svg } from './dom.js';
import { direction, shown } from './picture.js';
import { world } from './world.js';

const widest = 5.5; // of the whole world, in units of the projection

// WorldMap draws a network in a container; onPair gets the lines between two
// countries, onCountry those of one, both with a title.
export class WorldMap {
  constructor(container, { onPair, onCountry }) {
    this.container = container;
    this.onPair = onPair;
    this.onCountry = onCountry;
    this.view = null; // {x, y, scale}: the middle, and pixels for a unit
    this.#moves();
  }

  async show(network) {
    this.world = await world();
    this.network = network;
    this.#sum();
    this.fit();
  }

  // #sum adds up lines by the countries of their ends.
  #sum() {
    const of = new Map(this.network.actors.map((a) => [a.id, (a.kind === 'State' ? a.id : a.country ?? '').replace(/^state:/, '')]));
    for (const e of this.network.lines.flatMap((l) => l.edges)) if (e.relation === 'HOLDS_OFFICE_IN' && !of.get(e.from)) of.set(e.from, of.get(e.to));
    this.names = new Map(this.network.actors.filter((a) => a.kind === 'State').map((a) => [of.get(a.id), a.name]));
    this.off = this.network.actors.filter((a) => !this.world.places.has(of.get(a.id)));
    this.pairs = new Map();
    this.degree = new Map();
    this.inside = new Map();
    for (const line of this.network.lines) {
      const a = of.get(line.a), b = of.get(line.b);
      if (!this.world.places.has(a) || !this.world.places.has(b)) continue;
      if (a === b) { this.inside.set(a, [...(this.inside.get(a) ?? []), line]); continue; }
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const pair = this.pairs.get(key) ?? { a: a < b ? a : b, b: a < b ? b : a, lines: [], edges: [] };
      pair.lines.push(line);
      pair.edges.push(...line.edges.map((e) => ({ ...e, from: of.get(e.from), to: of.get(e.to) })));
      this.pairs.set(key, pair);
    }
    for (const p of this.pairs.values()) for (const end of [p.a, p.b]) this.degree.set(end, (this.degree.get(end) ?? 0) + p.lines.length);
    for (const [iso, lines] of this.inside) if (!this.degree.has(iso)) this.degree.set(iso, lines.length);
  }

  // #size is the room for the drawing: a line below it names who is not on it.
  #size() { return { w: this.container.clientWidth, h: this.container.clientHeight - (this.off.length ? 20 : 0) }; }
  #at(iso) { return this.world.places.get(iso).at; }
  #name(iso) { return this.names.get(iso) ?? this.world.places.get(iso).name ?? this.world.shapes.find((s) => s.id === this.world.places.get(iso).id)?.name ?? iso; }

  // fit shows all countries that have lines, or the whole world.
  fit() {
    const at = [...this.degree.keys()].map((iso) => this.#at(iso));
    if (!at.length) at.push({ x: -widest / 2, y: -1.3 }, { x: widest / 2, y: 1 });
    const xs = at.map((p) => p.x), ys = at.map((p) => p.y);
    const low = { x: Math.min(...xs), y: Math.min(...ys) }, high = { x: Math.max(...xs), y: Math.max(...ys) };
    const { w, h } = this.#size();
    const scale = Math.min((w - 160) / Math.max(0.6, high.x - low.x), (h - 70) / Math.max(0.4, high.y - low.y));
    this.view = { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2, scale: Math.max(scale, w / widest) };
    this.draw();
  }

  zoom(by) {
    if (!this.view) return;
    if (by === 0) { this.fit(); return; }
    this.view.scale = Math.min(20000, Math.max(this.container.clientWidth / widest / 1.5, this.view.scale / by));
    this.draw();
  }

  draw() {
    if (!this.view || !this.container.clientWidth) return;
    const { w, h } = this.#size(), { x, y, scale } = this.view;
    const to = (p) => ({ x: (p.x - x) * scale + w / 2, y: (p.y - y) * scale + h / 2 });
    const named = new Set([...this.degree.keys()].map((iso) => this.world.places.get(iso).id));
    const land = svg('g', { transform: `translate(${w / 2 - x * scale} ${h / 2 - y * scale}) scale(${scale})` }, ...this.world.shapes.map((s) => svg('path', { d: s.path, class: named.has(s.id) ? 'land named' : 'land' })));
    const tips = ['conflict', 'neutral', 'cooperation'].map((sign) => svg('marker', { id: `tip-${sign}`, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 8, markerHeight: 8, markerUnits: 'userSpaceOnUse', orient: 'auto' }, svg('path', { d: 'M0 0 L10 5 L0 10 z', class: sign })));
    const lines = [...this.pairs.values()].sort((p, q) => q.lines.length - p.lines.length).map((p) => this.#line(p, to));
    const dots = [...this.degree].sort((p, q) => q[1] - p[1]).map(([iso]) => this.#dot(iso, to));
    const drawing = svg('svg', { width: w, height: h, viewBox: `0 0 ${w} ${h}`, role: 'group', 'aria-label': `Map of ${count(this.pairs.size, 'pair')} of countries` }, svg('defs', {}, ...tips), land, svg('g', { class: 'lines' }, ...lines), svg('g', { class: 'dots' }, ...dots), svg('g', { class: 'names' }, ...this.#labels(to, w, h)));
    const names = this.off.map((a) => shown(a.name)).join(', ');
    const off = this.off.length ? el('p', { class: 'off', title: names }, `${count(this.off.length, 'actor')} of no country not on the map: ${names}`) : '';
    this.container.replaceChildren(drawing, off);
  }

  #line(p, to) {
    const { sign, sources, directed, from, to: end } = direction({ ...p, edges: p.edges });
    const a = to(this.#at(directed ? from : p.a)), b = to(this.#at(directed ? end : p.b));
    const dx = b.x - a.x, dy = b.y - a.y, length = Math.max(1, Math.hypot(dx, dy));
    const bend = Math.min(0.18 * length, 60), cut = 7 / length;
    const middle = { x: (a.x + b.x) / 2 - (dy / length) * bend, y: (a.y + b.y) / 2 + (dx / length) * bend };
    const toward = (f, t) => ({ x: f.x + (t.x - f.x) * cut * 2, y: f.y + (t.y - f.y) * cut * 2 });
    const s = toward(a, middle), e = toward(b, middle);
    const d = `M${s.x.toFixed(1)} ${s.y.toFixed(1)}Q${middle.x.toFixed(1)} ${middle.y.toFixed(1)} ${e.x.toFixed(1)} ${e.y.toFixed(1)}`;
    const title = `${this.#name(p.a)} and ${this.#name(p.b)}`;
    const path = svg('path', { d, class: `line ${sign}`, 'stroke-width': (1 + Math.log2(1 + sources)).toFixed(1), ...(directed ? { 'marker-end': `url(#tip-${sign})` } : {}) });
    const group = svg('g', { class: 'pair' }, svg('title', {}, `${title}: ${count(p.edges.length, 'edge')}`), svg('path', { d, class: 'grip' }), path);
    group.addEventListener('click', () => this.onPair(p.lines, title));
    return group;
  }

  #dot(iso, to) {
    const at = to(this.#at(iso)), title = this.#name(iso);
    const dot = svg('circle', { cx: at.x.toFixed(1), cy: at.y.toFixed(1), r: Math.min(9, 3.5 + Math.sqrt(this.degree.get(iso))), tabindex: 0, role: 'button', 'aria-label': `${title}: ${count(this.degree.get(iso), 'line')}` });
    const choose = () => this.onCountry([...this.pairs.values()].filter((p) => p.a === iso || p.b === iso).flatMap((p) => p.lines).concat(this.inside.get(iso) ?? []), title);
    dot.addEventListener('click', choose);
    dot.addEventListener('keydown', (event) => { if (event.key === 'Enter') choose(); });
    return dot;
  }

  // #labels are the names of countries that find room, those with most lines
  // first.
  #labels(to, w, h) {
    const taken = [...this.degree].map(([iso, n]) => { const p = to(this.#at(iso)), r = Math.min(9, 3.5 + Math.sqrt(n)) + 1; return { iso, box: [p.x - r, p.y - r, p.x + r, p.y + r] }; });
    const meets = (b, iso) => taken.some((t) => t.iso !== iso && t.box[0] < b[2] && b[0] < t.box[2] && t.box[1] < b[3] && b[1] < t.box[3]);
    const labels = [];
    for (const [iso, n] of [...this.degree].sort((p, q) => q[1] - p[1])) {
      const p = to(this.#at(iso)), text = shown(this.#name(iso)), width = 7 * [...text].length, r = Math.min(9, 3.5 + Math.sqrt(n)) + 3;
      if (p.x < 0 || p.x > w || p.y < 0 || p.y > h) continue;
      for (const [x, y] of [[p.x + r, p.y + 4], [p.x - r - width, p.y + 4], [p.x - width / 2, p.y - r - 2], [p.x - width / 2, p.y + r + 11]]) {
        const box = [x - 1, y - 11, x + width + 1, y + 3];
        if (box[0] < 0 || box[2] > w || meets(box, iso)) continue;
        taken.push({ iso: null, box });
        labels.push(svg('text', { x: x.toFixed(1), y: y.toFixed(1) }, text));
        break;
      }
    }
    return labels;
  }

  // #moves lets the pointer, the wheel and the arrow keys move the map.
  #moves() {
    let last = null;
    this.container.addEventListener('pointerdown', (e) => { if (e.button === 0) last = { x: e.clientX, y: e.clientY, moved: false }; });
    this.container.addEventListener('pointermove', (e) => {
      if (!last || !this.view) return;
      if (!last.moved && Math.hypot(e.clientX - last.x, e.clientY - last.y) < 4) return;
      this.#pan((last.x - e.clientX) / this.view.scale, (last.y - e.clientY) / this.view.scale);
      last = { x: e.clientX, y: e.clientY, moved: true };
    });
    for (const end of ['pointerup', 'pointerleave', 'pointercancel']) this.container.addEventListener(end, () => { last = null; });
    this.container.addEventListener('wheel', (e) => { e.preventDefault(); this.zoom(e.deltaY > 0 ? 1.2 : 1 / 1.2); }, { passive: false });
  }

  #pan(dx, dy) {
    this.view.x += dx;
    this.view.y += dy;
    this.draw();
  }
}
