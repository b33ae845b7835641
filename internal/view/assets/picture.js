// The network, drawn by sigma from places that the server computed.
/* global Sigma, graphology */
import { inWords } from './dom.js';

const colour = (variable) => getComputedStyle(document.documentElement).getPropertyValue(`--${variable}`).trim();

// shown is a name as a label: short, and without letters that turn the
// direction of others.
function shown(text) {
  const letters = [...text.replace(/[\p{Cc}\p{Cf}]/gu, '')];
  return letters.length > 28 ? `${letters.slice(0, 27).join('')}…` : letters.join('');
}

function drawLabel(context, data, settings) {
  if (!data.label) return;
  const size = settings.labelSize;
  context.font = `${data.bold ? 'bold ' : ''}${size}px ${settings.labelFont}`;
  context.lineJoin = 'round';
  context.lineWidth = 4;
  context.strokeStyle = colour('paper');
  context.fillStyle = colour('ink');
  const x = data.x + data.size + 3;
  const y = data.y + size / 3;
  context.strokeText(data.label, x, y);
  context.fillText(data.label, x, y);
}

// Picture draws networks in a container and tells which actor or line was
// clicked.
export class Picture {
  constructor(container, { onActor, onLine, onExpand, onNothing }) {
    this.graph = new graphology.Graph({ type: 'directed' });
    this.selected = null; // {actor} or {a, b}
    this.hovered = null;
    this.sigma = new Sigma(this.graph, container, {
      labelSize: 13, labelFont: 'Helvetica, Arial, "DejaVu Sans", sans-serif', labelRenderedSizeThreshold: 4, labelDensity: 1.4, labelGridCellSize: 90,
      enableEdgeEvents: true, zIndex: true, stagePadding: 40, minEdgeThickness: 1.2, maxCameraRatio: 4, minCameraRatio: 0.05,
      defaultDrawNodeLabel: drawLabel, defaultDrawNodeHover: drawLabel,
      nodeReducer: (id, data) => this.#actor(id, data), edgeReducer: (id, data) => this.#line(id, data),
    });
    this.sigma.on('clickNode', ({ node }) => onActor(node));
    this.sigma.on('doubleClickNode', ({ node, preventSigmaDefault }) => { preventSigmaDefault(); onExpand(node); });
    this.sigma.on('clickEdge', ({ edge }) => onLine(...this.graph.extremities(edge)));
    this.sigma.on('clickStage', onNothing);
    this.sigma.on('enterNode', ({ node }) => this.#hover(node));
    this.sigma.on('leaveNode', () => this.#hover(null));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.sigma.refresh());
  }

  #hover(node) {
    this.hovered = node;
    this.sigma.refresh({ skipIndexation: true });
  }

  // near reports whether an actor belongs to what is selected or pointed at.
  #near(id) {
    const of = this.hovered ?? this.selected?.actor;
    if (of && this.graph.hasNode(of)) return id === of || this.graph.areNeighbors(id, of);
    return !this.selected?.a || id === this.selected.a || id === this.selected.b;
  }

  #actor(id, data) {
    const out = { ...data, color: colour(data.kind), zIndex: 1, bold: data.focus, forceLabel: data.focus || id === this.selected?.actor || this.graph.order <= 80 };
    if (!this.#near(id)) Object.assign(out, { color: colour('dim'), label: '', zIndex: 0, forceLabel: false });
    return out;
  }

  #line(id, data) {
    const [a, b] = this.graph.extremities(id);
    const of = this.hovered ?? this.selected?.actor;
    let near = true;
    if (of && this.graph.hasNode(of)) near = a === of || b === of;
    else if (this.selected?.a) near = [a, b].includes(this.selected.a) && [a, b].includes(this.selected.b);
    return { ...data, color: colour(near ? data.sign : 'dim'), zIndex: near ? 1 : 0 };
  }

  // show draws a network; actors that were there glide to their new places.
  show(network) {
    this.stop?.();
    const glide = {};
    const degree = {};
    for (const line of network.lines) {
      degree[line.a] = (degree[line.a] ?? 0) + 1;
      degree[line.b] = (degree[line.b] ?? 0) + 1;
    }
    const before = new Map(this.graph.mapNodes((id, { x, y }) => [id, { x, y }]));
    this.graph.clear();
    for (const actor of network.actors) {
      const at = before.get(actor.id) ?? { x: actor.x, y: -actor.y };
      this.graph.addNode(actor.id, { ...at, size: Math.min(18, 5 + 1.6 * Math.sqrt(degree[actor.id] ?? 0)), label: shown(actor.name), kind: actor.kind, focus: actor.focus });
      if (before.has(actor.id)) glide[actor.id] = { x: actor.x, y: -actor.y };
    }
    for (const line of network.lines) this.#add(line);
    this.#frame(network.actors);
    if (Object.keys(glide).length && !matchMedia('(prefers-reduced-motion: reduce)').matches) this.stop = Sigma.utils.animateNodes(this.graph, glide, { duration: 350 });
    else for (const [id, at] of Object.entries(glide)) this.graph.mergeNodeAttributes(id, at);
    this.sigma.resize();
    this.sigma.refresh();
  }

  // frame makes room for the names to the right of the outermost actors: the
  // server placed them so that they stand apart on a page of about 640 pixels.
  #frame(actors) {
    if (!actors.length) return this.sigma.setCustomBBox(null);
    const xs = actors.map((a) => a.x), ys = actors.map((a) => -a.y);
    const right = actors.map((a) => a.x + (7 * [...shown(a.name)].length) / 330);
    this.sigma.setCustomBBox({ x: [Math.min(...xs), Math.max(...right)], y: [Math.min(...ys), Math.max(...ys, Math.min(...ys) + 0.01)] });
  }

  #add(line) {
    let score = 0, sources = 0;
    const one = new Set();
    for (const e of line.edges) {
      score += e.score;
      sources = Math.max(sources, e.independent);
      one.add(e.symmetric ? 'both' : e.from);
    }
    const from = one.size === 1 && one.has(line.b) ? line.b : line.a;
    const directed = one.size === 1 && !one.has('both');
    this.graph.addEdge(from, from === line.a ? line.b : line.a, {
      size: 1 + Math.log2(1 + sources), type: directed ? 'arrow' : 'line', label: inWords(line.edges[0].relation),
      sign: score < 0 ? 'conflict' : score > 0 ? 'cooperation' : 'neutral',
    });
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
