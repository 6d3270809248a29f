/**
 * Owns the read API of a gateway: its paths below {@code /api/v1/} and what each answers. HTTP, and
 * who may ask, is left to the admin server; what is known comes from {@link
 * net.clusterlink.admin.read.GatewayState}. Each request is answered on a virtual thread of its
 * own, and changes nothing.
 */
@NullMarked
package net.clusterlink.admin.read;

import org.jspecify.annotations.NullMarked;
