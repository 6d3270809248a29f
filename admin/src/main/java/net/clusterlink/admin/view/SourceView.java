package net.clusterlink.admin.view;

/**
 * One source of an import.
 *
 * @param reachable of its peer, as there; {@code False} when there is no Peer of that name
 */
public record SourceView(
    String peer, String exportNamespace, String exportName, String reachable) {}
