/**
 * Owns the certificates that tests need and no fabric would issue: expired, misnamed, for the wrong
 * use. What a fabric does issue is made by {@code FabricAuthority}, in tests as elsewhere.
 * Everything here is immutable and may be used from any thread; it ships in no product.
 */
@NullMarked
package net.clusterlink.fabric.testing;

import org.jspecify.annotations.NullMarked;
