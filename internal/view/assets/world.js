// The countries of the world as paths on a flat map, and where their middles
// are.

let known = null;

// world loads the map once: shapes by country, and places by ISO code.
export function world() {
  known ??= Promise.all(['vendor/countries-110m.json', 'places.json'].map(async (file) => (await fetch(file)).json()))
    .then(([topology, places]) => ({ shapes: shapes(topology), places: new Map(Object.entries(places).map(([iso, [id, lon, lat, name]]) => [iso, { id, name, at: project(lon, lat) }])) }));
  known.catch(() => { known = null; });
  return known;
}

// project places a point by the Equal Earth projection (Šavrič, Patterson and
// Jenny 2018), y downwards: countries keep their sizes. x is -2.71 to 2.71.
export function project(lon, lat) {
  const a = [1.340264, -0.081106, 0.000893, 0.003796];
  const t = Math.asin((Math.sqrt(3) / 2) * Math.sin((lat * Math.PI) / 180)), t2 = t * t, t6 = t2 * t2 * t2;
  const x = (2 * Math.sqrt(3) * ((lon * Math.PI) / 180) * Math.cos(t)) / (3 * (a[0] + 3 * a[1] * t2 + t6 * (7 * a[2] + 9 * a[3] * t2)));
  return { x, y: -t * (a[0] + a[1] * t2 + t6 * (a[2] + a[3] * t2)) };
}

// shapes decodes TopoJSON: borders are arcs that countries share, each point
// told by its distance from the one before. A country that lies across the
// 180th meridian is drawn in one piece, beyond the edge of the map.
function shapes({ arcs, transform, objects }) {
  const [sx, sy] = transform.scale, [tx, ty] = transform.translate;
  const lines = arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => { x += dx; y += dy; return [x * sx + tx, y * sy + ty]; });
  });
  const ring = (indexes) => {
    const points = indexes.flatMap((i, n) => { const l = i < 0 ? lines[~i].toReversed() : lines[i]; return n ? l.slice(1) : l; });
    let turn = 0;
    const whole = points.map(([lon, lat], i) => {
      const step = i ? lon - points[i - 1][0] : 0;
      if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
      return [lon + turn, lat];
    });
    const middle = (Math.min(...whole.map((p) => p[0])) + Math.max(...whole.map((p) => p[0]))) / 2, back = 360 * Math.round(middle / 360);
    return `M${whole.map(([lon, lat]) => project(lon - back, lat)).map((p) => `${p.x.toFixed(4)} ${p.y.toFixed(4)}`).join('L')}Z`;
  };
  return objects.countries.geometries.filter((g) => g.properties.name !== 'Antarctica').map((g) => ({
    id: g.id ?? g.properties.name, name: g.properties.name,
    path: (g.type === 'Polygon' ? [g.arcs] : g.arcs).flat().map(ring).join(''),
  }));
}
