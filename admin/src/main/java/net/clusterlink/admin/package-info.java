/** To be written. */
@NullMarked
package net.clusterlink.admin;

import org.jspecify.annotations.NullMarked;
