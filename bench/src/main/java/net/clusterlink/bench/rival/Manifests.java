package net.clusterlink.bench.rival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.clusterlink.bench.BenchException;

/** Manifests of the course, one file of them. */
public final class Manifests {
  private static final String GROUP = "apiVersion: clusterlink.net/v1alpha1\n";

  private final StringBuilder text = new StringBuilder();

  /**
   * Writes them as the only file of a new directory.
   *
   * @return the directory
   */
  public Path write(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new BenchException("cannot make a directory: " + e.getMessage(), e);
    }
    writeAs(directory.resolve("course.yaml"));
    return directory;
  }

  /**
   * Writes them as a file.
   *
   * @return the file
   */
  public Path writeAs(Path file) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchException("cannot write manifests: " + e.getMessage(), e);
    }
  }

  /** Offers a service of this machine. */
  public void export(String name, int port) {
    add(
        """
        kind: Export
        metadata: {name: %1$s, labels: {service: %1$s}}
        spec: {host: 127.0.0.1, port: %2$d}
        """
            .formatted(name, port));
  }

  /** Takes the export of the same name from east. */
  public void imported(String name, int port) {
    add(
        """
        kind: Import
        metadata: {name: %1$s, labels: {service: %1$s}}
        spec:
          port: %2$d
          sources: [{peer: east, exportName: %1$s, exportNamespace: default}]
        """
            .formatted(name, port));
  }

  /** A peer with one gateway on this machine. */
  public void peer(String name, int port) {
    add(
        """
        kind: Peer
        metadata: {name: %s}
        spec: {gateways: [{host: 127.0.0.1, port: %d}]}
        """
            .formatted(name, port));
  }

  /** The client of the course. */
  public void client() {
    add(
        """
        kind: Workload
        metadata: {name: load, labels: {app: load}}
        spec: {addresses: [127.0.0.1]}
        """);
  }

  /** Lets the client of the course use the services of the course. */
  public void allowClients() {
    allowClients(true);
  }

  /** Lets the client of the course use the services of the course, or forbids it. */
  public void allowClients(boolean allowed) {
    add(
        """
        kind: AccessPolicy
        metadata: {name: load}
        spec:
          action: %s
          from: [{workloadSelector: {matchLabels: {client.clusterlink.net/labels.app: load}}}]
          to: [{workloadSelector: {matchExpressions: [{key: export.clusterlink.net/labels.service, operator: In, values: [bulk, web]}]}}]
        """
            .formatted(allowed ? "allow" : "deny"));
  }

  private void add(String document) {
    text.append("---\n").append(GROUP).append(document);
  }
}
