package net.clusterlink.policy;

import net.clusterlink.api.AccessRule;
import net.clusterlink.api.ResourceName;

/**
 * One policy that applies to a session, as it was looked at.
 *
 * @param matched whether it matches the session's attributes
 * @param why which entries match, or which requirement of which entry does not hold, in words and
 *     with the attributes met
 */
public record Considered(
    Tier tier, ResourceName policy, AccessRule.Action action, boolean matched, String why) {}
