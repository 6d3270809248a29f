package net.clusterlink.admin.view;

/**
 * Something wrong with the configuration.
 *
 * @param severity {@code error} when something written is not in force, else {@code warning}
 * @param line from 1
 * @param field the place within the document; may be empty
 */
public record ConfigErrorView(
    String severity, String file, int line, String field, String message, String remedy) {}
