package net.clusterlink.api;

/**
 * One export of one peer behind an import.
 *
 * @param peer the name of the peer
 * @param export the export's name there
 */
public record ImportSource(String peer, ResourceName export) {}
