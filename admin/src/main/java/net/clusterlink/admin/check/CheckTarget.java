package net.clusterlink.admin.check;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;

/**
 * The gateway that is checked, as it is started or would be.
 *
 * @param certs the folder with the peer's certificate, its key and the fabric's certificate
 * @param config the directory of manifests
 * @param listen where peers reach it
 * @param importAddress the address imports listen on
 * @param admin where its admin server is
 * @param mustRun whether it is wrong that it does not run
 */
public record CheckTarget(
    Path certs,
    Path config,
    InetSocketAddress listen,
    InetAddress importAddress,
    URI admin,
    boolean mustRun) {}
