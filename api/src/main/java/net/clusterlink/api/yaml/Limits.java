package net.clusterlink.api.yaml;

/**
 * How much of a file is read. Beyond it the file, or what remains of it, is refused.
 *
 * @param bytes of a file
 * @param documents of a file
 * @param depth of lists and objects within each other
 * @param values of a document, each counted as often as its aliases repeat it
 * @param aliases of a document
 */
record Limits(int bytes, int documents, int depth, int values, int aliases) {
  static final Limits DEFAULT = new Limits(4 << 20, 10_000, 100, 100_000, 100);
}
