package net.clusterlink.systemtests.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import net.clusterlink.systemtests.stage.Installed;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL and psql: a password exchange, bulk data both ways, errors and notices. */
@Tag("external")
@Timeout(120)
class PostgresIT {
  private static final String PASSWORD = "of-this-test-alone";
  private static final int ROWS = 60_000;

  @RegisterExtension static final Link LINK = new Link();

  private static ServerHome home;
  private static ForeignServer server;
  private static InetSocketAddress direct;
  private static InetSocketAddress through;

  @BeforeAll
  static void start() throws IOException {
    InetAddress address = Loopback.fresh();
    direct = new InetSocketAddress(address, Loopback.freePort(address));
    home = ServerHome.create();
    Path data = home.folder().resolve("data");
    Path password = Files.writeString(home.folder().resolve("password"), PASSWORD);
    home.run(
        List.of(
            Installed.program("initdb", "postgresql"),
            "--pgdata=" + data,
            "--username=clusterlink",
            "--auth=scram-sha-256",
            "--pwfile=" + password,
            "--no-locale",
            "--encoding=UTF8",
            "--no-sync"));
    server =
        ForeignServer.start(
            LINK.folder().resolve("postgres.log"),
            "database system is ready to accept connections",
            home.command(
                List.of(
                    Installed.program("postgres", "postgresql"),
                    "-D",
                    data.toString(),
                    "-h",
                    address.getHostAddress(),
                    "-p",
                    Integer.toString(direct.getPort()),
                    "-k",
                    "", // no socket in the file system
                    "-F", // nothing here is to survive a crash
                    "-c",
                    "shared_buffers=16MB")));
    through = LINK.offer("postgres", address.getHostAddress(), direct.getPort());
    LINK.allowAll();
    LINK.start();
    Files.writeString(LINK.folder().resolve("rows.tsv"), rows());
  }

  @AfterAll
  static void stop() {
    server.close();
    home.close();
  }

  @Test
  void dataAndAnswersAreThoseOfADirectConnection() throws IOException {
    Path script =
        Files.writeString(
            LINK.folder().resolve("script.sql"),
            """
            CREATE TEMPORARY TABLE item (id integer PRIMARY KEY, word text NOT NULL);
            \\copy item from 'rows.tsv'
            SELECT count(*), md5(string_agg(word, ',' ORDER BY id)) FROM item;
            DO $$ BEGIN RAISE NOTICE 'half way'; END $$;
            SELECT 1 / 0;
            SELECT pg_sleep(0.3);
            INSERT INTO item VALUES (1, 'twice');
            BEGIN; DELETE FROM item; ROLLBACK;
            SELECT repeat(word, 100000) FROM item WHERE id = 7;
            \\copy (SELECT id, word FROM item ORDER BY id) to 'back.tsv'
            """);
    Program.Result expected = psql(direct, script);
    assertThat(takeBack()).isEqualTo(rows());
    Program.Result seen = psql(through, script);
    assertThat(takeBack()).isEqualTo(rows());
    assertThat(seen).isEqualTo(expected);
    assertThat(seen.exitCode()).as(seen.output()).isZero();
    assertThat(seen.output()).contains("COPY " + ROWS, "half way", "division by zero");
  }

  @Test
  void aWrongPasswordIsRefusedInTheServersWords() throws IOException {
    Path script = Files.writeString(LINK.folder().resolve("nothing.sql"), "SELECT 1;");
    Program.Result expected = psql(direct, "wrong", script);
    Program.Result seen = psql(through, "wrong", script);
    assertThat(seen.exitCode()).isEqualTo(expected.exitCode()).isNotZero();
    assertThat(seen.output()).contains("password authentication failed");
  }

  private static Program.Result psql(InetSocketAddress server, Path script) {
    return psql(server, PASSWORD, script);
  }

  private static Program.Result psql(InetSocketAddress server, String password, Path script) {
    String database =
        "postgresql://clusterlink:%s@%s/postgres".formatted(password, Loopback.text(server));
    return Program.run(
        LINK.folder(),
        List.of(
            Installed.program("psql", "postgresql-client"),
            "--no-psqlrc",
            "--dbname=" + database,
            "--file=" + script));
  }

  private static String takeBack() throws IOException {
    Path file = LINK.folder().resolve("back.tsv");
    String rows = Files.readString(file);
    Files.delete(file);
    return rows;
  }

  /** A few megabytes of words. */
  private static String rows() {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder rows = new StringBuilder();
    for (int id = 1; id <= ROWS; id++) {
      rows.append(id).append('\t').append("größe-");
      for (int part = 0; part < 4; part++) {
        rows.append(Long.toHexString(random.nextLong()));
      }
      rows.append('\n');
    }
    return rows.toString();
  }
}
