import com.sun.management.OperatingSystemMXBean;
import edu.stanford.nlp.pipeline.CoreDocument;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.json.Json;

/**
 * Times CoreNLP: reads articles, one JSON string a line, up to an empty line,
 * and prints its version; then, for each further line, analyses all of them and
 * prints tokens and seconds of processor time, compiler and collector included.
 */
public class CoreNLP {
  public static void main(String[] args) throws Exception {
    var properties = new Properties();
    properties.setProperty("annotators", "tokenize,pos,lemma,depparse,ner");
    properties.setProperty("ner.applyFineGrained", "false"); // types that ours has not
    properties.setProperty("threads", "1");
    var pipeline = new StanfordCoreNLP(properties);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> texts = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      texts.add(Json.createReader(new StringReader("[" + line + "]")).readArray().getString(0));
    }
    var jar = Path.of(StanfordCoreNLP.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var version = jar.getFileName().toString().replaceAll("^stanford-corenlp-|\\.jar$", "");
    System.out.println(Json.createObjectBuilder().add("version", version).build());
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    while (in.readLine() != null) {
      long start = system.getProcessCpuTime();
      int tokens = 0;
      for (String text : texts) {
        var document = new CoreDocument(text);
        pipeline.annotate(document);
        tokens += document.tokens().size();
      }
      double seconds = (system.getProcessCpuTime() - start) / 1e9;
      System.out.println(Json.createObjectBuilder().add("tokens", tokens).add("seconds", seconds).build());
    }
  }
}
