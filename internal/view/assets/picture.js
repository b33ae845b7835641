// The network, drawn by sigma from places that the server computed.
/* global Sigma, graphology */
import { inWords } from './dom.js';
import { blocs, kinds } from './look.js';

// shown is a name as a label: short, and without letters that turn the
// direction of others.
export function shown(text) {
  const letters = [...text.replace(/[\p{Cc}\p{Cf}]/gu, '')];
  return letters.length > 28 ? `${letters.slice(0, 27).join('')}…` : letters.join('');
}

// many is how many lines make a picture that moves without them: their way to
// the screen takes longer than a frame.
const many = 4000;

// Picture draws networks in a container and tells which actor or line was
// clicked.
export class Picture {
  constructor(container, { onActor, onLine, onExpand, onNothing }) {
    this.container = container;
    this.graph = new graphology.Graph({ type: 'directed' });
    this.selected = null; // {actor} or {a, b}
    this.hovered = null;
    this.look = { size: '', colour: '' };
    this.crowd = 1;
    this.taken = []; // where labels of this frame are
    this.#colours();
    const label = (context, data, settings) => this.#label(context, data, settings);
    this.sigma = new Sigma(this.graph, container, {
      labelSize: 13, labelFont: 'Helvetica, Arial, "DejaVu Sans", sans-serif', labelRenderedSizeThreshold: 3, labelDensity: 1.4, labelGridCellSize: 90,
      allowInvalidContainer: true, enableEdgeEvents: true, zIndex: true, stagePadding: 0, minEdgeThickness: 0.6, maxCameraRatio: 4, minCameraRatio: 0.05,
      defaultDrawNodeLabel: label, defaultDrawNodeHover: label,
      nodeReducer: (id, data) => this.#actor(id, data), edgeReducer: (id, data) => this.#line(id, data),
    });
    this.sigma.on('beforeRender', () => { this.taken.length = 0; });
    this.sigma.on('clickNode', ({ node }) => onActor(node));
    this.sigma.on('doubleClickNode', ({ node, preventSigmaDefault }) => { preventSigmaDefault(); onExpand(node); });
    this.sigma.on('clickEdge', ({ edge }) => onLine(...this.graph.extremities(edge)));
    this.sigma.on('clickStage', onNothing);
    this.sigma.on('enterNode', ({ node }) => this.#hover(node));
    this.sigma.on('leaveNode', () => this.#hover(null));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { this.#colours(); this.sigma.refresh(); });
  }

  // #colours reads those of the style sheet once, not for every line.
  #colours() {
    const style = getComputedStyle(document.documentElement);
    this.colours = {};
    for (const name of [...Object.keys(kinds), ...blocs, 'paper', 'ink', 'dim', 'neutral', 'conflict', 'cooperation']) this.colours[name] = style.getPropertyValue(`--${name}`).trim();
  }

  // #label writes a name beside its actor, where no other stands; they come in
  // the order of the actors, those in focus first.
  #label(context, data, settings) {
    if (!data.label) return;
    const size = settings.labelSize;
    context.font = `${data.bold ? 'bold ' : ''}${size}px ${settings.labelFont}`;
    const width = context.measureText(data.label).width, gap = data.size + 3;
    for (const [x, y] of [[data.x + gap, data.y + size / 3], [data.x - gap - width, data.y + size / 3], [data.x - width / 2, data.y - gap], [data.x - width / 2, data.y + gap + size * 0.7]]) {
      const box = [x - 1, y - size * 0.9, x + width + 1, y + 3];
      if (this.taken.some((t) => t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3])) continue;
      if (!data.bold && (box[0] < 0 || box[2] > this.container.clientWidth || box[1] < 0 || box[3] > this.container.clientHeight)) continue;
      this.taken.push(box);
      context.lineJoin = 'round';
      context.lineWidth = 4;
      context.strokeStyle = this.colours.paper;
      context.fillStyle = this.colours.ink;
      context.strokeText(data.label, x, y);
      context.fillText(data.label, x, y);
      return;
    }
  }

  #hover(node) {
    this.hovered = node;
    this.sigma.refresh({ skipIndexation: true });
  }

  // #near reports whether an actor belongs to what is selected or pointed at.
  #near(id) {
    const of = this.hovered ?? this.selected?.actor;
    if (of && this.graph.hasNode(of)) return id === of || this.graph.areNeighbors(id, of);
    return !this.selected?.a || id === this.selected.a || id === this.selected.b;
  }

  #actor(id, data) {
    const { measure } = data;
    const kind = this.look.colour === 'bloc' ? blocs[(measure?.bloc || 0) - 1] ?? 'neutral' : data.kind;
    const size = this.crowd * (this.look.size ? 4 + 14 * Math.sqrt((measure?.[this.look.size] ?? 0) / this.largest) : data.size);
    const out = { ...data, size, color: this.colours[kind] ?? this.colours.neutral, zIndex: 1, bold: data.focus || id === this.selected?.actor, forceLabel: data.focus || id === this.selected?.actor || this.graph.order <= 80 };
    if (!this.#near(id)) Object.assign(out, { color: this.colours.dim, label: '', zIndex: 0, forceLabel: false });
    return out;
  }

  #line(id, data) {
    const [a, b] = this.graph.extremities(id);
    const of = this.hovered ?? this.selected?.actor;
    let near = true;
    if (of && this.graph.hasNode(of)) near = a === of || b === of;
    else if (this.selected?.a) near = [a, b].includes(this.selected.a) && [a, b].includes(this.selected.b);
    return { ...data, color: this.colours[near ? data.sign : 'dim'], zIndex: near ? 1 : 0 };
  }

  // show draws a network in a look, laid out for a size; actors that were there
  // glide to their new places.
  show(network, look, size) {
    this.stop?.();
    this.laid = size;
    this.look = look;
    this.crowd = Math.max(0.25, Math.min(1, Math.sqrt(150 / Math.max(1, network.actors.length)))); // dots leave room for lines
    this.largest = Math.max(1e-9, ...network.actors.map((a) => a.measure?.[look.size] ?? 0));
    const glide = {}, degree = {};
    for (const line of network.lines) {
      degree[line.a] = (degree[line.a] ?? 0) + 1;
      degree[line.b] = (degree[line.b] ?? 0) + 1;
    }
    const before = new Map(this.graph.mapNodes((id, { x, y }) => [id, { x, y }]));
    this.graph.clear();
    for (const actor of network.actors) {
      const at = before.get(actor.id) ?? { x: actor.x, y: -actor.y };
      this.graph.addNode(actor.id, { ...at, size: Math.min(18, 5 + 1.6 * Math.sqrt(degree[actor.id] ?? 0)), label: shown(actor.name), kind: actor.kind, focus: actor.focus, measure: actor.measure });
      if (before.has(actor.id)) glide[actor.id] = { x: actor.x, y: -actor.y };
    }
    for (const line of network.lines) this.#add(line);
    this.sigma.setSetting('hideEdgesOnMove', network.lines.length > many);
    this.sigma.setSetting('enableEdgeEvents', network.lines.length <= many);
    if (Object.keys(glide).length && network.lines.length <= many && !matchMedia('(prefers-reduced-motion: reduce)').matches) this.stop = Sigma.utils.animateNodes(this.graph, glide, { duration: 350 });
    else for (const [id, at] of Object.entries(glide)) this.graph.mergeNodeAttributes(id, at);
    this.resize();
    this.sigma.refresh();
  }

  // resize shows all of the page that the server laid out for: its longer side
  // from -1 to 1.
  resize() {
    this.sigma.resize(true);
    const { width, height } = this.laid ?? this.size(), half = Math.max(width, height);
    this.sigma.setCustomBBox({ x: [-width / half, width / half], y: [-height / half, height / half] });
  }

  // size is the room for the picture, in pixels.
  size() {
    return { width: Math.round(this.container.clientWidth), height: Math.round(this.container.clientHeight) };
  }

  #add(line) {
    const { from, to, directed, sign, sources } = direction(line);
    this.graph.addEdge(from, to, { size: Math.max(0.6, (1 + Math.log2(1 + sources)) * this.crowd), type: directed ? 'arrow' : 'line', label: inWords(line.edges[0].relation), sign });
  }

  select(selected) {
    this.selected = selected;
    this.sigma.refresh({ skipIndexation: true });
  }

  zoom(by) {
    const camera = this.sigma.getCamera();
    if (by === 0) camera.animatedReset({ duration: 200 });
    else camera.animate({ ratio: camera.ratio * by }, { duration: 200 });
  }
}

// direction sums up a line: whether all of its edges point one way, by what
// colour, and how many sources the best attested has.
export function direction(line) {
  let score = 0, sources = 0;
  const ways = new Set();
  for (const e of line.edges) {
    score += e.score;
    sources = Math.max(sources, e.independent);
    ways.add(e.symmetric ? 'both' : e.inverse ? e.to : e.from);
  }
  const back = ways.size === 1 && ways.has(line.b);
  return {
    from: back ? line.b : line.a, to: back ? line.a : line.b, directed: ways.size === 1 && !ways.has('both'), sources,
    sign: score < 0 ? 'conflict' : score > 0 ? 'cooperation' : 'neutral',
  };
}
