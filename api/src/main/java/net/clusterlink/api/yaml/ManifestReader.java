package net.clusterlink.api.yaml;

/**
 * Reads the resources of a YAML or JSON file, as {@code kubectl apply} takes them. Immutable; any
 * thread.
 *
 * <p>A file may have 4 MiB and 10,000 documents; a document 100,000 values (each counted as often
 * as its aliases repeat it), 100 aliases, and lists and objects 100 deep. What is beyond is
 * refused.
 */
public final class ManifestReader {
  private final Limits limits;

  /** A reader with the default limits. */
  public ManifestReader() {
    this(Limits.DEFAULT);
  }

  ManifestReader(Limits limits) {
    this.limits = limits;
  }

  /**
   * The documents of a file, in their order. Bad content never throws: it is told as {@link
   * Document.Invalid}. Where the text stops being YAML, one such document stands for the rest.
   *
   * @param file what to call the file in locations
   * @param content its bytes: UTF-8, with or without a byte order mark
   */
  public Manifest read(String file, byte[] content) {
    var reader = new DocumentReader(file);
    switch (SourceText.of(file, content, limits.bytes())) {
      case SourceText.Sound(String text) ->
          new DocumentStream(file, text, limits).forEach(reader::read).ifPresent(reader::cutShort);
      case SourceText.Unsound(Problem problem) -> reader.cutShort(problem);
    }
    return reader.manifest();
  }
}
