/** Tests of the wire format: what is written can be read, and nothing else can. */
@NullMarked
package net.clusterlink.dataplane.protocol;

import org.jspecify.annotations.NullMarked;
