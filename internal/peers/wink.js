// Times wink-nlp: reads articles, one JSON string a line, up to an empty line;
// then, for each further line, analyses all of them and prints tokens and
// seconds.
const nlp = require('wink-nlp')(require('wink-eng-lite-web-model'));
const its = nlp.its;
const texts = [];
let loading = true;

function round() {
  const start = process.hrtime.bigint();
  let tokens = 0, kept = 0;
  for (const text of texts) {
    const doc = nlp.readDoc(text);
    tokens += doc.tokens().length();
    kept += doc.tokens().out(its.pos).length + doc.entities().out(its.detail).length + doc.sentences().length();
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(JSON.stringify({ tokens, seconds, kept }));
}

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  if (!loading) {
    round();
  } else if (line === '') {
    loading = false;
  } else {
    texts.push(JSON.parse(line));
  }
});
