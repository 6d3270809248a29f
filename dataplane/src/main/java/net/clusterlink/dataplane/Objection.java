package net.clusterlink.dataplane;

/**
 * Why a session that lives would not be begun now.
 *
 * @param reason one of those by which a session is revoked
 * @param detail the same in words, with names
 */
record Objection(EndReason reason, String detail) {}
