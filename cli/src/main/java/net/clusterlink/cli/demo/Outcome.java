package net.clusterlink.cli.demo;

import java.util.Optional;

/**
 * What a scene came to.
 *
 * @param held whether it was as expected
 * @param seen what was seen
 * @param log the gateway's line that tells why, if it wrote one
 */
record Outcome(boolean held, String seen, Optional<String> log) {}
