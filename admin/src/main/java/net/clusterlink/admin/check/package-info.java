/**
 * Owns what {@code clusterlink check} looks at: each check is small, looks at one thing and says
 * what it saw and what to do. How findings are shown is left to the command line and the console;
 * what is right is asked of {@code fabric}, {@code controlplane} and {@code dataplane}. Each check
 * runs on a virtual thread of its own, for a limited time, and changes nothing.
 */
@NullMarked
package net.clusterlink.admin.check;

import org.jspecify.annotations.NullMarked;
