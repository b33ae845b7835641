import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Serves Neo4j Community over Bolt on a loopback port: Server FOLDER PORT AUTH KEEP (true or false).
 * It ends when its standard input does, so that it never outlives who started it, and deletes its
 * folder unless it is to keep it.
 */
public class Server {
  public static void main(String[] args) throws Exception {
    SocketAddress bolt = new SocketAddress("127.0.0.1", Integer.parseInt(args[1]));
    var service = new DatabaseManagementServiceBuilder(Path.of(args[0]))
        .setConfig(BoltConnector.enabled, true)
        .setConfig(BoltConnector.listen_address, bolt)
        .setConfig(BoltConnector.advertised_address, bolt)
        .setConfig(GraphDatabaseSettings.auth_enabled, Boolean.parseBoolean(args[2]))
        .setConfig(GraphDatabaseSettings.pagecache_memory, 256L << 20)
        .build();
    System.out.println("ready");
    while (System.in.read() >= 0) {}
    service.shutdown();
    if (!Boolean.parseBoolean(args[3])) {
      try (var all = Files.walk(Path.of(args[0]))) {
        all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
      }
    }
    System.exit(0);
  }
}
