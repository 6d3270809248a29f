package net.clusterlink.fabric;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/** A peer's own certificate, key and trust. */
public record PeerCredentials(
    String peer, List<X509Certificate> chain, PrivateKey key, Set<X509Certificate> authorities) {}
