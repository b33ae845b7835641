// Times wink-nlp: reads articles, one JSON string a line, up to an empty line,
// and prints its version; then, for each further line, analyses all of them and
// prints tokens and seconds of processor time.
const model = 'wink-eng-lite-web-model';
const nlp = require('wink-nlp')(require(model));
const its = nlp.its;
const texts = [];
let loading = true;

function round() {
  const start = process.cpuUsage();
  let tokens = 0, kept = 0;
  for (const text of texts) {
    const doc = nlp.readDoc(text);
    tokens += doc.tokens().length();
    kept += doc.tokens().out(its.pos).length + doc.entities().out(its.detail).length + doc.sentences().length();
  }
  const used = process.cpuUsage(start);
  console.log(JSON.stringify({ tokens, seconds: (used.user + used.system) / 1e6, kept }));
}

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (!loading) {
    round();
  } else if (line === '') {
    loading = false;
    const version = (name) => require(name + '/package.json').version;
    console.log(JSON.stringify({ version: `${version('wink-nlp')}, model ${version(model)}` }));
  } else {
    texts.push(JSON.parse(line));
  }
});
